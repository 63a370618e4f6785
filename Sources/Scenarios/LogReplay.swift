public import AccessLogs
public import Statistics

/// Worlds from a real log: some of its users with all they did, over some of its weeks. Nothing is invented, so that
/// who works with whom, and on what, stays as it was.
///
/// Users are drawn without replacement (subsampling: Politis and Romano, "Large sample confidence regions based on
/// subsamples under minimal assumptions", Annals of Statistics 22, 1994), and not with, as in the bootstrap: the copies
/// of a user would be neighbours without a difference, which no real log holds and which flatters neighbourhood models.
///
/// Worlds of one log are not independent worlds: they overlap in users, days and resources, the more so the larger the
/// fractions. Their spread shows how much a measurement depends on certain users and weeks; it is no standard error
/// over organisations, and tests that suppose independent worlds do not hold for them.
public struct LogReplay: Hashable, Sendable {
    /// The number of consecutive days (UTC) of a world, from a random first day on; nil for all days of the log.
    public var days: Int?
    /// The fraction of each tenant's users in a world, in (0, 1]; at least one user of each tenant.
    public var userFraction: Double

    /// A replay of four fifths of the users over all days, unless said otherwise.
    public init(days: Int? = nil, userFraction: Double = 0.8) {
        self.days = days
        self.userFraction = userFraction
    }

    /// A world of a log. Names, times and the order of accesses are those of the log; users and resources without an
    /// access are left out.
    ///
    /// - Parameter isCancelled: asked now and then.
    /// - Throws: ``SimulationError`` for a fraction outside (0, 1], and for a window of a log that is too short or has
    ///   accesses without a time; `CancellationError`.
    public func world(
        of log: AccessLog, seed: Seed, isCancelled: () -> Bool = { false }
    ) throws -> AccessLog {
        guard userFraction > 0, userFraction <= 1 else {
            throw SimulationError("a fraction of users of \(userFraction) is not above 0 and up to 1")
        }
        let accesses = try accessesOfWindow(of: log, using: RandomStream(seed: seed.derived("replay window")))
        if isCancelled() { throw CancellationError() }
        let drawn = users(with: accesses, of: log, using: RandomStream(seed: seed.derived("replay users")))
        if isCancelled() { throw CancellationError() }
        return Self.log(of: accesses.filter { drawn[Int(log.user[$0])] }, of: log)
    }

    private func accessesOfWindow(
        of log: AccessLog, using random: RandomStream
    ) throws(SimulationError) -> [Int] {
        guard let days else { return Array(0..<log.count) }
        guard log.isTimed, let range = log.timeRange else {
            throw SimulationError("a window of days needs a log with a time for every access")
        }
        let first = range.lowerBound.dayNumber, all = range.upperBound.dayNumber - first + 1
        guard days > 0, days <= all else {
            throw SimulationError("a window of \(days) days does not fit into a log of \(all) days")
        }
        let start = first + random.index(below: all - days + 1)
        return (0..<log.count).filter {
            let day = Timestamp(microseconds: log.microseconds[$0]).dayNumber
            return day >= start && day - start < days
        }
    }

    /// Whether each user of the log is in the world.
    private func users(with accesses: [Int], of log: AccessLog, using random: RandomStream) -> [Bool] {
        let present = Set(accesses.lazy.map { log.user[$0] }).sorted()
        let ofTenant = Dictionary(grouping: present) { log.users[Int($0)].tenant }
        var isDrawn = [Bool](repeating: false, count: log.users.count)
        for (_, users) in ofTenant.sorted(by: { $0.key < $1.key }) {
            var users = users
            random.shuffle(&users)
            let count = max(1, Int((userFraction * Double(users.count)).rounded()))
            for user in users[..<count] { isDrawn[Int(user)] = true }
        }
        return isDrawn
    }

    private static func log(of accesses: [Int], of log: AccessLog) -> AccessLog {
        func kept(_ indices: [Int32], among count: Int) -> (old: [Int], new: [Int32]) {
            let old = Set(accesses.lazy.map { Int(indices[$0]) }).sorted()
            var new = [Int32](repeating: -1, count: count)
            for (position, index) in old.enumerated() { new[index] = Int32(position) }
            return (old, new)
        }
        let users = kept(log.user, among: log.users.count)
        let resources = kept(log.resource, among: log.resources.count)
        return AccessLog(
            users: Vocabulary(users.old.lazy.map { log.users[$0] }),
            resources: Vocabulary(resources.old.lazy.map { log.resources[$0] }),
            userSIDs: users.old.map { log.userSIDs[$0] }, user: accesses.map { users.new[Int(log.user[$0])] },
            resource: accesses.map { resources.new[Int(log.resource[$0])] },
            microseconds: accesses.map { log.microseconds[$0] }, weight: accesses.map { log.weight[$0] },
            outcome: accesses.map { log.outcome[$0] })
    }
}
