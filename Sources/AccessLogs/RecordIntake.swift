/// What becomes of the records of one import: counted, filtered, merged, handed on.
final class RecordIntake {
    private(set) var summary = ImportSummary()
    private var filters: [any AccessFilter]
    private var merger = ObjectCheckMerger()
    private let options: ImportOptions
    /// The inputs that are not folders.
    private let namedFiles: Set<String>
    private let onShareEvent: ((ShareEvent, SourceLocation) throws -> Void)?
    private let onAccess: (AccessEvent) throws -> Void

    init(
        filters: [any AccessFilter], options: ImportOptions, namedFiles: Set<String>,
        onShareEvent: ((ShareEvent, SourceLocation) throws -> Void)?,
        onAccess: @escaping (AccessEvent) throws -> Void
    ) {
        self.filters = filters
        self.options = options
        self.namedFiles = namedFiles
        self.onShareEvent = onShareEvent
        self.onAccess = onAccess
        summary.dropped = filters.map { ImportSummary.Dropped(filter: type(of: $0).id, count: 0) }
    }

    /// Takes the records of one log.
    ///
    /// A log that no reader recognises is passed over where it was found in a folder or an archive: such places hold
    /// other things too.
    ///
    /// - Throws: ``AccessLogError`` where no reader recognises a log that was named, or any in strict mode.
    func read(_ source: LogSource, with readers: LogReaders, meter: ProgressMeter) throws {
        summary.files.append(ImportSummary.File(name: source.name, format: nil, records: 0, malformed: 0))
        if source.head.bytes.isEmpty {
            // A log that breaks off before its first byte says so when it is read.
            try withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { _ = try source.bytes.read(into: $0) }
            return
        }
        guard let reader = readers.reader(of: source.head) else {
            if options.strict || namedFiles.contains(source.name) { throw Self.unknownFormat(source) }
            summary.files.removeLast()
            summary.unrecognised.append(source.name)
            return
        }
        let file = summary.files.count - 1
        summary.files[file].format = type(of: reader).id
        try reader.read(source) { record, line in
            try meter.tick()
            try take(record, at: SourceLocation(file: source.name, line: line))
        }
    }

    /// Takes note of a log that breaks off, which counts as a malformed record.
    func takeDamage(_ damage: DamagedInput, at location: SourceLocation) throws {
        try takeMalformed("the file ends early: \(damage.reason).", at: location)
    }

    private func take(_ record: LogRecord, at location: SourceLocation) throws {
        summary.recordsRead += 1
        summary.files[summary.files.count - 1].records += 1
        switch record {
        case .other:
            break
        case .malformed(let reason):
            try takeMalformed(reason, at: location)
        case .access(let access):
            summary.tableRows += 1
            if !drops(access, from: record) { try keep(access) }
        case .shareEvent(let event, _):
            try onShareEvent?(event, location)
            try take(event, of: record)
        }
    }

    private func take(_ event: ShareEvent, of record: LogRecord) throws {
        let isObjectCheck = event.kind == .objectChecked
        if isObjectCheck { summary.objectChecks += 1 } else { summary.shareAccesses += 1 }
        guard !isObjectCheck || options.includeObjectChecks else {
            summary.objectChecksNotRequested += 1
            return
        }
        let access = event.access(resourceScope: options.resourceScope)
        if drops(access, from: record) { return }
        guard !isObjectCheck || merger.isFirst(event) else {
            summary.mergedObjectChecks += 1
            return
        }
        try keep(access)
    }

    private func keep(_ access: AccessEvent) throws {
        summary.accessesKept += 1
        try onAccess(access)
    }

    private func drops(_ access: AccessEvent, from record: LogRecord) -> Bool {
        for index in filters.indices where filters[index].drops(access, from: record) {
            summary.dropped[index].count += 1
            return true
        }
        return false
    }

    private func takeMalformed(_ reason: String, at location: SourceLocation) throws {
        let error = AccessLogError(reason, at: location)
        if options.strict { throw error }
        summary.malformed += 1
        if let file = summary.files.lastIndex(where: { $0.name == location.file }) {
            summary.files[file].malformed += 1
        }
        if summary.malformedExamples.count < ImportSummary.malformedExampleLimit {
            summary.malformedExamples.append(error)
        }
    }

    private static func unknownFormat(_ source: LogSource) -> AccessLogError {
        AccessLogError(
            "the format is not recognised: \(source.head.glimpse). If this is a table, say which columns hold what: "
                + "--columns user=…,resource=….", at: SourceLocation(file: source.name))
    }
}
