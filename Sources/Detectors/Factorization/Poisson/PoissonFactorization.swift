import AccessLogs
import Concurrency
import Foundation
package import Interactions
package import LinearAlgebra
package import Parameters
import Statistics

/// Hierarchical Poisson factorisation, fitted by coordinate-ascent variational inference.
///
/// The count of user u and resource i is Poisson with rate θᵤ·βᵢ. All factors are Gamma: θᵤₖ with shape a and rate ξᵤ,
/// where ξᵤ is itself Gamma with shape a′ and rate a′/b′, mean b′; likewise βᵢₖ with ηᵢ (Gopalan, Hofman and Blei,
/// "Scalable recommendation with hierarchical Poisson factorization", UAI 2015, section 2 and algorithm 1; a = c,
/// a′ = c′ and b′ = d′ there). Used for accesses of computers by Turcotte, Moore, Heard and McPhall, "Poisson
/// factorization for peer-based anomaly detection", IEEE ISI 2016.
///
/// A scored access is one access, so that the score asks how improbable at least one is: −log₁₀ P(X ≥ 1). With the
/// posterior's mean m and variance v of the rate θᵤ·βᵢ, the rate is taken as Gamma of these two moments, and X is then
/// negative binomial: P(X = 0) = exp(−(m²/v) log(1 + v/m)). The less is known of a user or a resource, the larger is v
/// and the rarer its accesses. The score `rate` is −log₁₀ m, which does not depend on v; the upper tail of a Poisson
/// variate with the mean rate would rank alike.
///
/// Wins on sparse data with very unequal activity: every user and resource has a scale of its own, and zeros cost
/// nothing. Fails where absence means much (confident zeros are the strength of weighted least squares), and on counts
/// far from Poisson, as of scheduled tasks; take binary values there.
///
/// Each tenant is factorised, and stops, by itself. Complexity of a sweep: O(pairs · rank + (users + resources) · rank).
package struct PoissonFactorization: SteppedDetector {
    package static let id = "poisson-factorization"
    package static let summary = "Hierarchical Poisson factorisation; how improbable an access is given its peers."
    package static let structure: LatentStructure? = .factors
    package static let foldsIn = true

    /// What is counted.
    enum Values: String, ParameterChoice {
        case counts, binary
    }

    static let rank = Parameter<Int>(
        "rank", in: 1...512, standard: 16, simpler: .lower, tuned: [4, 8, 16, 32], "Number of latent factors.")
    static let shape = Parameter<Double>(
        "shape", in: 0.01...100, standard: 0.3, tuned: [1, 0.3, 0.1],
        "a, the shape of the factors' prior; the lower, the sparser the factors.")
    static let rateShape = Parameter<Double>(
        "rate_shape", in: 0.01...1e6, standard: 0.3,
        "a′, the shape of the prior of a user's or resource's rate; the higher, the more equal their activity.")
    static let rateMean = Parameter<Double>(
        "rate_mean", in: 1e-6...1e6, standard: 1,
        "b′, the prior mean of a user's or resource's rate; the higher, the smaller the factors.")
    static let values = Parameter<Values>(
        "values", standard: .binary, "What is counted: the number of accesses, or 1 for every observed pair.")
    static let score = Parameter<PoissonModel.Score>(
        "score", standard: .upperTail, "Improbability of at least one access, or the expected rate alone.")
    static let sweeps = Parameter<Int>(
        "sweeps", in: 1...10_000, standard: 100, simpler: .lower,
        "Most sweeps; a sweep updates all users, then all resources.")
    static let tolerance = Parameter<Double>(
        "tolerance", in: 0...1, standard: 1e-5,
        "A tenant is done once a sweep raises its evidence bound by less than this part of it.")
    static let seed = Parameter.seed("Seed of the initial factors, beside the study's own.")

    package static let parameters: ParameterList = [
        rank, shape, rateShape, rateMean, values, score, sweeps, tolerance, seed,
    ]
    package static var stepsParameter: Parameter<Int> { sweeps }

    let prior: GammaPrior
    let isBinary: Bool
    let score: PoissonModel.Score
    let sweeps: Int
    let tolerance: Double
    let seed: Int

    package init(_ parameters: ParameterSet) {
        prior = GammaPrior(
            rank: parameters[Self.rank], shape: parameters[Self.shape],
            rateShape: parameters[Self.rateShape], rateMean: parameters[Self.rateMean])
        isBinary = parameters[Self.values] == .binary
        score = parameters[Self.score]
        sweeps = parameters[Self.sweeps]
        tolerance = parameters[Self.tolerance]
        seed = parameters[Self.seed]
    }

    package func training(on matrix: InteractionMatrix, _ context: FitContext) -> PoissonTraining {
        PoissonTraining(self, matrix, context)
    }

    package func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        try PoissonModel(tensors, prior: prior, isBinary: isBinary, score: score, for: matrix)
    }

    /// Resource factors of random shapes: with equal ones all factors would stay equal. Each tenant has a stream of its
    /// own, so that they do not depend on the other tenants.
    func initialResources(for matrix: InteractionMatrix, _ context: FitContext) -> GammaFactors {
        var shapes = [Double](repeating: 0, count: matrix.resources.count * prior.rank)
        for tenant in matrix.tenants {
            let seed = context.seed.derived("poisson-factorization factors", seed).derived(tenant.name)
            let random = RandomStream(seed: seed)
            for element in tenant.resources.lowerBound * prior.rank..<tenant.resources.upperBound * prior.rank {
                shapes[element] = prior.shape + random.uniform()
            }
        }
        return GammaFactors(rows: matrix.resources.count, prior: prior, shapes: shapes)
    }
}

/// Hierarchical Poisson factorisation under way; a step is a sweep.
package struct PoissonTraining: DetectorTraining {
    private let detector: PoissonFactorization
    private let matrix: InteractionMatrix
    private let byResource: SparseMatrix
    private let context: FitContext
    private(set) var users: GammaFactors
    private(set) var resources: GammaFactors
    /// The evidence bound of each tenant after its last sweep; empty before the first.
    private(set) var bounds: [Double] = []
    private var converged: [Bool]
    package private(set) var steps = 0

    init(_ detector: PoissonFactorization, _ matrix: InteractionMatrix, _ context: FitContext) {
        self.detector = detector
        self.matrix = matrix
        self.context = context
        byResource = matrix.counts.transposed()
        converged = matrix.tenants.map { _ in false }
        let prior = detector.prior
        users = GammaFactors(
            rows: matrix.users.count, prior: prior,
            shapes: Array(repeating: prior.shape, count: matrix.users.count * prior.rank))
        resources = detector.initialResources(for: matrix, context)
    }

    package var isFinished: Bool { steps >= detector.sweeps || converged.allSatisfy { $0 } }

    package mutating func advance() throws {
        var bounds = bounds.isEmpty ? matrix.tenants.map { _ in -Double.infinity } : bounds
        for (index, tenant) in matrix.tenants.enumerated() where !converged[index] {
            try context.checkCancellation()
            users.update(
                rows: tenant.users, given: resources, rows: tenant.resources, observations: matrix.counts,
                isBinary: detector.isBinary, context.workers, unless: context.isCancelled)
            try context.checkCancellation()
            resources.update(
                rows: tenant.resources, given: users, rows: tenant.users, observations: byResource,
                isBinary: detector.isBinary, context.workers, unless: context.isCancelled)
            try context.checkCancellation()
            let bound = evidenceBound(of: tenant)
            try context.checkCancellation()
            guard bound.isFinite else {
                throw DetectorError("the Poisson rates overflow; use binary values or a prior nearer to its default")
            }
            converged[index] = bound - bounds[index] < detector.tolerance * abs(bound)
            bounds[index] = bound
        }
        self.bounds = bounds
        steps += 1
    }

    /// The negative evidence bound, over all tenants.
    package func objective() -> Double? {
        bounds.isEmpty ? nil : -bounds.reduce(0, +)
    }

    package func fitted() throws -> any FittedDetector {
        let rank = detector.prior.rank
        func tensor(_ elements: [Double]) -> Matrix<Float> {
            Matrix(rows: elements.count / rank, columns: rank, elements: elements.map { Float($0) })
        }
        return try PoissonModel(
            [
                "user_shapes": tensor(users.shapes), "user_rates": tensor(users.rates),
                "resource_shapes": tensor(resources.shapes), "resource_rates": tensor(resources.rates),
            ], prior: detector.prior, isBinary: detector.isBinary, score: detector.score, for: matrix)
    }

    /// The evidence lower bound of one tenant, with the optimal proportions φ of the counts. They drop out: an observed
    /// count y brings y · log Σₖ exp(E[log θᵤₖ] + E[log βᵢₖ]) − log y!. Once the fit is cancelled, it means nothing.
    func evidenceBound(of tenant: InteractionMatrix.Tenant) -> Double {
        // One number for each row, so that the sum does not depend on which worker computed which.
        var ofUser = [Double](repeating: 0, count: tenant.users.count)
        var ofResource = [Double](repeating: 0, count: tenant.resources.count)
        ofUser.withUnsafeMutableBufferPointer { target in
            nonisolated(unsafe) let target = target
            context.workers.forEachChunk(of: target.count, size: 64, unless: context.isCancelled) { chunk in
                for row in chunk {
                    let user = tenant.users.lowerBound + row
                    target[row] = users.evidence(ofRow: user) + likelihood(ofUser: user)
                }
            }
        }
        ofResource.withUnsafeMutableBufferPointer { target in
            nonisolated(unsafe) let target = target
            context.workers.forEachChunk(of: target.count, size: 64) { chunk in
                for row in chunk { target[row] = resources.evidence(ofRow: tenant.resources.lowerBound + row) }
            }
        }
        let expected = zip(users.sumsOfMeans(ofRows: tenant.users), resources.sumsOfMeans(ofRows: tenant.resources))
            .reduce(0) { $0 + $1.0 * $1.1 }
        return ofUser.reduce(0, +) + ofResource.reduce(0, +) - expected
    }

    private func likelihood(ofUser user: Int) -> Double {
        let rank = detector.prior.rank
        var sum = 0.0
        for entry in matrix.counts.range(ofRow: user) {
            let resource = Int(matrix.counts.columnIndices[entry])
            var total = 0.0
            for factor in 0..<rank {
                total += users.geometricMeans[user * rank + factor] * resources.geometricMeans[resource * rank + factor]
            }
            let count = detector.isBinary ? 1 : Double(matrix.counts.values[entry])
            sum += count * log(total) - GammaFunction.logarithm(count + 1)
        }
        return sum
    }
}
