/// Passes on the accesses of an import, one by one and with all that the log says of them.
final class AccessStream: RecordSink {
    private var intake: RecordIntake
    private let options: ImportOptions
    private var ticker: ProgressTicker
    private let onShareEvent: ((ShareEvent, SourceLocation) throws -> Void)?
    private let onAccess: (AccessEvent) throws -> Void
    private var log = ""

    init(
        _ reading: LogReading, onShareEvent: ((ShareEvent, SourceLocation) throws -> Void)?,
        onAccess: @escaping (AccessEvent) throws -> Void
    ) {
        intake = RecordIntake(reading)
        options = reading.options
        ticker = ProgressTicker(reading.meter)
        self.onShareEvent = onShareEvent
        self.onAccess = onAccess
    }

    /// What was found, at the end.
    func finish() throws -> ImportSummary { try intake.finish() }

    func begin(_ log: String, format: String?) throws {
        self.log = log
        try intake.begin(log, format: format)
    }

    func passOver(_ log: String) throws { try intake.passOver(log) }

    func leaveOut(_ input: UnreadInput) throws { try intake.leaveOut(input) }

    func leaveOut(_ inputs: [UnreadInput]) throws { try intake.leaveOut(inputs) }

    func takeFailure(_ error: AccessLogError, of file: String) throws { try intake.takeFailure(error, of: file) }

    func takeDamage(_ damage: DamagedInput, at location: SourceLocation) throws {
        try intake.takeDamage(damage, at: location)
    }

    func take(_ record: LogRecord, line: Int) throws {
        try ticker.tick()
        intake.count(1)
        try takeCounted(record, line: line)
    }

    private func takeCounted(_ record: LogRecord, line: Int) throws {
        switch record {
        case .other:
            intake.countOther(1)
        case .malformed(let reason):
            try intake.takeMalformed(reason, at: SourceLocation(file: log, line: line))
        case .rawShareEvent(let event):
            try takeCounted(event.record, line: line)
        case .access(let access):
            try take(access, .tableRow, fingerprint: nil, session: nil)
        case .shareEvent(let event, let text):
            try onShareEvent?(event, SourceLocation(file: log, line: line))
            let access = event.access(resourceScope: options.resourceScope)
            try take(
                access, RecordIntake.Kind(event.kind), fingerprint: event.fingerprint(line: text, of: access),
                session: options.includeObjectChecks && event.kind == .objectChecked ? event.session : nil)
        }
    }

    private func take(
        _ access: AccessEvent, _ kind: RecordIntake.Kind, fingerprint: RecordFingerprint?, session: RecordFingerprint?
    ) throws {
        let verdict = intake.filters.verdict(on: access)
        if intake.admit(kind, verdict, fingerprint: fingerprint, session: session) { try onAccess(access) }
    }
}
