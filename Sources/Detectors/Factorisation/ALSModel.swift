import Interactions
import LinearAlgebra
import Synchronization

/// A factorisation by alternating least squares: it scores pairs, folds in new users and resources, and takes its
/// predictions apart.
///
/// Folding in solves the new row exactly, in double precision, while the other side is fixed. For a known user that is
/// the solution of one more half-sweep, not the stored factors: both agree once the sweeps have converged.
///
/// Sampled unobserved pairs (``ALSExplicit``) are replaced by what they are on average: all unobserved pairs of the row,
/// each with the weight with which it is drawn. The accesses of who is folded in count as made at the end of the
/// training.
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
            of: accesses.map { Access(index: $0.resource, count: $0.count, days: 0) }, given: resourceSums,
            for: resources)
    }

    func scores(ofNewResource accesses: [(user: Int32, count: Float)], for users: [Int32]) throws -> [Double] {
        try scores(of: accesses.map { Access(index: $0.user, count: $0.count, days: 0) }, given: userSums, for: users)
    }

    /// The closed form of Hu, Koren and Volinsky 2008, equation 7: the prediction for the resource i is the sum over
    /// the user's training pairs j of b(j) · yᵢᵀ W yⱼ, where W is the inverse of the user's normal equations. The sum is
    /// the prediction of the user folded in. Of factors that must not be negative, those that are zero are left out of
    /// W. Where unobserved pairs have a rating, their part of the prediction is nobody's share.
    func contributions(user: Int32, resource: Int32) throws -> [Contribution] {
        let entries = matrix.counts.range(ofRow: Int(user))
        let accesses = entries.map {
            Access(
                index: matrix.counts.columnIndices[$0], count: matrix.counts.values[$0],
                days: matrix.recency?[$0] ?? 0)
        }
        guard let system = system(of: accesses, given: resourceSums) else { return [] }
        let target = resourceSums.row(Int(resource))
        let free = try settings.isNonNegative ? solution(of: system).map { $0 > 0 } : target.map { _ in true }
        guard let sensitivity = system.matrix.solvedPositiveDefinite(target, free: free) else { throw Self.singular }
        return zip(accesses, system.targets).map { access, target in
            Contribution(
                resource: access.index, share: target * Self.product(sensitivity, resourceSums.row(Int(access.index))))
        }
    }

    private static var singular: DetectorError {
        DetectorError("the accesses do not determine the factors; raise regularization or lower the rank")
    }

    private func scores(
        of accesses: [Access], given fixed: FixedSums, for indices: [Int32]
    ) throws -> [Double] {
        guard let system = system(of: accesses, given: fixed) else { return indices.map { _ in 0 } }
        let solution = try solution(of: system)
        return indices.map { -Self.product(solution, fixed.row(Int($0))) }
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

    /// What is known of a pair: the other side's row, the number of accesses, and the days since the last.
    private struct Access {
        let index: Int32
        let count: Float
        let days: Float
    }

    /// The normal equations of one row.
    private struct System {
        var matrix: Matrix<Double>
        var right: [Double]
        /// What multiplies the factors of each access in the right side.
        var targets: [Double]
    }

    /// - Returns: nil where there is no access.
    private func system(of accesses: [Access], given fixed: FixedSums) -> System? {
        guard let first = accesses.first, let place = fixed.ranges.firstIndex(where: { $0.contains(Int(first.index)) })
        else { return nil }
        let counts = blocks[place].counts
        let terms = accesses.map {
            loss.term(
                of: settings.values.value(ofCount: Double($0.count), among: counts, days: Double($0.days)))
        }
        let all = fixed.ranges[place].count, others = all - accesses.count
        // What every pair of the row has in common: a weight, and a target.
        var sharedWeight = loss.sharedWeight, sharedTarget = 0.0, count = accesses.count
        if case .explicit(let negatives, let rating) = loss, others > 0 {
            let drawn = min(others, accesses.count.multipliedReportingOverflow(by: negatives).partialValue)
            sharedWeight = Double(drawn) / Double(others)
            sharedTarget = sharedWeight * rating
            count += drawn
        }
        let isSampled = loss.sharedWeight != sharedWeight
        let (gram, sum) = fixed.sums(place)
        var matrix = gram
        for element in matrix.elements.indices { matrix.elements[element] *= sharedWeight }
        let ridge = settings.ridge(terms: count, pairs: all, sharedWeight: loss.sharedWeight)
        for factor in 0..<matrix.rows { matrix[factor, factor] += ridge }
        var right = sum.map { $0 * sharedTarget }
        for (access, term) in zip(accesses, terms) {
            let row = fixed.row(Int(access.index))
            let weight = term.weight - (isSampled ? sharedWeight : 0)
            for factor in row.indices {
                right[factor] += (term.target - sharedTarget) * row[factor]
                for other in row.indices { matrix[factor, other] += weight * row[factor] * row[other] }
            }
        }
        return System(matrix: matrix, right: right, targets: terms.map(\.target))
    }
}

/// Sums over the factors of one side of a factorisation, computed for each block when first asked for.
private final class FixedSums: Sendable {
    let ranges: [Range<Int>]
    private let factors: Matrix<Float>
    private let known = Mutex<[Int: (gram: Matrix<Double>, sum: [Double])]>([:])

    init(of factors: Matrix<Float>, _ ranges: [Range<Int>]) {
        self.factors = factors
        self.ranges = ranges
    }

    /// The factors of one row.
    func row(_ index: Int) -> [Double] {
        let rank = factors.columns
        return factors.elements[index * rank..<(index + 1) * rank].map { Double($0) }
    }

    /// The Gram matrix of a block's factors, and their sum.
    func sums(_ place: Int) -> (gram: Matrix<Double>, sum: [Double]) {
        known.withLock { known in
            if let sums = known[place] { return sums }
            var sum = [Double](repeating: 0, count: factors.columns)
            for row in ranges[place] {
                for factor in sum.indices { sum[factor] += Double(factors[row, factor]) }
            }
            let sums = (gram: factors.gram(ofRows: ranges[place]), sum: sum)
            known[place] = sums
            return sums
        }
    }
}
