import Interactions
import LinearAlgebra
import Statistics

/// A factorisation by alternating least squares under way; a step is a sweep, which solves all users while the
/// resources are fixed and then all resources while the users are.
///
/// The objective is what the sweeps minimise: the loss and the weighted squared norms of all factors.
package struct ALSTraining: DetectorTraining {
    package private(set) var steps = 0
    /// `users × rank`.
    private(set) var userFactors: Matrix<Float>
    /// `resources × rank`.
    private(set) var resourceFactors: Matrix<Float>

    private let matrix: InteractionMatrix
    private let loss: ALSLoss
    private let settings: ALSSettings
    private let seed: Seed
    /// nil while the training rests.
    private var kept: ALSProblem?
    private let context: FitContext
    private var scratch = RidgeScratch()
    /// Whether the start is a solution of like settings, which may be good enough at once.
    private let isWarm: Bool

    /// - Throws: ``DetectorError`` where a confidence overflows; `CancellationError`.
    init(
        _ matrix: InteractionMatrix, _ loss: ALSLoss, _ settings: ALSSettings, start: FactorModel, seed: Seed,
        _ context: FitContext
    ) throws {
        self.matrix = matrix
        self.loss = loss
        self.settings = settings
        self.context = context
        userFactors = start.userFactors
        resourceFactors = start.resourceFactors
        self.seed = seed
        isWarm = false
        kept = try problem()
    }

    /// A training with another regularisation that begins where one ended.
    init(after previous: ALSTraining, _ settings: ALSSettings) {
        seed = previous.seed
        matrix = previous.matrix
        loss = previous.loss
        self.settings = settings
        context = previous.context
        userFactors = previous.userFactors
        resourceFactors = previous.resourceFactors
        kept = previous.kept?.regularized(by: settings)
        isWarm = true
    }

    func problem() throws -> ALSProblem {
        if let kept { return kept }
        return try ALSProblem(matrix, loss, settings, seed: seed, context)
    }

    package mutating func rest() {
        kept = nil
        scratch = RidgeScratch()
    }

    package var isFinished: Bool { steps >= settings.sweeps }

    /// Sweeps until one lowers the objective by less than a five-hundredth of it, or all sweeps are made. From a random
    /// start the objective says nothing in the first sweeps.
    package mutating func converge() throws {
        kept = try problem()
        var last = isWarm ? try sampledObjective() : .infinity
        while !isFinished {
            try advance()
            let objective = try sampledObjective()
            if isWarm || steps >= Self.fewestSweeps, last - objective < Self.tolerance * abs(objective) { break }
            last = objective
        }
    }

    static let fewestSweeps = 3
    static let tolerance = 0.002
    /// The terms of the loss that are enough to see how it falls.
    private static let sampledTerms = 50_000

    private func sampledObjective() throws -> Double {
        let problem = try problem()
        let terms = problem.users.first?.weights.count ?? 0
        return problem.objective(
            userFactors, resourceFactors, everyUser: max(1, terms / Self.sampledTerms), context.workers)
    }

    package mutating func advance() throws {
        let problem = try problem()
        kept = problem
        for (users, resources) in zip(problem.users, problem.resources) {
            try context.checkCancellation()
            let usersSolved = users.solve(
                &userFactors, features: resourceFactors, by: settings.solver, scratch: &scratch, context.workers,
                unless: context.isCancelled)
            try context.checkCancellation()
            let resourcesSolved =
                usersSolved
                && resources.solve(
                    &resourceFactors, features: userFactors, by: settings.solver, scratch: &scratch, context.workers,
                    unless: context.isCancelled)
            // A cancelled solution is no singular system.
            try context.checkCancellation()
            guard resourcesSolved else {
                throw DetectorError(
                    "the normal equations are singular; raise regularization or lower the rank, or lower alpha where "
                        + "counts are huge")
            }
        }
        guard userFactors.elements.allSatisfy(\.isFinite), resourceFactors.elements.allSatisfy(\.isFinite) else {
            throw DetectorError("the factors overflow; lower alpha or use binary values")
        }
        steps += 1
    }

    package func objective() -> Double? {
        try? problem().objective(userFactors, resourceFactors, context.workers)
    }

    package func fitted() -> any FittedDetector {
        ALSModel(
            FactorModel(userFactors: userFactors, resourceFactors: resourceFactors), of: matrix, loss, settings)
    }
}
