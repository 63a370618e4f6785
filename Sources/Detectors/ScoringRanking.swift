import Concurrency
import LinearAlgebra

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

extension FittedDetector {
    /// All resources of a range by their scores, which are computed one by one.
    public func ranking(of resources: Range<Int>) -> any ResourceRanking {
        ScoringRanking(detector: self, resources: resources)
    }
}
