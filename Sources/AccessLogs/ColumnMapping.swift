import Algorithms

/// Which columns of a delimited file hold what, by the names in its header: `user=source_user,resource=computer`.
public struct ColumnMapping: Hashable, Sendable, Codable {
    /// The column of the account.
    public var user: String
    /// The column of the resource.
    public var resource: String
    /// The column of the time; nil where the file has none.
    public var time: String?
    /// The column of the tenant; nil where all rows are of one.
    public var tenant: String?
    /// The column that says for how many accesses a row stands; nil where each stands for one.
    public var count: String?

    /// A mapping to columns of these names.
    public init(
        user: String, resource: String, time: String? = nil, tenant: String? = nil, count: String? = nil
    ) {
        self.user = user
        self.resource = resource
        self.time = time
        self.tenant = tenant
        self.count = count
    }

    /// A mapping as it is written on a command line: `user=…,resource=…` and, where there are such columns, `time=…`,
    /// `tenant=…`, `count=…`.
    ///
    /// - Throws: ``ImportOptionError`` where the user or the resource is missing, or something else is mapped.
    public init(argument: String) throws {
        var columns: [String: String] = [:]
        for part in argument.split(separator: ",") {
            let sides = part.split(separator: "=", maxSplits: 1).map { String($0.trimming(while: \.isWhitespace)) }
            guard sides.count == 2, Self.keys.contains(sides[0]), columns[sides[0]] == nil else {
                throw ImportOptionError(
                    "\"\(part)\" maps no column; a mapping reads user=…,resource=…,time=…,tenant=…,count=….")
            }
            columns[sides[0]] = sides[1]
        }
        guard let user = columns["user"], let resource = columns["resource"] else {
            throw ImportOptionError("the columns \"\(argument)\" must name user=… and resource=….")
        }
        self.init(
            user: user, resource: resource, time: columns["time"], tenant: columns["tenant"], count: columns["count"])
    }

    private static let keys = ["user", "resource", "time", "tenant", "count"]
}
