public import Interactions
public import LinearAlgebra
public import Parameters
import Statistics

/// The reference system's algorithm: SynapseML's `AccessAnomaly` (formerly `mmlspark.cyber`), which Microsoft
/// Sentinel's notebooks train.
///
/// Each tenant's likelihoods are scaled linearly to `low`…`high`; non-negative alternating least squares factorise them
/// as Apache Spark does (implicit feedback, or explicit feedback with a sample of unaccessed pairs rated
/// `negative_score`); and with the mean m and the population standard deviation s of the predictions x·y of the
/// tenant's rated pairs the anomaly score is (m − x·y) / s. The likelihood of a pair is the summed weight of its
/// accesses, the value in the matrix. With the same ratings and the same `seed` the factors are those of Spark 3.5.
///
/// The seed is Spark's own, not one beside the study's: only the complement depends on the study's seed too. The
/// default is what Python's `hash` made of Spark's default under `PYTHONHASHSEED=0`.
///
/// ## What the reference gets wrong
///
/// What follows is reproduced, because the aim is the same numbers. Where there is a choice, it is a parameter or
/// another detector.
///
/// - Tenants influence each other: in implicit mode the resources of every tenant are negatives of every other's.
///   `separate_tenants` isolates them; here the default is the reference's.
/// - The seed cannot be set there, and depends on Python's hash of a word. Here it is `seed`.
/// - The complement is drawn without a seed there; two fits differ. Here it comes from the study's seed.
/// - A complement factor of 0 and equal `low` and `high` fail there. Here they mean what they say.
/// - Scores have a ceiling of m/s, since no prediction is negative, and in explicit mode mean and deviation include the
///   complement: one threshold means another thing for every model. Choose thresholds by an operating point.
/// - Min–max scaling lets one heavy user press all other likelihoods to `low`. `ALSImplicit` takes counts or binary
///   values as they are.
/// - Disconnected pairs are +∞ and unknown users null there: the magic numbers are in `ScorePolicy.reference`, and
///   models give named cases.
/// - A history that lacks a trained user silently drops its vector. ``ReferenceModel`` does the same and calls the user
///   unknown.
/// - Its default of 25 iterations overflows the stack without a checkpoint directory, and an empty table ends in an
///   error about blocks. Neither can happen here.
///
/// Names are sorted as Swift compares strings. Spark compares bytes; only names in different Unicode normal forms are
/// told apart by that.
public struct CyberML: Detector {
    public static let id = "cyberml"
    public static let summary = "The reference: SynapseML's AccessAnomaly, non-negative ALS with standardised scores."
    public static let structure: LatentStructure? = .factors
    public static let isolatesTenants = false
    public static let parameters = [
        ParameterDescription(
            "rank", .integer(1...512), default: .integer(10), simpler: .lower,
            tuned: [.integer(2), .integer(5), .integer(10), .integer(20)], "Number of latent factors."),
        ParameterDescription(
            "regularization", .real(0...1e9), default: .real(1), simpler: .higher,
            tuned: [.real(3), .real(1), .real(0.1), .real(0.01)],
            "λ; each row is regularised by λ times its number of ratings."),
        ParameterDescription(
            "alpha", .real(0...1e6), default: .real(1), simpler: .lower,
            tuned: [.real(0.1), .real(1), .real(10), .real(40)],
            "α of the confidence 1 + α·r of a rated pair; implicit mode only."),
        ParameterDescription(
            "mode", .choice(["implicit", "explicit"]), default: .string("implicit"),
            "Implicit feedback, or explicit feedback with a sample of unaccessed pairs."),
        ParameterDescription(
            "iterations", .integer(1...10_000), default: .integer(25), simpler: .lower,
            "Number of iterations; each solves all resources, then all users."),
        ParameterDescription(
            "separate_tenants", .boolean, default: .boolean(false),
            "Factorise each tenant by itself, so that no tenant influences another."),
        ParameterDescription(
            "low", .real(1...1e6), default: .real(5), "What a tenant's smallest likelihood is scaled to."),
        ParameterDescription(
            "high", .real(1...1e6), default: .real(10),
            "What a tenant's largest likelihood is scaled to; at least low."),
        ParameterDescription(
            "complement_factor", .integer(0...1000), default: .integer(2),
            "How many unaccessed pairs are drawn for each rated one; explicit mode only."),
        ParameterDescription(
            "negative_score", .real(0...1e6), default: .real(1),
            "The rating of an unaccessed pair, below low; explicit mode only."),
        ParameterDescription(
            "blocks", .integer(0...1_000_000), default: .integer(0),
            "Spark's number of blocks, on which the initial factors depend; 0 for the reference's choice."),
        ParameterDescription(
            "seed", .integer(Int.min...Int.max), default: .integer(-7_777_456_287_253_977_377),
            "Spark's seed of the initial factors, by itself and not beside the study's."),
    ]

    let rank: Int
    let iterations: Int
    let regularization: Double
    let isSeparate: Bool
    let low: Double
    let high: Double
    let isImplicit: Bool
    let alpha: Double
    let complementFactor: Int
    let negativeScore: Double
    let blocks: Int
    let seed: Int

    public init(_ parameters: ParameterSet) {
        rank = parameters.integer("rank")
        iterations = parameters.integer("iterations")
        regularization = parameters.real("regularization")
        isSeparate = parameters.boolean("separate_tenants")
        low = parameters.real("low")
        high = parameters.real("high")
        isImplicit = parameters.choice("mode") == "implicit"
        alpha = parameters.real("alpha")
        complementFactor = parameters.integer("complement_factor")
        negativeScore = parameters.real("negative_score")
        blocks = parameters.integer("blocks")
        seed = parameters.integer("seed")
    }

    public func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        try model(of: LikelihoodTable(matrix), context)
    }

    public func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        CyberMLModel(
            factors: NonnegativeALS.Factors(
                users: try tensors.matrix("user_factors", rows: matrix.users.count, columns: rank),
                resources: try tensors.matrix("resource_factors", rows: matrix.resources.count, columns: rank)),
            standardizations: try [Standardization](
                tensors.matrix("standardisation", rows: matrix.tenants.count, columns: 6)),
            tenants: matrix.tenants.map(\.users))
    }

    /// Fits the reference's training table, in which a pair may occur more than once, and makes the model that the
    /// reference would make.
    ///
    /// - Parameters:
    ///   - table: the training table.
    ///   - history: the accesses that count as seen; nil for none.
    ///   - context: the seed of the complement, the workers and the cancellation.
    /// - Throws: ``DetectorError`` for an empty table or contradictory parameters; `CancellationError`.
    public func referenceModel(
        of table: LikelihoodTable, history: Set<ReferenceModel.Access>? = nil, _ context: FitContext
    ) throws -> ReferenceModel {
        ReferenceModel(try model(of: table, context), of: table, history: history)
    }

    func model(of table: LikelihoodTable, _ context: FitContext) throws -> CyberMLModel {
        try model(of: table, rated: try ratings(of: table, context), context)
    }

    /// - Parameter rated: the ratings of each tenant.
    func model(
        of table: LikelihoodTable, rated: [[RatedPairs.Row]], _ context: FitContext
    ) throws -> CyberMLModel {
        let factors = try factors(of: table, rated: rated, context)
        guard factors.users.elements.allSatisfy(\.isFinite), factors.resources.elements.allSatisfy(\.isFinite) else {
            throw DetectorError("the factors overflow; raise regularization or lower alpha")
        }
        return CyberMLModel(
            factors: factors, standardizations: rated.map { Standardization(of: $0, factors) },
            tenants: table.tenants.map(\.users))
    }

    /// What is factorised, tenant by tenant: the scaled likelihoods, in explicit mode followed by the complement.
    func ratings(of table: LikelihoodTable, _ context: FitContext) throws -> [[RatedPairs.Row]] {
        guard !table.tenants.isEmpty else { throw DetectorError("there is no access to learn from") }
        guard low <= high else { throw DetectorError("high must be at least low") }
        guard isImplicit || negativeScore < low else { throw DetectorError("negative_score must be below low") }
        return table.tenants.map { tenant in
            let scale = LikelihoodScale(of: tenant.rows.lazy.map(\.likelihood), low: low, high: high)
            let rows = tenant.rows.map {
                RatedPairs.Row(user: $0.user, resource: $0.resource, rating: Float(scale($0.likelihood)))
            }
            guard !isImplicit else { return rows }
            let complement = ComplementSample(
                of: tenant, factor: complementFactor,
                seed: context.seed.derived("cyberml complement", seed).derived(tenant.name))
            return rows
                + complement.pairs.map {
                    RatedPairs.Row(user: $0.user, resource: $0.resource, rating: Float(negativeScore))
                }
        }
    }

    /// The factorisation for a number of tenants.
    func factorization(tenants: Int) -> NonnegativeALS {
        NonnegativeALS(
            rank: rank, iterations: iterations, regularization: regularization,
            feedback: isImplicit ? .implicit(alpha: alpha) : .explicit, seed: Int64(seed),
            blocks: blocks > 0 ? blocks : isSeparate ? 10 : tenants)
    }

    private func factors(
        of table: LikelihoodTable, rated: [[RatedPairs.Row]], _ context: FitContext
    ) throws -> NonnegativeALS.Factors {
        let factorization = factorization(tenants: table.tenants.count)
        guard isSeparate else {
            return try factorization.factors(
                of: RatedPairs(users: table.users.count, resources: table.resources.count, rows: Array(rated.joined())),
                context)
        }
        var users: [Float] = [], resources: [Float] = []
        for (tenant, rows) in zip(table.tenants, rated) {
            let pairs = RatedPairs(
                users: tenant.users.count, resources: tenant.resources.count,
                rows: rows.map {
                    RatedPairs.Row(
                        user: $0.user - Int32(tenant.users.lowerBound),
                        resource: $0.resource - Int32(tenant.resources.lowerBound), rating: $0.rating)
                })
            let factors = try factorization.factors(of: pairs, context)
            users += factors.users.elements
            resources += factors.resources.elements
        }
        return NonnegativeALS.Factors(
            users: Matrix(rows: table.users.count, columns: rank, elements: users),
            resources: Matrix(rows: table.resources.count, columns: rank, elements: resources))
    }
}
