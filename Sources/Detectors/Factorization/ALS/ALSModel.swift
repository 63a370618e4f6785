import Algorithms
import Interactions
import LinearAlgebra
import Synchronization

/// A factorisation by alternating least squares: it scores pairs, folds in new users and resources, and takes its
/// predictions apart.
///
/// Folding in solves the new row exactly, in double precision, while the other side is fixed. For a known user that is
/// the solution of one more half-sweep, not the stored factors: both agree once the sweeps have converged. Where each
/// access is to be judged by the others, their equations are set up once, and every access is taken out of the factorised
/// system by the formula of Sherman and Morrison: O(accesses · rank²) for all.
///
/// Sampled unobserved pairs (``ALSExplicit``) are replaced by what they are on average: all unobserved pairs of the
/// row, each with the weight with which it is drawn. The accesses of a folded-in user or resource count as made on one
/// day at the end of the training, which is the only day of a new user; known users have the days that they had.
struct ALSModel: FoldingIn, ExplainingByContribution {
    let factors: FactorModel
    private let matrix: InteractionMatrix
    private let loss: ALSLoss
    private let settings: ALSSettings
    private let blocks: [ALSBlock]
    private let userSums: FixedSums
    private let resourceSums: FixedSums

    init(_ factors: FactorModel, of matrix: InteractionMatrix, _ loss: ALSLoss, _ settings: ALSSettings) {
        self.factors = factors
        self.matrix = matrix
        self.loss = loss
        self.settings = settings
        blocks = ALSBlock.blocks(of: matrix, isJoint: settings.isJoint)
        userSums = FixedSums(of: factors.userFactors, blocks.map(\.users))
        resourceSums = FixedSums(of: factors.resourceFactors, blocks.map(\.resources))
    }

    func scores(users: [Int32], resources: [Int32]) -> [Double] {
        factors.scores(users: users, resources: resources)
    }

    func ranking(of resources: Range<Int>) -> any ResourceRanking {
        factors.ranking(of: resources)
    }

    var tensors: [String: Matrix<Float>] { factors.tensors }

    func scores(ofNewUser accesses: [(resource: Int32, count: Float)], for resources: [Int32]) throws -> [Double] {
        try scores(
            of: accesses.map { Access(index: $0.resource, count: $0.count) }, given: resourceSums,
            for: resources)
    }

    func scores(ofNewResource accesses: [(user: Int32, count: Float)], for users: [Int32]) throws -> [Double] {
        try scores(of: accesses.map { access(byUser: $0.user, count: $0.count) }, given: userSums, for: users)
    }

    func leaveOneOutScores(
        ofNewUser accesses: [(resource: Int32, count: Float)], isCancelled: () -> Bool
    ) throws -> [Double] {
        try leaveOneOutScores(
            of: accesses.map { Access(index: $0.resource, count: $0.count) }, given: resourceSums, isCancelled)
    }

    func leaveOneOutScores(
        ofNewResource accesses: [(user: Int32, count: Float)], isCancelled: () -> Bool
    ) throws -> [Double] {
        try leaveOneOutScores(
            of: accesses.map { access(byUser: $0.user, count: $0.count) }, given: userSums, isCancelled)
    }

    /// The closed form of Hu, Koren and Volinsky 2008, equation 7: the prediction for the resource i is the sum over
    /// the user's training pairs j of b(j) · yᵢᵀ W yⱼ, where W is the inverse of the user's normal equations. The sum
    /// is the prediction of the user folded in. Of factors that must not be negative, those that are zero are left out
    /// of W. Where unobserved pairs have a rating, the part they contribute is attributed to no resource.
    func contributions(user: Int32, resource: Int32) throws -> [Contribution] {
        let entries = matrix.counts.range(ofRow: Int(user))
        let accesses = entries.map { entry in
            Access(
                index: matrix.counts.columnIndices[entry], count: matrix.counts.values[entry],
                days: matrix.recency?[entry] ?? 0, activeDays: matrix.activeDays(ofUser: Int(user)),
                spanDays: matrix.days.map { days in Double(days.spans[entry]) } ?? 1)
        }
        guard let system = try system(of: accesses, given: resourceSums) else { return [] }
        let target = resourceSums.row(Int(resource))
        let free = try settings.isNonNegative ? solution(of: system).map { $0 > 0 } : target.map { _ in true }
        guard let sensitivity = system.matrix.solvedPositiveDefinite(target, free: free) else { throw Self.singular }
        return zip(accesses, system.terms).map { access, term in
            Contribution(
                resource: access.index,
                amount: term.target * Self.product(sensitivity, resourceSums.row(Int(access.index))))
        }
    }

    private static var singular: DetectorError {
        DetectorError("the accesses do not determine the factors; raise regularization or lower the rank")
    }

    private func scores(
        of accesses: [Access], given fixed: FixedSums, for indices: [Int32]
    ) throws -> [Double] {
        guard let system = try system(of: accesses, given: fixed) else { return indices.map { _ in 0 } }
        let solution = try solution(of: system)
        return indices.map { -Self.product(solution, fixed.row(Int($0))) }
    }

    /// How many accesses are processed between two calls of `isCancelled`.
    private static let accessesBetweenAsking = 256

    /// What is left of a direction in the system once an access is taken out of it: 1 − w·yᵀA⁻¹y. Where it is less than
    /// this, rounding would show, and the system is set up anew. That is so for no more accesses than there are factors,
    /// as the w·yᵀA⁻¹y of all accesses sum to the rank at most.
    private static let leastRemainder = 1e-6

    /// The anomaly score of each access by the others. With the equations A x = b of all, and the weight w, the row y and
    /// the target t of an access, the prediction without it is yᵀ(A − w·y·yᵀ)⁻¹(b − t·y) = (yᵀA⁻¹b − t·s) / (1 − w·s)
    /// with s = yᵀA⁻¹y (Sherman and Morrison, "Adjustment of an inverse matrix corresponding to a change in one element of
    /// a given matrix", 1950).
    private func leaveOneOutScores(
        of accesses: [Access], given fixed: FixedSums, _ isCancelled: () -> Bool
    ) throws -> [Double] {
        guard accesses.count > 1,
            let system = try system(of: accesses, counting: accesses.count - 1, given: fixed, isCancelled)
        else { return accesses.map { _ in 0 } }
        let factor = CholeskyFactor(system.matrix)
        guard factor != nil || settings.isNonNegative else { throw Self.singular }
        let right = factor?.halfSolved(system.right) ?? []
        return try accesses.enumerated().map { index, access in
            if index % Self.accessesBetweenAsking == 0, isCancelled() { throw CancellationError() }
            let row = fixed.row(Int(access.index)), term = system.terms[index]
            let half = factor?.halfSolved(row) ?? [], square = Self.product(half, half)
            let remainder = factor == nil ? 0 : 1 - term.weight * square
            guard remainder >= Self.leastRemainder else {
                if isCancelled() { throw CancellationError() }
                let others = Array(accesses[..<index] + accesses[(index + 1)...])
                return try scores(of: others, given: fixed, for: [access.index])[0]
            }
            if settings.isNonNegative {
                return -Self.product(try solution(of: system.without(row, term)), row)
            }
            let score = -(Self.product(half, right) - term.rightSide * square) / remainder
            guard score.isFinite else { throw Self.singular }
            return score
        }
    }

    private static func product(_ first: [Double], _ second: [Double]) -> Double {
        zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
    }

    private func solution(of system: System) throws -> [Double] {
        let found =
            settings.isNonNegative
            ? system.matrix.solvedNonNegative(system.right) : system.matrix.solvedPositiveDefinite(system.right)
        guard let found else { throw Self.singular }
        return found
    }

    /// What is known of a pair: the other side's row, the number of accesses, the days since the last, and on how many
    /// days they were made.
    private struct Access {
        let index: Int32
        let count: Float
        var days: Float = 0
        var activeDays = 1.0
        var spanDays = 1.0
    }

    /// An access of a new resource.
    private func access(byUser user: Int32, count: Float) -> Access {
        Access(index: user, count: count, activeDays: matrix.activeDays(ofUser: Int(user)))
    }

    /// The normal equations of one row.
    private struct System {
        var matrix: Matrix<Double>
        var right: [Double]
        /// The terms of each access.
        var terms: [Term]

        /// With the row y of the other side an access adds `weight`·y·yᵀ to the matrix, and `rightSide`·y to the right
        /// side; `target` is what the pair is to be predicted as.
        struct Term {
            var weight: Double
            var target: Double
            var rightSide: Double
        }

        /// The equations without those of one access. The terms stay.
        func without(_ row: [Double], _ term: Term) -> System {
            var other = self
            for factor in row.indices {
                other.right[factor] -= term.rightSide * row[factor]
                for second in row.indices { other.matrix[factor, second] -= term.weight * row[factor] * row[second] }
            }
            return other
        }
    }

    /// - Parameters:
    ///   - number: the number of accesses by which weights and ridge are set; one less than there are where one is to
    ///     be taken out.
    ///   - isCancelled: asked now and then.
    /// - Returns: nil where there is no access.
    /// - Throws: `CancellationError` once cancelled.
    private func system(
        of accesses: [Access], counting number: Int? = nil, given fixed: FixedSums,
        _ isCancelled: () -> Bool = { false }
    ) throws -> System? {
        guard let first = accesses.first, let block = fixed.block(ofRow: Int(first.index)) else { return nil }
        let number = number ?? accesses.count
        let counts = blocks[block].counts
        let terms = accesses.map {
            loss.term(
                of: settings.values.value(
                    ofCount: Double($0.count), among: counts, days: Double($0.days), activeDays: $0.activeDays,
                    spanDays: $0.spanDays))
        }
        let all = fixed.ranges[block].count, others = all - number
        // What every pair of the row has in common: a weight, and a target.
        var sharedWeight = loss.sharedWeight, sharedTarget = 0.0, count = number
        if case .explicit(let negatives, let rating) = loss, others > 0 {
            let drawn = min(others, number.multipliedReportingOverflow(by: negatives).partialValue)
            sharedWeight = Double(drawn) / Double(others)
            sharedTarget = sharedWeight * rating
            count += drawn
        }
        let isSampled = loss.sharedWeight != sharedWeight
        let (gram, sum) = fixed.sums(block)
        var matrix = gram
        for element in matrix.elements.indices { matrix.elements[element] *= sharedWeight }
        let ridge = settings.ridge(terms: count, pairs: all, sharedWeight: loss.sharedWeight)
        for factor in 0..<matrix.rows { matrix[factor, factor] += ridge }
        var right = sum.map { $0 * sharedTarget }
        let own = terms.map {
            System.Term(
                weight: $0.weight - (isSampled ? sharedWeight : 0), target: $0.target,
                rightSide: $0.target - sharedTarget)
        }
        for (index, (access, term)) in zip(accesses, own).enumerated() {
            if index % Self.accessesBetweenAsking == 0, isCancelled() { throw CancellationError() }
            let row = fixed.row(Int(access.index))
            for factor in row.indices {
                right[factor] += term.rightSide * row[factor]
                for other in row.indices { matrix[factor, other] += term.weight * row[factor] * row[other] }
            }
        }
        return System(matrix: matrix, right: right, terms: own)
    }
}

/// Sums over the factors of one side of a factorisation, computed for each block when first asked for.
private final class FixedSums: Sendable {
    let ranges: [Range<Int>]
    /// The blocks that have rows; these follow each other.
    private let occupied: [Int]
    private let factors: Matrix<Float>
    private let known = Mutex<[Int: (gram: Matrix<Double>, sum: [Double])]>([:])

    init(of factors: Matrix<Float>, _ ranges: [Range<Int>]) {
        self.factors = factors
        self.ranges = ranges
        occupied = ranges.indices.filter { !ranges[$0].isEmpty }
    }

    /// The block that holds a row; nil where none does.
    func block(ofRow row: Int) -> Int? {
        let index = occupied.partitioningIndex { ranges[$0].upperBound > row }
        return index < occupied.count && ranges[occupied[index]].contains(row) ? occupied[index] : nil
    }

    /// The factors of one row.
    func row(_ index: Int) -> [Double] {
        let rank = factors.columns
        return factors.elements[index * rank..<(index + 1) * rank].map { Double($0) }
    }

    /// The Gram matrix of a block's factors, and their sum.
    func sums(_ block: Int) -> (gram: Matrix<Double>, sum: [Double]) {
        known.withLock { known in
            if let sums = known[block] { return sums }
            var sum = [Double](repeating: 0, count: factors.columns)
            for row in ranges[block] {
                for factor in sum.indices { sum[factor] += Double(factors[row, factor]) }
            }
            let sums = (gram: factors.gram(ofRows: ranges[block]), sum: sum)
            known[block] = sums
            return sums
        }
    }
}
