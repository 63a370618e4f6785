import AccessLogs
public import Files

extension LogImporter {
    /// Looks at the first records of the logs in an input as an import would, and tells what it makes of them.
    ///
    /// - Parameters:
    ///   - records: how many records of each log are shown, other ones than share events and rows apart.
    /// - Throws: ``FileError`` where the input cannot be read; ``ImportOptionError`` where an option cannot be met.
    public func inspect(_ input: InputPath, records: Int) throws -> [LogInspection] {
        var limits = limits
        limits.encoding = options.encoding.flatMap(TextEncoding.init(rawValue:)) ?? .utf8
        limits.includesFileAccess = options.sharedFolders != nil
        let readers = options.columns.map { self.readers.adding(MappedTableReader($0)) } ?? readers
        let filters = try filters.chosen(by: options)
        var inspections: [LogInspection] = []
        for file in try InputPath.found(in: [input]).files {
            let walk = InputWalk(limits: limits, meter: .silent) { source in
                inspections.append(try inspect(source, readers, filters, records))
            } damaged: { damage, _ in
                if !inspections.isEmpty {
                    inspections[inspections.count - 1].summary += "; it is damaged: \(damage.reason)"
                }
            } failed: { error, _ in
                throw error
            } leftOut: { _ in
            }
            try walk.walk(file)
        }
        return inspections
    }

    private func inspect(
        _ source: InputSource, _ readers: LogReaders, _ filters: FilterPanel, _ records: Int
    ) throws -> LogInspection {
        guard let reader = readers.reader(of: source.head) else {
            return LogInspection(
                name: source.name, summary: "the format is not recognised: " + source.head.glimpse,
                columns: source.head.header?.names ?? [])
        }
        let type = type(of: reader)
        var inspection = LogInspection(name: source.name, format: type.id, summary: type.summary)
        if let header = source.head.header, reader is any TableReader { inspection.columns = header.names }
        var inspector = try RecordInspector(source.head, reader, options, filters)
        do {
            try reader.read(source) { record, line in
                inspection.records += 1
                if let shown = inspector.record(record, line: line) {
                    inspection.shown.append(shown)
                } else {
                    inspection.otherRecords += 1
                }
                if inspection.shown.count >= records || inspection.records >= Self.mostInspected { throw Enough() }
            }
        } catch is Enough {
            // The rest is as the beginning, or not looked at.
        }
        return inspection
    }

    private struct Enough: Error {}

    /// Records that are looked through for some to show.
    private static let mostInspected = 100_000
}

/// Tells what an import makes of single records.
private struct RecordInspector {
    private var reading: RecordReading
    private let options: ImportOptions
    private let filters: FilterPanel
    private let columns: (names: [String], events: EventColumns)?
    private let trees: JSONTreeParser

    init(_ head: InputHead, _ reader: any LogReader, _ options: ImportOptions, _ filters: FilterPanel) throws {
        reading = RecordReading(options)
        reading.begin(try DateOrder.found(in: head) { ByteStream([]) })
        self.options = options
        self.filters = filters
        columns = reader is any TableReader ? head.header.map { ($0.names, EventColumns($0)) } : nil
        trees = try JSONTreeParser()
    }

    /// Nil for a record of another kind.
    mutating func record(_ record: LogRecord, line: Int) -> LogInspection.Record? {
        var origins: [EventField: String] = [:]
        var record = record
        if case .rawShareEvent(let raw) = record {
            origins = self.origins(of: raw)
            record = raw.record
        }
        switch reading.read(record) {
        case .other, .rawShareEvent, .accessAtTime, .deletion, .remains: return nil
        case .malformed(let reason): return LogInspection.Record(line: line, kind: "malformed", reason: reason)
        case .unclear(let reason): return LogInspection.Record(line: line, kind: "unclear", reason: reason)
        case .access(let access): return shown(access, kind: "row", line: line, fields: [])
        case .shareEvent(let event, _):
            if origins.isEmpty { origins = event.origins }
            let number = event.number ?? event.kind.rawValue
            var shown = shown(
                event.access(options), kind: "\(number)", line: line, fields: Self.fields(of: event, origins))
            if event.kind == .objectChecked, !options.includeObjectChecks, shown.reason == nil {
                shown.reason = "events 5145 count with --include-5145 only."
            }
            return shown
        }
    }

    private func origins(of event: RawShareEvent) -> [EventField: String] {
        if let columns {
            return columns.events.columns.mapValues { "column \(columns.names[$0])" }
        }
        guard let tree = trees.tree(event.bytes) else { return [:] }
        return LooseEvent(tree, trees).origins
    }

    private func shown(
        _ access: AccessEvent, kind: String, line: Int, fields: [LogInspection.Field]
    ) -> LogInspection.Record {
        let dropping = filters.firstDropping(filters.verdict(on: access))
        return LogInspection.Record(
            line: line, kind: kind,
            reason: dropping < filters.ids.count ? "the filter \(filters.ids[dropping]) drops it." : nil,
            fields: fields,
            access: LogInspection.Access(
                tenant: access.tenant, user: access.user.name, resource: access.resource.name,
                time: access.time?.description, outcome: access.outcome.description))
    }

    private static func fields(of event: ShareEvent, _ origins: [EventField: String]) -> [LogInspection.Field] {
        let fields: [(name: String, value: String, sources: [EventField])] = [
            ("time", event.timestamp, EventField.times), ("computer", event.computer, [.computer]),
            ("domain", event.subjectDomain, [.subjectDomainName, .account]),
            ("account", event.subjectUser, [.subjectUserName, .account]),
            ("security identifier", event.subjectSID, [.subjectUserSID]),
            ("logon id", event.logonID, [.subjectLogonID]),
            ("address", event.address, [.ipAddress]), ("port", event.port, [.ipPort]),
            ("share", event.share, [.shareName]),
            ("folder", event.localPath, [.shareLocalPath]), ("file", event.relativeTarget, [.relativeTargetName]),
            ("rights", event.accessMask, [.accessMask]), ("event log", event.channel, [.channel]),
            ("record number", event.recordNumber.map(String.init) ?? "", [.recordNumber]),
            ("tenant", event.tenant ?? "", [.tenant]),
        ]
        return fields.filter { !$0.value.isEmpty }.map { field in
            LogInspection.Field(
                field: field.name, value: field.value, origin: field.sources.lazy.compactMap { origins[$0] }.first)
        }
    }
}
