/// A delimited file in the columns of Microsoft Sentinel's table SecurityEvent.
public struct SecurityEventTableReader: LogReader {
    public static let id = "security-event-table"
    public static let summary = "CSV in the columns of Sentinel's SecurityEvent table"

    public init() {}

    public func recognises(_ head: LogHead) -> Bool {
        guard let header = head.header else { return false }
        return [EventField.eventID, .shareName].allSatisfy { header.index(of: $0.names) != nil }
    }

    public func read(_ source: LogSource, emit: LogRecordHandler) throws {
        guard let header = source.head.header else { return }
        let columns = EventField.allCases.map { header.index(of: $0.names) }
        let eventID = columns[Int(EventField.eventID.rawValue)] ?? 0
        try TableRows(source, header: header).read(emit: emit) { row in
            guard let kind = ShareEvent.Kind(eventID: row.text(eventID).utf8) else { return .other }
            return LogRecord(kind: kind, bytes: row.bytes) { field in
                columns[Int(field.rawValue)].map { row.text($0) } ?? ""
            }
        }
    }
}
