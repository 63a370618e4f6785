/// A delimited file in the columns of Microsoft Sentinel's table SecurityEvent.
public struct SecurityEventTableReader: LogReader {
    public static let id = "security-event-table"
    public static let summary = "CSV in the columns of Sentinel's SecurityEvent table"
    public static let isDivisible = true

    public init() {}

    public func recognizes(_ head: LogHead) -> Bool {
        guard let header = head.header else { return false }
        return [EventField.eventID, .shareName].allSatisfy { header.index(of: $0.names) != nil }
    }

    public func read(_ source: LogSource, emit: LogRecordHandler) throws {
        guard let header = source.head.header else { return }
        let fields = RowFields(header)
        try TableRows(source, header: header).read(emit: emit) { row in
            fields.fill(from: row)
            guard let kind = ShareEvent.Kind(eventID: fields[.eventID]) else { return .other }
            return .rawShareEvent(RawShareEvent(kind: kind, bytes: row.bytes, fields: fields.texts))
        }
    }
}
