import AccessLogs

/// Which tenant accesses are of.
struct Tenants {
    private let log: AccessLog
    private let ofUser: [Int]
    private let ofResource: [Int]
    /// By index.
    let names: [String]

    init(of log: AccessLog) {
        self.log = log
        var numbers: [String: Int] = [:]
        func number(_ name: TenantName) -> Int {
            let number = numbers[name.tenant] ?? numbers.count
            numbers[name.tenant] = number
            return number
        }
        ofUser = log.users.names.map(number)
        ofResource = log.resources.names.map(number)
        // Made-up newcomers of a log without names need a tenant, too.
        names = numbers.isEmpty ? [""] : numbers.sorted { $0.value < $1.value }.map(\.key)
    }

    var count: Int { names.count }

    /// The tenant of an access of the log.
    func tenant(of access: Int) -> Int { ofUser[Int(log.user[access])] }

    /// Indices of accesses of the log by tenant, in their order.
    func rows(_ accesses: [Int]) -> [[Int]] {
        var rows = [[Int]](repeating: [], count: count)
        for access in accesses { rows[tenant(of: access)].append(access) }
        return rows
    }

    /// The tenant of a pair. Made-up newcomers, whose numbers are beyond those of the log, are of the tenant of the other.
    func tenant(ofUser user: Int32, resource: Int32) -> Int {
        if Int(user) < ofUser.count { return ofUser[Int(user)] }
        return Int(resource) < ofResource.count ? ofResource[Int(resource)] : 0
    }
}
