import AccessLogs
@testable import Files
@testable import LogImport

/// An import by one thread, record by record and without batches: the oracle of the pipeline.
final class SerialImport: RecordSink {
    private var intake: RecordIntake
    private let options: ImportOptions
    private let onShareEvent: ((ShareEvent, InputLocation) throws -> Void)?
    private let onAccess: (AccessEvent) throws -> Void
    private var log = ""
    private var reading: RecordReading
    /// The accesses of sessions, by their numbers.
    private var sessions: [AccessEvent] = []

    /// Imports the logs in the inputs as ``LogImporter/run(_:workers:onShareEvent:progress:onAccess:)`` does.
    static func run(
        _ importer: LogImporter, _ inputs: [InputPath],
        onShareEvent: ((ShareEvent, InputLocation) throws -> Void)? = nil,
        onAccess: @escaping (AccessEvent) throws -> Void
    ) throws -> ImportSummary {
        let found = try InputPath.found(in: inputs), options = importer.options
        let run = ImportRun(
            readers: options.columns.map { importer.readers.adding(MappedTableReader($0)) } ?? importer.readers,
            filters: try importer.filters.chosen(by: options), options: options, limits: importer.limits,
            meter: ProgressMeter(bytesTotal: nil, report: nil), namedFiles: Set(inputs.map(\.name)),
            endsAtFailure: options.strict || inputs == found.files && found.files.count == 1, detail: [])
        let serial = SerialImport(run, onShareEvent: onShareEvent, onAccess: onAccess)
        try serial.intake.leaveOut(found.unread)
        for file in found.files { try run.read(file, into: serial) }
        for access in serial.sessions { try onAccess(access) }
        return try serial.intake.finish()
    }

    private init(
        _ run: ImportRun, onShareEvent: ((ShareEvent, InputLocation) throws -> Void)?,
        onAccess: @escaping (AccessEvent) throws -> Void
    ) {
        intake = run.intake()
        options = run.options
        reading = RecordReading(run.options)
        self.onShareEvent = onShareEvent
        self.onAccess = onAccess
    }

    func begin(_ log: String, format: String?) throws {
        self.log = log
        try intake.begin(log, format: format)
    }

    func rest() {}

    func readDates(_ order: DateOrder?) { reading.begin(order) }

    func passOver(_ log: String) throws { try intake.passOver(log) }

    func leaveOut(_ input: UnreadInput) throws { try intake.leaveOut(input) }

    func takeFailure(_ error: FileError, of file: String) throws { try intake.takeFailure(error, of: file) }

    func takeDamage(_ damage: DamagedInput, at location: InputLocation) throws {
        try intake.takeDamage(damage, at: location)
    }

    func take(_ record: LogRecord, line: Int) throws {
        intake.count(1)
        try takeCounted(record, line: line)
        intake.note(reading.takeRemarks())
    }

    private func takeCounted(_ record: LogRecord, line: Int) throws {
        switch reading.read(record) {
        case .other, .accessAtTime, .deletion, .remains:
            intake.countOther(1)
        case .unclear(let reason):
            intake.countOther(1)
            intake.takeUnclear(reason, at: InputLocation(file: log, line: line))
        case .malformed(let reason):
            try intake.takeMalformed(reason, at: InputLocation(file: log, line: line))
        case .rawShareEvent(let event):
            try takeCounted(event.record, line: line)
        case .access(let access):
            try take(access, .tableRow, fingerprint: nil, session: nil)
        case .shareEvent(let event, let text):
            try onShareEvent?(event, InputLocation(file: log, line: line))
            let access = event.access(options)
            try take(
                access, RecordBatch.Kind(event.kind), fingerprint: event.fingerprint(line: text, of: access),
                session: options.includeObjectChecks && event.kind == .objectChecked ? event.session(of: access) : nil)
        }
    }

    private func take(
        _ access: AccessEvent, _ kind: RecordBatch.Kind, fingerprint: RecordFingerprint?, session: RecordFingerprint?
    ) throws {
        let record = RecordBatch.Record(
            fingerprint: fingerprint ?? RecordFingerprint((0, 0)), microseconds: 0,
            verdict: intake.filters.verdict(on: access), user: 0, resource: 0, weight: 0, kind: kind,
            outcome: access.outcome, hasFingerprint: fingerprint != nil)
        switch intake.admit(record, session: session) {
        case .dropped: break
        case .kept: try onAccess(access)
        case .session(_, isFirst: true): sessions.append(access)
        case .session(let number, isFirst: false):
            if let time = access.time, let known = sessions[number].time, time < known { sessions[number].time = time }
        }
    }
}
