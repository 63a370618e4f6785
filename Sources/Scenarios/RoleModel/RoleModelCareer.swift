import Statistics

/// Where an employee works, and when. Days count from the first of the log.
struct RoleModelCareer: Sendable {
    /// A position in the organisation, and the rights that come with it.
    struct Post: Sendable {
        /// From the first day of its rights to the day after the last.
        let days: Range<Int>
        let team: Int
        /// The main role, and sometimes a second.
        let roles: [Int]
        /// Until when its tasks are done in full; then they are handed over, if the post is to end in a transfer.
        let fullUntil: Int
    }

    let site: Int
    /// One post, or two for a transfer: they overlap while the first is handed over.
    let posts: [Post]
    /// The days of a leave; empty where there is none.
    let leave: Range<Int>

    /// The days of a handover.
    static let handover = 14

    init(of team: Int, _ configuration: RoleModelConfiguration, using random: RandomStream) {
        site = random.index(below: configuration.sites)
        let joins = random.bernoulli(configuration.joiners), leaves = random.bernoulli(configuration.leavers)
        let first = joins ? random.index(below: configuration.days) : 0
        let end = leaves ? first + 1 + random.index(below: configuration.days - first) : configuration.days
        let roles = Self.roles(in: team, configuration, using: random)
        if end - first >= 2, configuration.teamCount > 1, random.bernoulli(configuration.transfers) {
            let change = first + 1 + random.index(below: end - first - 1)
            let next = (team + 1 + random.index(below: configuration.teamCount - 1)) % configuration.teamCount
            posts = [
                Post(days: first..<min(end, change + Self.handover), team: team, roles: roles, fullUntil: change),
                Post(
                    days: change..<end, team: next, roles: Self.roles(in: next, configuration, using: random),
                    fullUntil: end),
            ]
        } else {
            posts = [Post(days: first..<end, team: team, roles: roles, fullUntil: end)]
        }
        if random.bernoulli(configuration.absences) {
            let start = random.index(below: configuration.days)
            leave = start..<start + 5 + random.index(below: 11)
        } else {
            leave = 0..<0
        }
    }

    private static func roles(
        in team: Int, _ configuration: RoleModelConfiguration, using random: RandomStream
    ) -> [Int] {
        let department = team / configuration.teams
        let main = department * configuration.roles + random.index(below: configuration.roles)
        guard configuration.roleCount > 1, random.bernoulli(configuration.secondRoles) else { return [main] }
        return [main, (main + 1 + random.index(below: configuration.roleCount - 1)) % configuration.roleCount]
    }

    /// Whether the employee works in a team on a day.
    func isAtWork(on day: Int, in team: Int) -> Bool {
        !leave.contains(day) && posts.contains { $0.team == team && $0.days.contains(day) && day < $0.fullUntil }
    }
}
