package import Files

/// A delimited file in the columns of Microsoft Sentinel's table SecurityEvent.
package struct SecurityEventTableReader: TableReader {
    package static let id = "security-event-table"
    package static let summary = "CSV in the columns of Sentinel's SecurityEvent table"

    package init() {}

    package func recognizes(_ head: InputHead) -> Bool {
        guard let header = head.header else { return false }
        return [EventField.eventID, .shareName].allSatisfy { header.index(of: $0.names) != nil }
    }

    func rows(below header: TableHeader, of log: String) -> TableRows? {
        let fields = RowFields(header)
        return TableRows(header: header) { row in
            fields.fill(from: row)
            guard let kind = ShareEvent.Kind(eventID: fields[.eventID]) else { return .other }
            return .rawShareEvent(RawShareEvent(kind: kind, bytes: row.bytes, fields: fields.texts))
        }
    }
}
