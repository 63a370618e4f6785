import AccessLogs
import Statistics

/// A log of random accesses: some tenants, up to twelve users and nine resources in each, some days.
func randomLog(
    seed: Int, count: Int = 120, isTimed: Bool = true, days: Double = 10, tenants: Int = 2
) -> AccessLog {
    let random = RandomStream(seed: Seed(UInt64(seed)).derived("log"))
    var log = AccessLog()
    for _ in 0..<count {
        let elapsed = Int64(random.uniform() * days * Double(Timestamp.day))
        let time = Timestamp(microseconds: 20_000 * Timestamp.day + elapsed)
        log.append(
            AccessEvent(
                tenant: "t\(random.index(below: tenants))",
                user: AccountIdentity(name: "u\(random.index(below: 12))"),
                resource: ResourceIdentity(name: "r\(random.index(below: 9))"),
                time: isTimed ? time : nil, weight: Double(1 + random.index(below: 3))))
    }
    return log
}

extension AccessLog {
    /// The accesses, one at a time.
    var events: [AccessEvent] {
        (0..<count).map { access in
            let user = users[Int(user[access])], resource = resources[Int(resource[access])]
            return AccessEvent(
                tenant: user.tenant, user: AccountIdentity(name: user.name),
                resource: ResourceIdentity(name: resource.name), time: time(of: access), outcome: outcome[access],
                weight: Double(weight[access]))
        }
    }
}
