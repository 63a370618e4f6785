public import Concurrency
public import LinearAlgebra

/// Which scores come first.
public enum ScoreOrder: Hashable, Sendable {
    case mostAnomalousFirst, leastAnomalousFirst
}

/// A resource with its anomaly score for a user.
public struct RankedResource: Hashable, Sendable {
    /// The column of the resource.
    public let resource: Int32
    /// Its anomaly score; higher is more unusual.
    public let score: Double

    /// A resource with its score.
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
