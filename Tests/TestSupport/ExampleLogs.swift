package import AccessLogs

extension AccessLog {
    /// Accesses of one tenant without times, one for each pair of names.
    package init(pairs: [(user: String, resource: String)]) {
        self.init()
        for (user, resource) in pairs {
            append(AccessEvent(user: AccountIdentity(name: user), resource: ResourceIdentity(name: resource)))
        }
    }

    /// Thirty users of three departments over twenty days. Each keeps to the shares of the own department and turns to
    /// a new one every four days, on another day than the neighbour, so that every window of days has new pairs.
    package static func departments(isTimed: Bool = true) -> AccessLog {
        var log = AccessLog()
        for day in 0..<20 {
            for user in 0..<30 {
                let share = (user / 3 + (day + user % 4) / 4) % 7
                log.append(
                    AccessEvent(
                        user: AccountIdentity(name: "user\(user)"),
                        resource: ResourceIdentity(name: "department\(user % 3)-share\(share)"),
                        time: isTimed ? .day(day, seconds: user) : nil))
            }
        }
        return log
    }
}

extension Timestamp {
    /// A moment of a day, counted from 2026-01-05.
    package static func day(_ day: Int, seconds: Int = 0) -> Timestamp {
        Timestamp(microseconds: (Int64(20_458 + day) * 86_400 + Int64(seconds)) * 1_000_000)
    }
}
