import Concurrency
import LinearAlgebra

/// Matrix factorisation by alternating least squares with factors that are not negative, as Apache Spark does it.
///
/// Ratings and factors are single, normal equations double precision. A sweep solves all resources given the users,
/// then all users given the resources. The regularisation of a row is λ times its number of ratings (Zhou, Wilkinson,
/// Schreiber and Pan, "Large-scale parallel collaborative filtering for the Netflix Prize", AAIM 2008); implicit
/// feedback follows Hu, Koren and Volinsky (ICDM 2008, equations 3 to 5) with the confidence 1 + α·r.
struct NonnegativeALS: Sendable {
    enum Feedback: Hashable, Sendable {
        /// Every pair without a rating is a preference of 0 with confidence 1.
        case implicit(alpha: Double)
        /// Only the ratings count.
        case explicit
    }

    let rank: Int
    let iterations: Int
    let regularization: Double
    let feedback: Feedback
    /// Spark's seed.
    let seed: Int64
    /// The number of blocks into which Spark divides the users, each with its own stream of random numbers.
    let blocks: Int

    struct Factors: Sendable, Equatable {
        /// `users × rank`.
        var users: Matrix<Float>
        /// `resources × rank`.
        var resources: Matrix<Float>
    }

    /// Factorises some ratings.
    ///
    /// - Parameter observe: called after each sweep with its number, from 1.
    /// - Throws: `CancellationError`.
    func factors(
        of pairs: RatedPairs, _ context: FitContext, observe: (Int, Factors) -> Void = { _, _ in }
    ) throws -> Factors {
        let byUser = Terms(pairs.byUser, feedback), byResource = Terms(pairs.byResource, feedback)
        var factors = Factors(
            users: initialUserFactors(count: pairs.users), resources: Matrix(rows: pairs.resources, columns: rank))
        for sweep in 1...iterations {
            try context.checkCancellation()
            factors.resources = solved(byResource, given: factors.users, context)
            try context.checkCancellation()
            factors.users = solved(byUser, given: factors.resources, context)
            try context.checkCancellation()
            observe(sweep, factors)
        }
        return factors
    }

    /// Random directions on the unit sphere, signed. The user of index i has the number i + 1, and belongs to the block
    /// of that number's remainder.
    func initialUserFactors(count: Int) -> Matrix<Float> {
        var factors = Matrix<Float>(rows: count, columns: rank)
        for block in 0..<min(blocks, count + 1) {
            var random = SparkRandom.forUsers(seed: seed, block: block)
            for number in stride(from: block == 0 ? blocks : block, through: count, by: blocks) {
                let vector = (0..<rank).map { _ in Float(random.gaussian()) }
                let scale = 1 / Float(vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot())
                for factor in 0..<rank { factors[number - 1, factor] = vector[factor] * scale }
            }
        }
        return factors
    }

    /// What the ratings of one side's members are in their normal equations.
    private struct Terms: Sendable {
        let offsets: [Int]
        let sources: [Int32]
        /// The factor of y·yᵀ for each rating.
        let weights: [Double]
        /// The factor of y on the right side for each rating.
        let targets: [Double]
        /// The ratings of each member that count for its regularisation.
        let counts: [Double]

        init(_ lists: RatedPairs.Lists, _ feedback: Feedback) {
            offsets = lists.offsets
            sources = lists.sources
            let ratings = lists.ratings.map { Double($0) }
            let isCounted: (Double) -> Bool
            switch feedback {
            case .implicit(let alpha):
                weights = ratings.map { alpha * abs($0) }
                targets = ratings.map { $0 > 0 ? 1 + alpha * abs($0) : 0 }
                isCounted = { $0 > 0 }
            case .explicit:
                weights = ratings.map { _ in 1 }
                targets = ratings
                isCounted = { _ in true }
            }
            counts = zip(offsets, offsets.dropFirst()).map { Double(ratings[$0..<$1].count(where: isCounted)) }
        }
    }

    /// Solves all rows of one side while the other is fixed; once cancelled, some are left unsolved.
    private func solved(_ terms: Terms, given fixed: Matrix<Float>, _ context: FitContext) -> Matrix<Float> {
        let rank = rank, regularization = regularization
        let count = terms.counts.count
        let base = feedback == .explicit ? nil : fixed.gram(ofRows: 0..<fixed.rows, context.workers)
        let table = DoubleTable(fixed)
        let elements = [Float](unsafeUninitializedCapacity: count * rank) { target, initialized in
            target[..<(count * rank)].initialize(repeating: 0)
            nonisolated(unsafe) let target = target
            context.workers.forEachChunk(
                of: count, size: 64, unless: context.isCancelled, workspace: { NonnegativeSystems(order: rank) }
            ) { systems, chunk in
                for first in stride(from: chunk.lowerBound, to: chunk.upperBound, by: NonnegativeSystems.lanes) {
                    systems.removeAll()
                    for row in first..<min(first + NonnegativeSystems.lanes, chunk.upperBound) {
                        let own = terms.offsets[row]..<terms.offsets[row + 1]
                        systems.append(
                            base: base, ridge: regularization * terms.counts[row], table: table,
                            rows: terms.sources[own], weights: terms.weights[own], targets: terms.targets[own])
                    }
                    systems.solve()
                    for lane in 0..<systems.count {
                        guard let target = target.baseAddress else { return }
                        systems.copySolution(ofLane: lane, to: target + (first + lane) * rank)
                    }
                }
            }
            initialized = count * rank
        }
        return Matrix(rows: count, columns: rank, elements: elements)
    }
}
