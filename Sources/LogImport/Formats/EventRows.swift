import Files

/// Makes records of the rows of a table of events.
final class EventRows {
    private let header: TableHeader
    private let columns: EventColumns
    private let fields: RowFields
    private let trees: JSONTreeParser
    private let readsFileAccess: Bool

    /// - Throws: ``FileError`` where memory is exhausted.
    init(_ header: TableHeader, _ columns: EventColumns, _ limits: InputLimits) throws {
        readsFileAccess = limits.includesFileAccess
        self.header = header
        self.columns = columns
        fields = RowFields(columns)
        trees = try JSONTreeParser()
    }

    func record(_ row: DelimitedRow) -> LogRecord {
        fields.fill(from: row)
        let id = fields[.eventID]
        guard let kind = ShareEvent.Kind(eventID: id) else {
            if readsFileAccess, FileAccess.isNumber(id) { return looseRecord(row) }
            let isOther = !id.isEmpty && id.allSatisfy { 48...57 ~= $0 } || !ShareEvent.isMentioned(in: row.bytes)
            return isOther ? .other : looseRecord(row)
        }
        let isWhole =
            fields[.shareName].isValue && (fields[.subjectUserName].isValue || fields[.account].isValue)
        guard isWhole || columns.texts.isEmpty && columns.headless == nil else { return looseRecord(row) }
        return .rawShareEvent(
            RawShareEvent(kind: kind, bytes: row.bytes, fields: fields.texts, zone: zone))
    }

    /// The zone of the present row's time, where that says none.
    private var zone: RecordZone {
        for (field, zone) in columns.times where fields[field].isValue { return zone }
        return .unsaid
    }

    /// The record of a row of which something is missing in its own columns.
    private func looseRecord(_ row: DelimitedRow) -> LogRecord {
        var event = LooseEvent()
        for (field, column) in columns.columns.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            event.take(
                row.text(column).trimmingSpaces(), for: field, column: header.names[column],
                zone: columns.times.first { $0.field == field }?.zone ?? .unsaid)
        }
        for column in columns.texts { event.take(text: row.text(column), column: header.names[column], trees) }
        if row.count == columns.headless { event.take(text: row.text(row.count - 1), column: "Message", trees) }
        if readsFileAccess {
            for column in columns.objects {
                event.take(row.text(column), named: FieldNames.path(header.names[column]), origin: "")
            }
            if let record = event.fileAccess(bytes: row.bytes, place: 0) { return record }
        }
        return event.record(bytes: row.bytes, place: 0, impliesSuccess: false)
    }
}
