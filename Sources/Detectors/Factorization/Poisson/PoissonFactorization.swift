public import Interactions
public import LinearAlgebra
public import Parameters
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
public struct PoissonFactorization: SteppedDetector {
    public static let id = "poisson-factorization"
    public static let summary = "Hierarchical Poisson factorisation; how improbable an access is given its peers."
    public static let structure: LatentStructure? = .factors
    public static let parameters = [
        ParameterDescription(
            "rank", .integer(1...512), default: .integer(16), simpler: .lower,
            tuned: [.integer(4), .integer(8), .integer(16), .integer(32)], "Number of latent factors."),
        ParameterDescription(
            "shape", .real(0.01...100), default: .real(0.3), tuned: [.real(1), .real(0.3), .real(0.1)],
            "a, the shape of the factors' prior; the lower, the sparser the factors."),
        ParameterDescription(
            "rate_shape", .real(0.01...1e6), default: .real(0.3),
            "a′, the shape of the prior of a user's or resource's rate; the higher, the more equal their activity."),
        ParameterDescription(
            "rate_mean", .real(1e-6...1e6), default: .real(1),
            "b′, the prior mean of a user's or resource's rate; the higher, the smaller the factors."),
        ParameterDescription(
            "values", .choice(["counts", "binary"]), default: .string("binary"),
            "What is counted: the number of accesses, or 1 for every observed pair."),
        ParameterDescription(
            "score", .choice(["upper-tail", "rate"]), default: .string("upper-tail"),
            "Improbability of at least one access, or the expected rate alone."),
        ParameterDescription(
            "sweeps", .integer(1...10_000), default: .integer(100), simpler: .lower,
            "Most sweeps; a sweep updates all users, then all resources."),
        ParameterDescription(
            "tolerance", .real(0...1), default: .real(1e-5),
            "A tenant is done once a sweep raises its evidence bound by less than this part of it."),
        ParameterDescription(
            "seed", .integer(0...Int.max), default: .integer(0), "Seed of the initial factors, beside the study's own."),
    ]
    public static let stepsParameter = "sweeps"

    let prior: GammaPrior
    let isBinary: Bool
    let score: PoissonModel.Score
    let sweeps: Int
    let tolerance: Double
    let seed: Int

    public init(_ parameters: ParameterSet) {
        prior = GammaPrior(
            rank: parameters.integer("rank"), shape: parameters.real("shape"),
            rateShape: parameters.real("rate_shape"), rateMean: parameters.real("rate_mean"))
        isBinary = parameters.choice("values") == "binary"
        score = parameters.choice("score") == "rate" ? .rate : .upperTail
        sweeps = parameters.integer("sweeps")
        tolerance = parameters.real("tolerance")
        seed = parameters.integer("seed")
    }

    public func training(on matrix: InteractionMatrix, _ context: FitContext) -> PoissonTraining {
        PoissonTraining(self, matrix, context)
    }

    public func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        try PoissonModel(tensors, rank: prior.rank, score: score, for: matrix)
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
