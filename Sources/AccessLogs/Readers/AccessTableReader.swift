/// Accesses as a table with columns `user` and `resource`, and perhaps `tenant`, `time` and `count`, in any order.
public struct AccessTableReader: LogReader {
    public static let id = "access-table"
    public static let summary = "a table with the columns tenant, user, resource, time, count"
    public static let isDivisible = true

    public init() {}

    public func recognizes(_ head: LogHead) -> Bool {
        head.header.flatMap(Self.columns) != nil
    }

    public func read(_ source: LogSource, emit: LogRecordHandler) throws {
        guard let header = source.head.header, let columns = Self.columns(header) else { return }
        try TableRows(source, header: header).read(emit: emit) { columns.record($0) }
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
