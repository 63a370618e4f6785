import AccessLogs
import Files

/// Brings records into the form of a batch.
///
/// Nearly every record names an account and a resource that were met before, spelled the same: the result for a
/// spelling is looked up by its fingerprint. Only new spellings become strings, by the same code as elsewhere.
struct RecordCompactor: ~Copyable {
    private let filters: FilterPanel
    private let options: ImportOptions
    private let detail: RecordBatch.Detail
    private var next: RecordBatch
    private var userNumbers: [RecordBatch.User: Int32] = [:]
    private var resourceNumbers: [TenantName: Int32] = [:]

    /// An account or a resource, and what the filters say of it.
    private struct KnownName: BitwiseCopyable {
        var number: Int32
        var verdict: FilterPanel.Verdict
        /// What stands for it in the fingerprint of a record.
        var trait: UInt64

        static let none = KnownName(number: 0, verdict: [], trait: 0)
    }

    /// What a record says besides account, time and resource: its outcome, and the filters' verdict on its address.
    private struct OutcomeAndVerdict: BitwiseCopyable {
        var outcome: AccessEvent.Outcome
        var verdict: FilterPanel.Verdict
    }

    /// Every hash begins as a copy of this one.
    private let hash = KeyedHash()
    private var reading: RecordReading
    private var users = FingerprintTable(filler: KnownName.none)
    private var resources = FingerprintTable(filler: KnownName.none)
    private var outcomes = FingerprintTable(filler: OutcomeAndVerdict(outcome: .unknown, verdict: []))
    private var eventLogs = FingerprintTable(filler: RecordFingerprint((0, 0)))
    /// The sessions of object checks.
    private var sessions = FingerprintTable(filler: RecordFingerprint((0, 0)))

    /// The bytes that the names in the batch take, and those that all remembered spellings and names take.
    private var batchNameBytes = 0
    private var keptBytes = 0
    private let mostKeptBytes: Int

    /// - Parameters:
    ///   - number: that of the builder.
    ///   - detail: what the batches have to hold beside numbers.
    ///   - mostKeptBytes: the most bytes of spellings and names that are remembered; by default hundreds of thousands
    ///     of names.
    init(
        number: Int, filters: FilterPanel, options: ImportOptions, detail: RecordBatch.Detail = [],
        mostKeptBytes: Int = 128 << 20
    ) {
        self.mostKeptBytes = mostKeptBytes
        self.filters = filters
        self.options = options
        self.detail = detail
        reading = RecordReading(options)
        next = RecordBatch(builder: number)
        // One before it may have had the same number.
        next.startsOver = true
    }

    /// A log begins, or a part of one, whose dates have day and month in an order; nil where nothing in it tells.
    mutating func begin(_ order: DateOrder?) {
        reading.begin(order)
    }

    /// The records since the last batch; nil where there are none.
    mutating func batch() -> RecordBatch? {
        guard next.count > 0 else { return nil }
        var full = next
        full.remarks = reading.takeRemarks()
        next = RecordBatch(builder: full.builder)
        batchNameBytes = 0
        if keptBytes > mostKeptBytes { startOver() }
        next.records.reserveCapacity(RecordBatch.capacity)
        return full
    }

    /// Adds a record to the batch.
    ///
    /// - Returns: whether the batch is full.
    mutating func take(_ record: LogRecord, line: Int) -> Bool {
        takeUncounted(record, line: line)
        next.count += 1
        return next.count >= RecordBatch.capacity || batchNameBytes >= RecordBatch.nameCapacity
    }

    /// Forgets all spellings and names: a log in which there are always new ones must not fill the memory.
    private mutating func startOver() {
        userNumbers = [:]
        resourceNumbers = [:]
        users = FingerprintTable(filler: KnownName.none)
        resources = FingerprintTable(filler: KnownName.none)
        outcomes = FingerprintTable(filler: OutcomeAndVerdict(outcome: .unknown, verdict: []))
        eventLogs = FingerprintTable(filler: RecordFingerprint((0, 0)))
        sessions = FingerprintTable(filler: RecordFingerprint((0, 0)))
        keptBytes = 0
        next.startsOver = true
    }

    private mutating func takeUncounted(_ record: LogRecord, line: Int) {
        switch reading.read(record) {
        case .other, .accessAtTime, .deletion, .remains:
            break
        case .unclear(let reason):
            if next.unclear.count < ImportSummary.unclearExampleLimit {
                next.unclear.append(RecordBatch.Malformed(reason: reason, line: line))
            }
        case .malformed(let reason):
            next.malformedCount += 1
            if next.malformed.count < ImportSummary.malformedExampleLimit {
                next.malformed.append(RecordBatch.Malformed(reason: reason, line: line))
            }
        case .access(let access):
            add(access, .tableRow, fingerprint: nil)
        case .shareEvent(let event, let text):
            if detail.contains(.shareEvents) {
                next.shareEvents.append(RecordBatch.LocatedEvent(event: event, line: line))
                batchNameBytes += event.byteCount
            }
            add(event, event.access(options), text: text)
        case .rawShareEvent(let event):
            if !detail.isEmpty {
                takeUncounted(event.record, line: line)
            } else if !takeKnown(event) {
                takeUnknown(event, line: line)
            }
        }
    }

    private mutating func add(_ event: ShareEvent, _ access: AccessEvent, text: RecordFingerprint?) {
        if options.includeObjectChecks && event.kind == .objectChecked {
            next.sessions.append(event.session(of: access))
        }
        add(access, RecordBatch.Kind(event.kind), fingerprint: event.fingerprint(line: text, of: access))
    }

    private mutating func add(_ access: AccessEvent, _ kind: RecordBatch.Kind, fingerprint: RecordFingerprint?) {
        let isNumbered = !detail.contains(.accesses)
        if !isNumbered {
            next.accesses.append(access)
            batchNameBytes += access.byteCount
        }
        next.records.append(
            RecordBatch.Record(
                fingerprint: fingerprint ?? RecordFingerprint((0, 0)),
                microseconds: access.time?.microseconds ?? AccessLog.untimed, verdict: filters.verdict(on: access),
                user: isNumbered ? number(of: access.user, in: access.tenant) : 0,
                resource: isNumbered ? number(of: access.resource, in: access.tenant) : 0, weight: Float(access.weight),
                kind: kind,
                outcome: access.outcome, hasFingerprint: fingerprint != nil))
    }

    private mutating func number(of user: AccountIdentity, in tenant: String) -> Int32 {
        let user = RecordBatch.User(name: TenantName(tenant: tenant, name: user.name), sid: user.sid)
        if let number = userNumbers[user] { return number }
        let number = Int32(userNumbers.count)
        userNumbers[user] = number
        next.users.append(user)
        hold(user.name, user.sid)
        return number
    }

    private mutating func number(of resource: ResourceIdentity, in tenant: String) -> Int32 {
        let resource = TenantName(tenant: tenant, name: resource.name)
        if let number = resourceNumbers[resource] { return number }
        let number = Int32(resourceNumbers.count)
        resourceNumbers[resource] = number
        next.resources.append(resource)
        hold(resource, nil)
        return number
    }

    private mutating func hold(_ name: TenantName, _ sid: String?) {
        let bytes = NameBudget.bytes(of: name) + (sid?.utf8.count ?? 0)
        batchNameBytes += bytes
        keptBytes += bytes
    }

    /// Takes an event whose account, resource and outcome have been met in this spelling; false where one is new or
    /// anything is unusual.
    private mutating func takeKnown(_ event: RawShareEvent) -> Bool {
        let isObjectCheck = event.kind == .objectChecked, hasSession = isObjectCheck && options.includeObjectChecks
        // Names that are too long make a record malformed, also where nothing else depends on them.
        guard !event.saysAbsence, event[.computer].count <= NameLength.longest,
            event[.ipAddress].count <= NameLength.longest, let user = event.userSpelling(hash),
            let resource = event.resourceSpelling(hash, options.resourceScope),
            let result = event.outcomeSpelling(hash, filters)
        else { return false }
        let spellings = (user, resource, result)
        // The time is read while the prefetched slots arrive.
        users.prefetch(user)
        resources.prefetch(resource)
        guard let clock = reading.times.clockTime(event.timestamp),
            let time = reading.instant(clock, in: event.zone), let user = users[user],
            let resource = resources[resource], let result = outcomes[result],
            let session = hasSession
                ? event.sessionSpelling(hash, spellings, time).flatMap({ sessions[$0] }) : RecordFingerprint((0, 0)),
            let fingerprint = isObjectCheck && !hasSession
                ? RecordFingerprint((0, 0))
                : fingerprint(
                    of: event, time, result.outcome, userTrait: user.trait, shareTrait: resource.trait,
                    session: hasSession ? session : nil)
        else { return false }
        if hasSession { next.sessions.append(session) }
        next.records.append(
            RecordBatch.Record(
                fingerprint: fingerprint, microseconds: time.microseconds,
                verdict: user.verdict.union(resource.verdict).union(result.verdict), user: user.number,
                resource: resource.number, weight: 1, kind: RecordBatch.Kind(event.kind), outcome: result.outcome,
                hasFingerprint: !isObjectCheck || hasSession))
        reading.note(event)
        return true
    }

    /// What tells an event from all others, as ``ShareEvent/fingerprint(line:)``; nil where its event log is new.
    private func fingerprint(
        of event: RawShareEvent, _ time: Timestamp, _ outcome: AccessEvent.Outcome, userTrait: UInt64,
        shareTrait: UInt64, session: RecordFingerprint?
    ) -> RecordFingerprint? {
        guard let number = event.recordNumber, !event[.computer].isEmpty else {
            return RecordFingerprint(padded: event.bytes)
        }
        guard let eventLog = event.eventLogSpelling(hash).flatMap({ eventLogs[$0] }) else { return nil }
        let numbered = NumberedRecord(
            eventLog: eventLog, number: number, kind: event.kind, time: time, outcome: outcome, userTrait: userTrait,
            shareTrait: shareTrait
        ).fingerprint(paddedAddress: event[.ipAddress], hash)
        return session.map { numbered?.within($0) } ?? numbered
    }

    /// Takes an event, and remembers the result for its spelling.
    private mutating func takeUnknown(_ raw: RawShareEvent, line: Int) {
        let record = raw.record
        guard case .shareEvent = record, case .shareEvent(let event, let text) = reading.read(record) else {
            return takeUncounted(record, line: line)
        }
        let access = event.access(options)
        add(event, access, text: text)
        // What depends on such fields is not told by the fingerprint of the others.
        guard !raw.saysAbsence, let last = next.records.last else { return }
        // A slot in each of five tables, which may be half empty.
        keptBytes += 5 * 64
        if last.kind == .objectCheck, options.includeObjectChecks, let session = next.sessions.last,
            let user = raw.userSpelling(hash), let resource = raw.resourceSpelling(hash, options.resourceScope),
            let result = raw.outcomeSpelling(hash, filters), let time = event.time,
            let spelling = raw.sessionSpelling(hash, (user, resource, result), time)
        {
            sessions.insert(spelling, session)
        }
        if let user = raw.userSpelling(hash) {
            users.insert(
                user,
                KnownName(
                    number: last.user, verdict: filters.verdict(on: access.user),
                    trait: access.userTrait))
        }
        if let resource = raw.resourceSpelling(hash, options.resourceScope) {
            resources.insert(
                resource,
                KnownName(
                    number: last.resource, verdict: filters.verdict(on: access.resource),
                    trait: event.shareTrait))
        }
        if let result = raw.outcomeSpelling(hash, filters) {
            outcomes.insert(
                result,
                OutcomeAndVerdict(outcome: access.outcome, verdict: filters.verdict(onAddress: access.sourceAddress)))
        }
        if let log = raw.eventLogSpelling(hash) {
            eventLogs.insert(log, RecordFingerprint(computer: event.computer, channel: event.channel))
        }
    }
}
