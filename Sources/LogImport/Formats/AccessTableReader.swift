package import Files

/// Accesses as a table with columns `user` and `resource`, and perhaps `tenant`, `time` and `count`, in any order.
package struct AccessTableReader: TableReader {
    package static let id = "access-table"
    package static let summary = "a table with the columns tenant, user, resource, time, count"

    package init() {}

    package func recognizes(_ head: InputHead) -> Bool {
        head.header.flatMap(Self.columns) != nil
    }

    func rows(below header: TableHeader, of log: String, _ limits: InputLimits) -> TableRows? {
        Self.columns(header).map { columns in TableRows(header: header) { columns.record($0) } }
    }

    private static func columns(_ header: TableHeader) -> AccessColumns? {
        // Other tables may have a user and a resource too; those with one column more are to be mapped by hand.
        let names = header.names.map { ColumnName($0).name.lowercased() }
        let known = ["tenant", "user", "resource", "time", "count"]
        guard let user = names.firstIndex(of: "user"), let resource = names.firstIndex(of: "resource"),
            names.allSatisfy(known.contains)
        else { return nil }
        return AccessColumns(
            user: user, resource: resource, time: names.firstIndex(of: "time"), tenant: names.firstIndex(of: "tenant"),
            count: names.firstIndex(of: "count"), header: header)
    }
}
