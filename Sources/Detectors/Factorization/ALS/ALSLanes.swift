import AccessLogs
package import Interactions
import LinearAlgebra

/// Factorisations for implicit feedback with different regularisations and confidences under way at once, one in each
/// lane of ``LaneRegressions``; a step is a sweep of all of them, and solves every row exactly.
///
/// Each begins from the same factors as its detector does by itself.
package struct ALSLanes: ~Copyable {
    package private(set) var steps = 0
    /// What each lane minimises; nil before the first sweep, and where a system was singular or numbers overflowed.
    package private(set) var objectives: [Double?]

    private let detectors: [ALSImplicit]
    private let matrix: InteractionMatrix
    private let context: FitContext
    /// For each block of users and resources, the regressions of both sides.
    private let users: [LaneRegressions]
    private let resources: [LaneRegressions]
    /// The parts of the losses that do not depend on the factors.
    private let constants: [Double]
    private var userFactors: LaneTable
    private var resourceFactors: LaneTable
    private var failed: [Bool]

    /// - Parameter detectors: one to ``LaneTable/lanes`` that can learn at once.
    /// - Throws: ``DetectorError`` where times are needed that the accesses do not have, or the start fails, and
    ///   `CancellationError`.
    package init(_ detectors: [ALSImplicit], on matrix: InteractionMatrix, _ context: FitContext) throws {
        let first = detectors[0], settings = first.settings
        // With α and the shared weight of one the weights of pairs are their values.
        let problem = try ALSProblem(
            matrix, .implicit(alpha: 1, unobservedWeight: 1), settings, seed: context.seed, context)
        let start = try first.initialFactors(for: matrix, context)
        self.detectors = detectors
        self.matrix = matrix
        self.context = context
        objectives = detectors.map { _ in nil }
        failed = detectors.map { _ in false }
        let pairs = Double(matrix.pairCount), values = problem.constant - pairs
        constants = detectors.map { pairs + $0.alpha * values }
        let lanes = detectors.map {
            LaneRegressions.Setting(
                slope: Float($0.alpha), sharedWeight: Float($0.unobservedWeight),
                ridge: Float($0.settings.regularization))
        }
        func regressions(_ side: [RidgeRegressions]) -> [LaneRegressions] {
            side.map { block in
                LaneRegressions(
                    values: block.weights, rows: block.rows, regressors: block.regressors,
                    ridgeScales: block.rows.map {
                        Float(
                            settings.ridgeScale(
                                terms: block.weights.range(ofRow: $0).count, pairs: block.regressors.count,
                                sharedWeight: first.unobservedWeight))
                    }, settings: lanes)
            }
        }
        users = regressions(problem.users)
        resources = regressions(problem.resources)
        resourceFactors = LaneTable(repeating: start, context.workers)
        userFactors = LaneTable(repeating: Matrix(rows: matrix.users.count, columns: settings.rank), context.workers)
    }

    private var isFinished: Bool { steps >= detectors[0].settings.sweeps }

    /// Takes one step.
    ///
    /// - Throws: `CancellationError`.
    package mutating func advance() throws {
        var sums = constants
        for (users, resources) in zip(users, resources) {
            try context.checkCancellation()
            let first = users.solve(
                &userFactors, features: resourceFactors, context.workers, unless: context.isCancelled)
            try context.checkCancellation()
            let second = resources.solve(
                &resourceFactors, features: userFactors, context.workers, unless: context.isCancelled)
            try context.checkCancellation()
            for lane in detectors.indices {
                sums[lane] += first[lane].weightedNorm + second[lane].minimum
                failed[lane] = failed[lane] || !first[lane].isSolved || !second[lane].isSolved
            }
        }
        objectives = zip(sums, failed).map { $1 ? nil : $0 }
        steps += 1
    }

    /// Sweeps until one lowers no objective by more than ``ALSTraining/tolerance``, or all sweeps are made. So every lane
    /// makes at least as many sweeps as it would by itself.
    mutating func converge() throws {
        while !isFinished {
            let last = objectives
            try advance()
            let isSettled = zip(last, objectives).allSatisfy { last, objective in
                guard let objective else { return true }
                return (last ?? .infinity) - objective < ALSTraining.tolerance * abs(objective)
            }
            if isSettled, steps >= ALSTraining.fewestSweeps { break }
        }
    }

    /// What has been learned in a lane so far; nil where it has failed.
    func fitted(inLane lane: Int) -> ALSModel? {
        guard !failed[lane] else { return nil }
        return detectors[lane].model(
            FactorModel(
                userFactors: userFactors.matrix(inLane: lane), resourceFactors: resourceFactors.matrix(inLane: lane)),
            of: matrix)
    }
}

extension ALSImplicit: BatchDetector {
    package static var batchSize: Int { LaneTable.lanes }

    /// The largest rank at which a lane costs less than a fit by itself.
    private static let largestRank = 16

    /// The more factors, the more a sweep of all lanes costs beside a sweep of one by itself: with two million pairs both
    /// ways take the same time with about eight at the rank 8, ten at 10 and sixteen or seventeen at 16.
    package var smallestBatch: Int { max(8, settings.rank) }

    package func canLearn(with other: ALSImplicit) -> Bool {
        var settings = other.settings
        settings.regularization = self.settings.regularization
        return settings == self.settings && settings.rank <= Self.largestRank && !settings.isNonNegative
            // The scales of ridges depend on the weight.
            && (settings.exponent == 0 || other.unobservedWeight == unobservedWeight)
    }

    package static func fit(
        _ detectors: [ALSImplicit], to matrix: InteractionMatrix, _ context: FitContext
    ) throws -> [Result<any FittedDetector, any Error>] {
        // A fit by itself solves worse conditioned systems, and says what is wrong where it cannot.
        func alone(_ detector: ALSImplicit) -> Result<any FittedDetector, any Error> {
            Result {
                var training = try detector.training(on: matrix, context)
                try training.converge()
                return training.fitted()
            }
        }
        guard detectors.count > 1, var lanes = try? ALSLanes(detectors, on: matrix, context) else {
            try context.checkCancellation()
            return detectors.map(alone)
        }
        try lanes.converge()
        var results: [Result<any FittedDetector, any Error>] = []
        for (lane, detector) in detectors.enumerated() {
            results.append(lanes.fitted(inLane: lane).map { .success($0) } ?? alone(detector))
        }
        try context.checkCancellation()
        return results
    }
}
