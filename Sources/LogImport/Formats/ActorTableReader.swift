import AccessLogs
package import Files

/// The table of Microsoft's first access-anomaly notebooks: `Timestamp`, `Actor`, `Resource`, categorical features and
/// a count, separated by tabs, with or without a header. They come from Log Analytics, so that their times are UTC.
package struct ActorTableReader: TableReader {
    package static let id = "actor-table"
    package static let summary = "a TSV of Timestamp, Actor, Resource, features, count, with or without a header"

    package init() {}

    package func recognizes(_ head: InputHead) -> Bool {
        guard let header = head.header else { return false }
        return Self.named(header) != nil || Self.unnamed(header) != nil
    }

    func rows(below header: TableHeader, of log: String, _ limits: InputLimits) -> TableRows? {
        if let columns = Self.named(header) { return TableRows(header: header) { columns.record($0) } }
        return Self.unnamed(header).map { columns in
            TableRows(header: header, hasHeaderLine: false) { columns.record($0) }
        }
    }

    private static func named(_ header: TableHeader) -> AccessColumns? {
        guard let time = header.index(of: "Timestamp"), let actor = header.index(of: "Actor"),
            let resource = header.index(of: "Resource")
        else { return nil }
        return AccessColumns(
            user: actor, resource: resource, time: time, tenant: nil, count: header.index(of: "count_", "count"),
            header: header, isInUTC: true)
    }

    /// Takes a first line that is no header for a row of the table: its first field is a time, its last an integer.
    private static func unnamed(_ header: TableHeader) -> AccessColumns? {
        guard header.delimiter == UInt8(ascii: "\t"), header.names.count >= 4, let first = header.names.first,
            Timestamp(tableText: first) != nil, let last = header.names.last, Int64(last) != nil
        else { return nil }
        let names =
            ["Timestamp", "Actor", "Resource"]
            + header.names.indices.dropFirst(3).dropLast().map { "feature \($0 - 2)" } + ["count"]
        return AccessColumns(
            user: 1, resource: 2, time: 0, tenant: nil, count: header.names.count - 1,
            header: TableHeader(delimiter: header.delimiter, names: names, line: header.line), isInUTC: true)
    }
}
