public import AccessLogs
import Interactions
public import Statistics

/// The users and resources of a log divided into two halves, so that the injections of validation and test have no
/// actor and no chosen resource in common.
///
/// Of two users next to each other in activity, one goes to each side at random, and of two resources next to each
/// other in popularity likewise: the sides are alike.
public struct InjectionSide: Sendable {
    /// Whether each user of the log may be an actor.
    public let users: [Bool]
    /// Whether each resource of the log may be chosen as a target.
    public let resources: [Bool]
    /// Which of the two it is: made-up newcomers are numbered apart, too.
    public let isFirst: Bool

    /// - Parameter seed: of both sides, the same for each.
    public static func both(of log: AccessLog, seed: Seed) -> (validation: InjectionSide, test: InjectionSide) {
        var pairs = PairSet()
        var activity = [Int](repeating: 0, count: log.users.count)
        var popularity = [Int](repeating: 0, count: log.resources.count)
        for access in 0..<log.count where pairs.insert(user: log.user[access], resource: log.resource[access]) {
            activity[Int(log.user[access])] += 1
            popularity[Int(log.resource[access])] += 1
        }
        let users = halves(of: activity, using: RandomStream(seed: seed.derived("actors")))
        let resources = halves(of: popularity, using: RandomStream(seed: seed.derived("targets")))
        return (
            InjectionSide(users: users, resources: resources, isFirst: true),
            InjectionSide(users: users.map { !$0 }, resources: resources.map { !$0 }, isFirst: false)
        )
    }

    /// All users and resources, for a log with one phase only.
    public static func whole(of log: AccessLog) -> InjectionSide {
        InjectionSide(
            users: Array(repeating: true, count: log.users.count),
            resources: Array(repeating: true, count: log.resources.count), isFirst: true)
    }

    private static func halves(of sizes: [Int], using random: RandomStream) -> [Bool] {
        let order = sizes.indices.sorted { (sizes[$0], $0) < (sizes[$1], $1) }
        var first = [Bool](repeating: false, count: sizes.count)
        var coin = false
        for (rank, index) in order.enumerated() {
            coin = rank % 2 == 0 ? random.bernoulli(0.5) : !coin
            first[index] = coin
        }
        return first
    }
}
