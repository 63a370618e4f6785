import AccessLogs
package import Concurrency
package import Detectors
import Interactions

/// Ranks every pair of a user and a resource of one tenant by its anomaly score, and passes on the first few of each
/// user. At most some million pairs are held at a time.
package struct PairRanking: Sendable {
    /// Whether the most anomalous pairs come first, or the least anomalous ones.
    package var order: ScoreOrder
    /// How many pairs of each user.
    package var count: Int
    /// Whether pairs that training contains are ranked too.
    package var includesSeen: Bool

    /// The pairs between two reports of progress.
    private static let batch = 1 << 22
    /// The most pairs that are held.
    private static let mostHeld = 1 << 22

    /// - Precondition: `count` is above zero.
    package init(_ order: ScoreOrder = .mostAnomalousFirst, count: Int, includesSeen: Bool = false) {
        precondition(count > 0)
        self.order = order
        self.count = count
        self.includesSeen = includesSeen
    }

    /// - Parameters:
    ///   - progress: told now and then which fraction of all pairs is done.
    ///   - isCancelled: asked now and then, on any worker, and much more often than progress is told.
    ///   - receive: takes the pairs, user by user, each user's in order.
    /// - Throws: what scoring throws, and what progress and receive throw; `CancellationError` once cancelled.
    package func rank(
        _ model: FittedModel, _ workers: Workers = .one, progress: (Double) throws -> Void = { _ in },
        isCancelled: @Sendable () -> Bool = { false }, receive: (ScoredEvent) throws -> Void
    ) throws {
        let matrix = model.matrix
        let total = matrix.tenants.reduce(0.0) { $0 + Double($1.users.count) * Double($1.resources.count) }
        var done = 0.0
        for tenant in matrix.tenants where !tenant.resources.isEmpty {
            let ranking = model.detector.ranking(of: tenant.resources)
            // Whole chunks of users for every worker.
            let unit = 256 * workers.count
            let whole = max(1, Self.batch / tenant.resources.count / unit) * unit
            let size = max(1, min(whole, Self.mostHeld / min(count, tenant.resources.count)))
            for start in stride(from: tenant.users.lowerBound, to: tenant.users.upperBound, by: size) {
                let users = start..<min(tenant.users.upperBound, start + size)
                try progress(done / total)
                let found = try ranking.first(
                    count, order, forUsers: users, leavingOut: includesSeen ? nil : matrix.counts, workers,
                    isCancelled: isCancelled)
                for (user, resources) in zip(users, found) {
                    for ranked in resources { try receive(Self.event(model, user: user, ranked)) }
                }
                done += Double(users.count) * Double(tenant.resources.count)
            }
        }
    }

    private static func event(_ model: FittedModel, user: Int, _ ranked: RankedResource) -> ScoredEvent {
        let name = model.matrix.users[user], resource = Int(ranked.resource)
        return ScoredEvent(
            access: AccessEvent(
                tenant: name.tenant, user: AccountIdentity(name: name.name),
                resource: ResourceIdentity(name: model.matrix.resources[resource].name)),
            score: model.score(ranked.score, user: user, resource: resource))
    }
}
