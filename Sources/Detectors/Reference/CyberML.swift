import AccessLogs
package import Interactions
package import LinearAlgebra
package import Parameters
import Statistics

/// The reference system's algorithm: SynapseML's `AccessAnomaly` (formerly `mmlspark.cyber`), which Microsoft
/// Sentinel's notebooks train.
///
/// Each tenant's likelihoods are scaled linearly to `low`…`high`; non-negative alternating least squares factorise them
/// as Apache Spark does (implicit feedback, or explicit feedback with a sample of unaccessed pairs rated
/// `negative_score`); and with the mean m and the population standard deviation s of the predictions x·y of the
/// tenant's rated pairs the anomaly score is (m − x·y) / s. The likelihood of a pair is what `values` says: unless told
/// otherwise that of the reference's notebooks, accesses a day from the pair's first to its last, where every access has
/// a time, and the ratings of the table where none has. A pair that stands twice in such a table is rated twice, as
/// there: both ratings add to the normal equations and to the number of ratings that regularises a row. With the same
/// ratings and the same `seed` the factors are those of Spark 3.5.
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
package struct CyberML: Detector {
    package static let id = "cyberml"
    package static let summary = "The reference: SynapseML's AccessAnomaly, non-negative ALS with standardised scores."
    package static let structure: LatentStructure? = .factors
    package static let isolatesTenants = false

    /// The kind of feedback.
    enum Mode: String, ParameterChoice {
        case implicit, explicit
    }

    static let rank = Parameter<Int>(
        "rank", in: 1...512, standard: 10, simpler: .lower, tuned: [2, 5, 10, 20], "Number of latent factors.")
    static let regularization = Parameter<Double>(
        "regularization", in: 0...1e9, standard: 1, simpler: .higher, tuned: [3, 1, 0.1, 0.01],
        "λ; each row is regularised by λ times its number of ratings.")
    static let alpha = Parameter<Double>(
        "alpha", in: 0...1e6, standard: 1, simpler: .lower, tuned: [0.1, 1, 10, 40],
        "α of the confidence 1 + α·r of a rated pair; implicit mode only.")
    static let mode = Parameter<Mode>(
        "mode", standard: .implicit, "Implicit feedback, or explicit feedback with a sample of unaccessed pairs.")
    static let values = LikelihoodValues.parameter
    static let iterations = Parameter<Int>(
        "iterations", in: 1...10_000, standard: 25, simpler: .lower,
        "Number of iterations; each solves all resources, then all users.")
    static let separateTenants = Parameter<Bool>(
        "separate_tenants", standard: false, "Factorise each tenant by itself, so that no tenant influences another.")
    static let low = Parameter<Double>(
        "low", in: 1...1e6, standard: 5, "What a tenant's smallest likelihood is scaled to.")
    static let high = Parameter<Double>(
        "high", in: 1...1e6, standard: 10, "What a tenant's largest likelihood is scaled to; at least low.")
    static let complementFactor = Parameter<Int>(
        "complement_factor", in: 0...1000, standard: 2,
        "How many unaccessed pairs are drawn for each rated one; explicit mode only.")
    static let negativeScore = Parameter<Double>(
        "negative_score", in: 0...1e6, standard: 1, "The rating of an unaccessed pair, below low; explicit mode only.")
    static let blocks = Parameter<Int>(
        "blocks", in: 0...1_000_000, standard: 0,
        "Spark's number of blocks, on which the initial factors depend; 0 for the reference's choice.")
    static let seed = Parameter<Int>(
        "seed", in: Int.min...Int.max, standard: -7_777_456_287_253_977_377,
        "Spark's seed of the initial factors, by itself and not beside the study's.")

    package static let parameters: ParameterList = [
        rank, regularization, alpha, mode, values, iterations, separateTenants, low, high, complementFactor,
        negativeScore, blocks, seed,
    ]

    let rank: Int
    let iterations: Int
    let regularization: Double
    let isSeparate: Bool
    let low: Double
    let high: Double
    let mode: Mode
    let values: LikelihoodValues
    let alpha: Double
    let complementFactor: Int
    let negativeScore: Double
    let blocks: Int
    let seed: Int

    package init(_ parameters: ParameterSet) {
        rank = parameters[Self.rank]
        iterations = parameters[Self.iterations]
        regularization = parameters[Self.regularization]
        isSeparate = parameters[Self.separateTenants]
        low = parameters[Self.low]
        high = parameters[Self.high]
        mode = parameters[Self.mode]
        values = parameters[Self.values]
        alpha = parameters[Self.alpha]
        complementFactor = parameters[Self.complementFactor]
        negativeScore = parameters[Self.negativeScore]
        blocks = parameters[Self.blocks]
        seed = parameters[Self.seed]
    }

    package func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        try model(of: LikelihoodTable(matrix, values), context)
    }

    package func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
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
    package func referenceModel(
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
        guard mode == .implicit || negativeScore < low else { throw DetectorError("negative_score must be below low") }
        return table.tenants.map { tenant in
            let scale = LikelihoodScale(of: tenant.rows.lazy.map(\.likelihood), low: low, high: high)
            let rows = tenant.rows.map {
                RatedPairs.Row(user: $0.user, resource: $0.resource, rating: Float(scale($0.likelihood)))
            }
            guard mode == .explicit else { return rows }
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
        let feedback: NonnegativeALS.Feedback =
            switch mode {
            case .implicit: .implicit(alpha: alpha)
            case .explicit: .explicit
            }
        return NonnegativeALS(
            rank: rank, iterations: iterations, regularization: regularization, feedback: feedback, seed: Int64(seed),
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
