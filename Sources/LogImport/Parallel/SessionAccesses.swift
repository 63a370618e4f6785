import AccessLogs

/// The accesses of sessions, which wait for the end of the import: the earliest record of a session may come last.
struct SessionAccesses {
    private var log = AccessLog()
    /// What the log's columns do not hold: computers and addresses, and the number of those of each access.
    private var places = Vocabulary()
    private var place: [Int32] = []
    /// The earliest time of each access so far.
    private var microseconds: [Int64] = []

    /// The number of accesses.
    var count: Int { log.count }

    /// Takes a record of a session.
    ///
    /// - Parameter isFirst: whether the session is new; it then has the next number.
    mutating func take(_ access: AccessEvent, number: Int, isFirst: Bool) {
        let time = access.time?.microseconds ?? AccessLog.untimed
        guard isFirst else {
            microseconds[number] = min(microseconds[number], time)
            return
        }
        log.append(access)
        microseconds.append(time)
        place.append(places.insert(TenantName(tenant: access.computer, name: access.sourceAddress)))
    }

    /// The access of a session.
    subscript(number: Int) -> AccessEvent {
        var access = log.access(at: number)
        let place = places[Int(place[number])], user = Int(log.user[number])
        access.user = AccountIdentity(name: access.user.name, sid: log.userSIDs[user])
        access.computer = place.tenant
        access.sourceAddress = place.name
        access.time =
            microseconds[number] == AccessLog.untimed ? nil : Timestamp(microseconds: microseconds[number])
        return access
    }
}
