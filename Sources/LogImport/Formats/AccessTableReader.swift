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
        let known = ["tenant", "user", "resource", "time", "count"]
        guard let user = header.index(of: "user"), let resource = header.index(of: "resource"),
            header.names.allSatisfy({ known.contains($0.lowercased()) })
        else { return nil }
        return AccessColumns(
            user: user, resource: resource, time: header.index(of: "time"), tenant: header.index(of: "tenant"),
            count: header.index(of: "count"), header: header)
    }
}
