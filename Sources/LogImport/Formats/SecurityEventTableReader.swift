package import Files

/// A delimited file that has the fields of share events in columns, as Microsoft Sentinel's table SecurityEvent has them,
/// and under the names of other programs' exports.
package struct SecurityEventTableReader: TableReader {
    package static let id = "security-event-table"
    package static let summary =
        "CSV in the columns of Sentinel's SecurityEvent table, or of an export of Splunk or Kibana"

    package init() {}

    package func recognizes(_ head: InputHead) -> Bool {
        guard let header = head.header else { return false }
        return Self.hasNames(header) || EventColumns(header).haveShares
    }

    /// Whether the header has Windows' own names of event id and share, even where it has none of a time.
    private static func hasNames(_ header: TableHeader) -> Bool {
        [EventField.eventID, .shareName].allSatisfy { header.index(of: $0.names) != nil }
    }

    func rows(below header: TableHeader, of log: String, _ limits: InputLimits) throws -> TableRows? {
        let rows = try EventRows(header, EventColumns(header), limits)
        return TableRows(header: header) { rows.record($0) }
    }
}
