import AccessLogs
import Files

/// Finds share events in JSON documents, whichever program wrote them.
///
/// Documents in which the fields stand under the names that Windows and most shippers give them are read in place. Others
/// become trees that are looked through (``LooseEvent``): documents without an event id in which there is the number of a
/// share event, and share events of which something is missing.
final class JSONEventParser {
    private let parser: JSONFieldParser
    private let trees: JSONTreeParser
    /// Whether the log begins with rows of file services, so that every document is looked through.
    private let readsFileServices: Bool
    /// Whether accesses to files by their paths are looked at.
    private let readsFileAccess: Bool

    /// - Parameters:
    ///   - head: how the log begins.
    ///   - limits: what the import looks at.
    /// - Throws: ``FileError`` where memory is exhausted.
    init(_ head: InputHead, _ limits: InputLimits) throws {
        readsFileServices = FileServiceEvent.isMentioned(in: head)
        readsFileAccess = limits.includesFileAccess
        var keys = EventField.allCases.flatMap { field in
            field.names.map { JSONFieldParser.Key($0, slot: field.rawValue) }
        }
        keys += EventField.containers.map { .container($0) }
        parser = try JSONFieldParser(keys: keys, slots: EventField.allCases.count)
        trees = try JSONTreeParser()
    }

    /// Passes on the record that a document stands for, or the records that it holds.
    ///
    /// - Parameter document: bytes of a ``ByteWindow``, behind which the parser may look.
    func read(_ document: UnsafeBufferPointer<UInt8>, line: Int, _ emit: LogRecordHandler) throws {
        if let problem = parser.parse(document) { return try emit(.malformed(problem), line) }
        let id = value(.eventID)
        if let kind = ShareEvent.Kind(eventID: id) {
            guard isWhole else { return try readTree(document, line: line, emit) }
            // Shippers that leave out the audit bits ship successes. Not so Log Analytics, whose table has no such column.
            let impliesSuccess =
                value(.keywords).isEmpty && value(.eventType).isEmpty && value(.timeGenerated).isEmpty
            let time = EventField.times.first { value($0).isValue }
            let zone: RecordZone = time == .timeCreated || time == .timeGenerated ? .utcInISO : .unsaid
            let event = RawShareEvent(
                kind: kind, bytes: document, fields: parser.values, impliesSuccess: impliesSuccess, zone: zone)
            return try emit(.rawShareEvent(event), line)
        }
        if readsFileServices && id.isEmpty || readsFileAccess && (id.isEmpty || FileAccess.isNumber(id)) {
            return try readTree(document, line: line, emit)
        }
        let isOther = !id.isEmpty && id.allSatisfy { 48...57 ~= $0 } || !ShareEvent.isMentioned(in: document)
        if isOther { return try emit(.other, line) }
        try readTree(document, line: line, emit)
    }

    /// Whether an event says all that is looked for elsewhere where it is missing.
    private var isWhole: Bool {
        guard value(.shareName).isValue, value(.computer).isValue,
            value(.subjectUserName).isValue || value(.account).isValue,
            EventField.times.contains(where: { value($0).isValue })
        else { return false }
        // Of keywords that are no number all count, not the first of an array alone.
        guard let first = value(.keywords).first, first > UInt8(ascii: "9"), first != UInt8(ascii: "A") else {
            return true
        }
        return parser.compound(EventField.keywords.rawValue) == nil
    }

    private func value(_ field: EventField) -> UnsafeBufferPointer<UInt8> {
        parser.value(field.rawValue)
    }

    private func readTree(_ document: UnsafeBufferPointer<UInt8>, line: Int, _ emit: LogRecordHandler) throws {
        guard let tree = trees.tree(document) else {
            return try emit(.malformed("the document is nested too deep or has too many values."), line)
        }
        let records = tree.records
        for (place, record) in records.enumerated() {
            try emit(
                self.record(record, bytes: document, place: records.count > 1 ? place + 1 : 0), line)
        }
    }

    /// The record that a row of a table within JSON stands for.
    ///
    /// - Parameters:
    ///   - row: an array of values.
    ///   - columns: the names of the table's columns.
    func record(row: UnsafeBufferPointer<UInt8>, columns: [String]) -> LogRecord {
        guard case .array(let values)? = trees.tree(row) else { return .malformed("the row is no JSON array.") }
        guard values.count == columns.count else {
            return .malformed("the row has \(values.count) values, and the table \(columns.count) columns.")
        }
        return record(.object(zip(columns, values).map { ($0, $1) }), bytes: row, place: 0)
    }

    private func record(_ value: JSONValue, bytes: UnsafeBufferPointer<UInt8>, place: Int) -> LogRecord {
        if readsFileServices, let event = FileServiceEvent(value) { return event.record(bytes: bytes, place: place) }
        let event = LooseEvent(value, trees)
        if readsFileAccess, let record = event.fileAccess(bytes: bytes, place: place) { return record }
        return event.record(bytes: bytes, place: place, impliesSuccess: true)
    }
}

extension LooseEvent {
    /// The record that was found.
    ///
    /// - Parameters:
    ///   - bytes: the record as it stands in the log.
    ///   - place: the number of the record among those of the same bytes; zero where it is the only one.
    ///   - impliesSuccess: whether an event without an outcome is a success.
    func record(bytes: UnsafeBufferPointer<UInt8>, place: Int, impliesSuccess: Bool) -> LogRecord {
        var event = self
        event.complete()
        guard let kind = event.kind else {
            if event.isOther || !ShareEvent.isMentioned(in: bytes) { return .other }
            return .unclear(
                "there is a number 5140 or 5145 in the record, but no event id under a name that is known.")
        }
        if let problem = event.problem { return .malformed(problem) }
        let record = LogRecord(kind: kind, bytes: bytes, zone: event.zone, place: place) { event[$0] }
        guard case .shareEvent(var shareEvent, let line) = record else { return record }
        shareEvent.origins = event.origins
        if impliesSuccess, event[.keywords].isEmpty, event[.eventType].isEmpty, event[.timeGenerated].isEmpty {
            shareEvent.outcome = .success
        }
        return .shareEvent(shareEvent, line: line)
    }
}

extension JSONValue {
    /// The records in a document that holds several: the elements of an array, the hits of a search, the rows of a query's
    /// tables; the document itself where it is one.
    fileprivate var records: [JSONValue] {
        switch self {
        case .array(let items):
            return items
        case .object(let members):
            let names = members.map { FieldNames.normalized($0.key) }
            if names.contains("tables"), let rows = tableRows { return rows }
            guard !names.contains("eventid"), !names.contains("source") else { return [self] }
            for (name, member) in zip(names, members) where FieldNames.collections.contains(name) {
                if case .object = member.value, name == "hits" { return member.value.records }
                if case .array(let items) = member.value, case .object? = items.first { return items }
            }
            return [self]
        case .text, .number:
            return [self]
        }
    }

    /// The rows of the tables of an answer of Log Analytics, each with the names of its columns.
    private var tableRows: [JSONValue]? {
        guard case .array(let tables)? = self["tables"] else { return nil }
        var rows: [JSONValue] = []
        for table in tables {
            guard case .array(let columns)? = table["columns"], case .array(let values)? = table["rows"] else {
                continue
            }
            let names = columns.map { $0["name"]?.string ?? $0["ColumnName"]?.string ?? "" }
            for case .array(let row) in values where row.count == names.count {
                rows.append(.object(zip(names, row).map { ($0, $1) }))
            }
        }
        return rows.isEmpty ? nil : rows
    }
}

extension ShareEvent {
    /// Whether the number of a share event stands anywhere in some bytes.
    static func isMentioned(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.firstRange(of: "5140", from: 0) != nil || bytes.firstRange(of: "5145", from: 0) != nil
            || bytes.firstRange(of: "5,14", from: 0) != nil
    }
}

extension JSONEventParser {
    /// Reads the objects of a log one after the other.
    ///
    /// - Returns: the scanner at the end of the log.
    static func readObjects(of source: InputSource, _ emit: LogRecordHandler) throws -> JSONObjectScanner {
        let parser = try JSONEventParser(source.head, source.limits)
        var objects = JSONObjectScanner(source.bytes, limit: source.limits.recordBytes)
        while let object = try objects.next() {
            switch object {
            case .object(let bytes): try parser.read(bytes, line: objects.line, emit)
            case .tooLong: try emit(.malformed(DelimitedScanner.tooLong(source.limits.recordBytes)), objects.line)
            case .broken: try emit(.malformed("the object is not closed."), objects.line)
            case .unclosed: try emit(.malformed("the object is not closed: the file ends early."), objects.line)
            }
        }
        return objects
    }
}
