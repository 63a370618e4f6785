import AccessLogs
import Files

/// Where the accesses of an import go, batch by batch in the order of the inputs.
protocol AccessDestination {
    /// Takes note of the names in a batch: also of one whose records do not count, for later batches of its builder
    /// refer to them.
    mutating func register(_ batch: RecordBatch)

    /// Takes the accesses of a batch that the intake admits.
    mutating func take(_ batch: RecordBatch, admittedBy intake: inout RecordIntake) throws

    /// Makes room for `factor` times as many accesses as there are, as an estimate.
    mutating func reserveCapacity(times factor: Double)

    /// The import is at its end: takes the accesses of sessions, whose time is that of their earliest record, wherever
    /// that stands.
    mutating func finish() throws
}

/// Makes one log of the accesses.
struct LogBuilder: AccessDestination {
    private(set) var accesses = AccessLog()
    private var budget: NameBudget
    private let includesObjectChecks: Bool
    /// The accesses of sessions, by their numbers, and the names in them.
    private var sessions: [AccessLog.Row] = []
    private var sessionNames = AccessLog()
    private var sessionBudget: NameBudget
    /// What the numbers of each builder mean.
    private var builders: [BuilderNames]

    /// The accounts and resources that a builder has met, and their indices in the log; negative before their first
    /// access that is kept.
    private struct BuilderNames {
        var users: [RecordBatch.User] = []
        var userIndices: [Int32] = []
        var resources: [TenantName] = []
        var resourceIndices: [Int32] = []

        mutating func index(ofUser number: Int32, in log: inout AccessLog) -> Int32 {
            let known = userIndices[Int(number)]
            guard known < 0 else { return known }
            let user = users[Int(number)]
            userIndices[Int(number)] = log.index(ofUser: user.name, sid: user.sid)
            return userIndices[Int(number)]
        }

        /// A row of a session's access with indices in a log of its own: those of the whole log are given to names in the
        /// order of its rows, and the accesses of sessions come last.
        func sessionRow(_ record: RecordBatch.Record, in log: inout AccessLog) -> AccessLog.Row {
            let user = users[Int(record.user)]
            return AccessLog.Row(
                user: log.index(ofUser: user.name, sid: user.sid),
                resource: log.index(ofResource: resources[Int(record.resource)]), microseconds: record.microseconds,
                weight: record.weight, outcome: record.outcome)
        }

        mutating func index(ofResource number: Int32, in log: inout AccessLog) -> Int32 {
            let known = resourceIndices[Int(number)]
            guard known < 0 else { return known }
            resourceIndices[Int(number)] = log.index(ofResource: resources[Int(number)])
            return resourceIndices[Int(number)]
        }
    }

    /// - Parameter builders: the number of builders of batches.
    init(builders: Int, options: ImportOptions, limits: InputLimits) {
        budget = NameBudget(limits)
        sessionBudget = NameBudget(limits)
        includesObjectChecks = options.includeObjectChecks
        self.builders = Array(repeating: BuilderNames(), count: builders)
    }

    mutating func register(_ batch: RecordBatch) {
        if batch.startsOver { builders[batch.builder] = BuilderNames() }
        builders[batch.builder].users += batch.users
        builders[batch.builder].userIndices += repeatElement(-1, count: batch.users.count)
        builders[batch.builder].resources += batch.resources
        builders[batch.builder].resourceIndices += repeatElement(-1, count: batch.resources.count)
    }

    mutating func reserveCapacity(times factor: Double) {
        accesses.reserveCapacity(Int(min(Self.largestReserve, factor * Double(accesses.count))))
    }

    /// - Throws: ``FileError`` where the names take more memory than they may.
    mutating func take(_ batch: RecordBatch, admittedBy intake: inout RecordIntake) throws {
        Self.keep(
            batch, &intake, &builders[batch.builder], &accesses, &sessions, &sessionNames,
            includingObjectChecks: includesObjectChecks)
        try budget.check(accesses)
        try sessionBudget.check(sessionNames)
    }

    /// - Throws: as ``take(_:admittedBy:)``.
    mutating func finish() throws {
        let rows = sessions.map { session in
            var row = session
            let user = Int(session.user)
            row.user = accesses.index(ofUser: sessionNames.users[user], sid: sessionNames.userSIDs[user])
            row.resource = accesses.index(ofResource: sessionNames.resources[Int(session.resource)])
            return row
        }
        accesses.append(contentsOf: rows)
        (sessions, sessionNames) = ([], AccessLog())
        try budget.check(accesses)
    }

    private static func keep(
        _ batch: RecordBatch, _ intake: inout RecordIntake, _ names: inout BuilderNames, _ accesses: inout AccessLog,
        _ sessionRows: inout [AccessLog.Row], _ sessionNames: inout AccessLog, includingObjectChecks: Bool
    ) {
        var sessions = batch.sessions.makeIterator()
        var kept: [AccessLog.Row] = []
        kept.reserveCapacity(batch.records.count)
        for (index, record) in batch.records.enumerated() {
            if index + lead < batch.records.count { intake.prefetch(batch.records[index + lead].fingerprint) }
            let session = record.kind == .objectCheck && includingObjectChecks ? sessions.next() : nil
            switch intake.admit(record, session: session) {
            case .dropped: continue
            case .session(let number, isFirst: false):
                sessionRows[number].microseconds = min(sessionRows[number].microseconds, record.microseconds)
                continue
            case .session(_, isFirst: true):
                sessionRows.append(names.sessionRow(record, in: &sessionNames))
                continue
            case .kept: break
            }
            kept.append(
                AccessLog.Row(
                    user: names.index(ofUser: record.user, in: &accesses),
                    resource: names.index(ofResource: record.resource, in: &accesses),
                    microseconds: record.microseconds, weight: record.weight, outcome: record.outcome))
        }
        accesses.append(contentsOf: kept)
    }

    /// The most accesses for which room is made.
    private static let largestReserve = 6.4e7

    /// How many records ahead slots are prefetched.
    private static let lead = 24
}

/// Hands the accesses over one by one, with all that the log says of them.
struct AccessHandler: AccessDestination {
    let includesObjectChecks: Bool
    let onAccess: (AccessEvent) throws -> Void
    /// The accesses of sessions.
    private var held = SessionAccesses()

    init(includesObjectChecks: Bool, onAccess: @escaping (AccessEvent) throws -> Void) {
        self.includesObjectChecks = includesObjectChecks
        self.onAccess = onAccess
    }

    mutating func register(_ batch: RecordBatch) {}
    mutating func reserveCapacity(times factor: Double) {}

    /// - Throws: what the handler throws.
    mutating func take(_ batch: RecordBatch, admittedBy intake: inout RecordIntake) throws {
        var sessions = batch.sessions.makeIterator()
        for (record, access) in zip(batch.records, batch.accesses) {
            let session = record.kind == .objectCheck && includesObjectChecks ? sessions.next() : nil
            switch intake.admit(record, session: session) {
            case .dropped: continue
            case .kept: try onAccess(access)
            case .session(let number, let isFirst): held.take(access, number: number, isFirst: isFirst)
            }
        }
    }

    /// - Throws: what the handler throws.
    mutating func finish() throws {
        for index in 0..<held.count { try onAccess(held[index]) }
        held = SessionAccesses()
    }
}
