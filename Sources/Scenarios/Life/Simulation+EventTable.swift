public import AccessLogs

extension Simulation {
    /// The truth about events as a table, in CSV with a heading: what each account did with each resource in each event,
    /// and when first and last. Nil where there are no events.
    ///
    /// Names of simulated accounts and resources need no quotes.
    public var eventTable: String? {
        guard !events.isEmpty else { return nil }
        var text = "event,kind,tenant,user,resource,first,last,accesses\n"
        for (number, event) in events.enumerated() {
            var rows: [SIMD2<Int32>: [Int]] = [:]
            for access in event.accesses {
                rows[SIMD2(log.user[access], log.resource[access]), default: []].append(access)
            }
            for (pair, accesses) in rows.sorted(by: { ($0.key.x, $0.key.y) < ($1.key.x, $1.key.y) }) {
                let user = log.users[Int(pair.x)], resource = log.resources[Int(pair.y)]
                let times = accesses.map { Timestamp(microseconds: log.microseconds[$0]) }
                guard let first = times.min(), let last = times.max() else { continue }
                text +=
                    "\(number),\(event.kind.rawValue),\(user.tenant),\(user.name),\(resource.name),\(first),\(last),"
                    + "\(accesses.count)\n"
            }
        }
        return text
    }
}
