public import Concurrency
public import LinearAlgebra

/// Which scores come first.
public enum ScoreOrder: Hashable, Sendable {
    case mostAnomalousFirst, leastAnomalousFirst
}

/// A resource with its anomaly score for a user.
public struct RankedResource: Hashable, Sendable {
    public let resource: Int32
    public let score: Double

    public init(resource: Int32, score: Double) {
        self.resource = resource
        self.score = score
    }
}

/// Ranks some resources by their anomaly scores for one user after the other.
public protocol ResourceRanking: Sendable {
    /// The first resources of each user, in order; of equal scores those of the lower resources. The scores are those of
    /// ``FittedDetector/scores(users:resources:)``.
    ///
    /// - Parameters:
    ///   - count: how many for each user, above zero; fewer where there are no more.
    ///   - users: users of the matrix that was fitted, of the tenant of the resources.
    ///   - excluded: pairs of users and resources that are left out; a matrix as large as the fitted one.
    ///   - isCancelled: asked now and then, on any worker.
    /// - Throws: what scoring throws; `CancellationError` once cancelled.
    func first(
        _ count: Int, _ order: ScoreOrder, forUsers users: Range<Int>, leavingOut excluded: SparseMatrix?,
        _ workers: Workers, isCancelled: @Sendable () -> Bool
    ) throws -> [[RankedResource]]
}

extension ResourceRanking {
    /// As ``first(_:_:forUsers:leavingOut:_:isCancelled:)``, without cancellation.
    public func first(
        _ count: Int, _ order: ScoreOrder, forUsers users: Range<Int>, leavingOut excluded: SparseMatrix?,
        _ workers: Workers
    ) throws -> [[RankedResource]] {
        try first(count, order, forUsers: users, leavingOut: excluded, workers, isCancelled: { false })
    }
}

extension FittedDetector {
    public func ranking(of resources: Range<Int>) -> any ResourceRanking {
        ScoringRanking(detector: self, resources: resources)
    }
}

/// Ranks by scoring every pair.
struct ScoringRanking: ResourceRanking {
    let detector: any FittedDetector
    let resources: Range<Int>

    /// About how many pairs are scored at a time.
    private static let batch = 8192

    func first(
        _ count: Int, _ order: ScoreOrder, forUsers users: Range<Int>, leavingOut excluded: SparseMatrix?,
        _ workers: Workers, isCancelled: @Sendable () -> Bool
    ) throws -> [[RankedResource]] {
        let batch = max(1, Self.batch / max(1, resources.count))
        return try workers.map((users.count + batch - 1) / batch, unless: isCancelled) { number in
            let start = users.lowerBound + number * batch
            let own = start..<min(users.upperBound, start + batch)
            return try first(count, order, forUsers: own, leavingOut: excluded, isCancelled: isCancelled)
        }.flatMap(\.self)
    }

    private func first(
        _ count: Int, _ order: ScoreOrder, forUsers users: Range<Int>, leavingOut excluded: SparseMatrix?,
        isCancelled: @Sendable () -> Bool
    ) throws -> [[RankedResource]] {
        let columns = resources.map { Int32($0) }
        let scores = try detector.scores(
            users: users.flatMap { Array(repeating: Int32($0), count: columns.count) },
            resources: users.flatMap { _ in columns }, isCancelled: isCancelled)
        let sign = order == .mostAnomalousFirst ? -1.0 : 1
        var least = LeastValues(count: count)
        return users.enumerated().map { index, user in
            least.removeAll()
            for (resource, score) in zip(columns, scores[index * columns.count..<(index + 1) * columns.count])
            where sign * score <= least.bound {
                if let excluded, excluded.contains(row: user, column: Int(resource)) { continue }
                least.consider(sign * score, index: resource)
            }
            return least.sorted.map { RankedResource(resource: $0.index, score: sign * $0.value) }
        }
    }
}

/// Ranks by inner products of factors, where scores are their negatives.
struct FactorRanking: ResourceRanking {
    private let userFactors: Matrix<Float>
    private let search: InnerProductSearch

    init(_ factors: FactorModel, of resources: Range<Int>) {
        userFactors = factors.userFactors
        search = InnerProductSearch(among: resources, of: factors.resourceFactors)
    }

    func first(
        _ count: Int, _ order: ScoreOrder, forUsers users: Range<Int>, leavingOut excluded: SparseMatrix?,
        _ workers: Workers, isCancelled: @Sendable () -> Bool
    ) throws -> [[RankedResource]] {
        let found = search.extremes(
            order == .mostAnomalousFirst ? .least : .greatest, count: count, forRows: users, of: userFactors,
            leavingOut: excluded, workers, unless: isCancelled)
        if isCancelled() { throw CancellationError() }
        return found.map { items in items.map { RankedResource(resource: $0.index, score: -$0.value) } }
    }
}
