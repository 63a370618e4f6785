/// Brings records into the form of a batch.
///
/// Nearly every record names an account and a resource that were met before, spelled the same: what becomes of a
/// spelling is looked up by its fingerprint. Only what is new is made of strings, by the same code as anywhere else.
struct RecordCompactor: ~Copyable {
    private let filters: FilterPanel
    private let options: ImportOptions
    private var next: RecordBatch
    private var userNumbers: [RecordBatch.User: Int32] = [:]
    private var resourceNumbers: [TenantName: Int32] = [:]

    /// An account or a resource, and what the filters say of it.
    private struct Judged: BitwiseCopyable {
        var number: Int32
        var verdict: FilterPanel.Verdict
    }

    /// What is left of a record beside who, what and when.
    private struct Circumstances: BitwiseCopyable {
        var outcome: AccessEvent.Outcome
        var verdict: FilterPanel.Verdict
    }

    /// Every hash begins as a copy of this one.
    private let hash = KeyedHash()
    private var times = TimestampReader()
    private var users = FingerprintTable(filler: Judged(number: 0, verdict: []))
    private var resources = FingerprintTable(filler: Judged(number: 0, verdict: []))
    private var circumstances = FingerprintTable(filler: Circumstances(outcome: .unknown, verdict: []))
    private var eventLogs = FingerprintTable(filler: RecordFingerprint((0, 0)))

    /// - Parameter number: that of the builder.
    init(number: Int, _ reading: LogReading) {
        filters = reading.filters
        options = reading.options
        next = RecordBatch(builder: number)
    }

    /// The records since the last batch; nil where there are none.
    mutating func batch() -> RecordBatch? {
        guard next.count > 0 else { return nil }
        let full = next
        next = RecordBatch(builder: full.builder)
        next.records.reserveCapacity(RecordBatch.capacity)
        return full
    }

    /// Adds a record to the batch.
    ///
    /// - Returns: whether the batch is full.
    mutating func take(_ record: LogRecord, line: Int) -> Bool {
        takeUncounted(record, line: line)
        next.count += 1
        return next.count >= RecordBatch.capacity
    }

    private mutating func takeUncounted(_ record: LogRecord, line: Int) {
        switch record {
        case .other:
            break
        case .malformed(let reason):
            next.malformedCount += 1
            if next.malformed.count < ImportSummary.malformedExampleLimit {
                next.malformed.append(RecordBatch.Malformed(reason: reason, line: line))
            }
        case .access(let access):
            add(access, .tableRow, fingerprint: nil)
        case .shareEvent(let event, let text):
            add(event, event.access(resourceScope: options.resourceScope), text: text)
        case .rawShareEvent(let event):
            if !takeKnown(event) { takeUnknown(event, line: line) }
        }
    }

    private mutating func add(_ event: ShareEvent, _ access: AccessEvent, text: RecordFingerprint?) {
        if options.includeObjectChecks && event.kind == .objectChecked { next.sessions.append(event.session) }
        add(access, RecordIntake.Kind(event.kind), fingerprint: event.fingerprint(line: text))
    }

    private mutating func add(_ access: AccessEvent, _ kind: RecordIntake.Kind, fingerprint: RecordFingerprint?) {
        next.records.append(
            RecordBatch.Record(
                fingerprint: fingerprint ?? RecordFingerprint((0, 0)),
                microseconds: access.time?.microseconds ?? AccessLog.untimed, verdict: filters.verdict(on: access),
                user: number(of: access.user, in: access.tenant),
                resource: number(of: access.resource, in: access.tenant), weight: Float(access.weight), kind: kind,
                outcome: access.outcome, hasFingerprint: fingerprint != nil))
    }

    private mutating func number(of user: AccountIdentity, in tenant: String) -> Int32 {
        let user = RecordBatch.User(name: TenantName(tenant: tenant, name: user.name), sid: user.sid)
        if let number = userNumbers[user] { return number }
        let number = Int32(userNumbers.count)
        userNumbers[user] = number
        next.users.append(user)
        return number
    }

    private mutating func number(of resource: ResourceIdentity, in tenant: String) -> Int32 {
        let resource = TenantName(tenant: tenant, name: resource.name)
        if let number = resourceNumbers[resource] { return number }
        let number = Int32(resourceNumbers.count)
        resourceNumbers[resource] = number
        next.resources.append(resource)
        return number
    }

    /// Takes an event whose account, resource and circumstances have been met in this spelling; false where one is new
    /// or anything is unusual.
    private mutating func takeKnown(_ event: RawShareEvent) -> Bool {
        let isObjectCheck = event.kind == .objectChecked
        guard !isObjectCheck || !options.includeObjectChecks, let user = event.userSpelling(hash),
            let resource = event.resourceSpelling(hash, options.resourceScope),
            let around = event.circumstanceSpelling(hash, filters)
        else { return false }
        // While the memory of the tables comes there is something else to do.
        users.prefetch(user)
        resources.prefetch(resource)
        guard let time = times.time(iso8601: event.timestamp),
            let fingerprint = isObjectCheck ? RecordFingerprint((0, 0)) : fingerprint(of: event),
            let user = users[user], let resource = resources[resource], let around = circumstances[around]
        else { return false }
        next.records.append(
            RecordBatch.Record(
                fingerprint: fingerprint, microseconds: time.microseconds,
                verdict: user.verdict.union(resource.verdict).union(around.verdict), user: user.number,
                resource: resource.number, weight: 1, kind: RecordIntake.Kind(event.kind), outcome: around.outcome,
                hasFingerprint: !isObjectCheck))
        return true
    }

    /// What tells an event from all others, as ``ShareEvent/fingerprint(line:)``; nil where its event log is new.
    private func fingerprint(of event: RawShareEvent) -> RecordFingerprint? {
        guard let number = event.recordNumber, !event[.computer].isEmpty else {
            return RecordFingerprint(padded: event.bytes)
        }
        return event.eventLogSpelling(hash).flatMap { eventLogs[$0] }?.numbered(number)
    }

    /// Takes an event, and keeps in mind what its spelling means.
    private mutating func takeUnknown(_ raw: RawShareEvent, line: Int) {
        let record = raw.record
        guard case .shareEvent(let event, let text) = record else { return takeUncounted(record, line: line) }
        let access = event.access(resourceScope: options.resourceScope)
        add(event, access, text: text)
        guard let last = next.records.last else { return }
        if let user = raw.userSpelling(hash) {
            users.insert(user, Judged(number: last.user, verdict: filters.verdict(on: access.user)))
        }
        if let resource = raw.resourceSpelling(hash, options.resourceScope) {
            resources.insert(resource, Judged(number: last.resource, verdict: filters.verdict(on: access.resource)))
        }
        if let around = raw.circumstanceSpelling(hash, filters) {
            circumstances.insert(
                around,
                Circumstances(outcome: access.outcome, verdict: filters.verdict(onAddress: access.sourceAddress)))
        }
        if let log = raw.eventLogSpelling(hash) {
            eventLogs.insert(log, RecordFingerprint(computer: event.computer, channel: event.channel))
        }
    }
}
