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
        let byUser = pairs.byUser, byResource = pairs.byResource
        var factors = Factors(
            users: initialUserFactors(count: pairs.users), resources: Matrix(rows: pairs.resources, columns: rank))
        for sweep in 1...iterations {
            try context.checkCancellation()
            factors.resources = solved(byResource, given: factors.users, context.workers)
            try context.checkCancellation()
            factors.users = solved(byUser, given: factors.resources, context.workers)
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

    /// Solves all rows of one side while the other is fixed.
    private func solved(
        _ lists: RatedPairs.Lists, given fixed: Matrix<Float>, _ workers: Workers
    ) -> Matrix<Float> {
        let rank = rank, regularization = regularization, feedback = feedback
        let count = lists.offsets.count - 1
        let base = feedback == .explicit ? nil : Self.gram(of: fixed)
        let elements = [Float](unsafeUninitializedCapacity: count * rank) { target, initialized in
            nonisolated(unsafe) let target = target
            workers.forEachChunk(of: count, size: 64) { chunk in
                let system = NonnegativeSystem(order: rank)
                fixed.elements.withUnsafeBufferPointer { fixed in
                    for row in chunk {
                        system.reset(to: base)
                        var ratings = 0
                        for place in lists.offsets[row]..<lists.offsets[row + 1] {
                            guard let source = fixed.baseAddress?.advanced(by: Int(lists.sources[place]) * rank)
                            else { continue }
                            let rating = Double(lists.ratings[place])
                            switch feedback {
                            case .implicit(let alpha):
                                let excess = alpha * abs(rating)
                                system.add(source, weight: excess, target: rating > 0 ? 1 + excess : 0)
                                if rating > 0 { ratings += 1 }
                            case .explicit:
                                system.add(source, weight: 1, target: rating)
                                ratings += 1
                            }
                        }
                        system.addDiagonal(regularization * Double(ratings))
                        system.solve()
                        for factor in 0..<rank {
                            target.initializeElement(at: row * rank + factor, to: Float(system.solution[factor]))
                        }
                    }
                }
            }
            initialized = count * rank
        }
        return Matrix(rows: count, columns: rank, elements: elements)
    }

    /// YᵀY in double precision, over all rows.
    private static func gram(of factors: Matrix<Float>) -> [Double] {
        let system = NonnegativeSystem(order: factors.columns)
        factors.elements.withUnsafeBufferPointer { elements in
            guard let base = elements.baseAddress else { return }
            for row in 0..<factors.rows { system.add(base + row * factors.columns, weight: 1, target: 0) }
        }
        return Array(UnsafeBufferPointer(start: system.matrix, count: factors.columns * factors.columns))
    }
}
