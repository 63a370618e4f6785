import AccessLogs

/// Which tenant accesses are of.
struct Tenants {
    private let log: AccessLog
    private let ofUser: [Int]
    private let ofResource: [Int]
    let count: Int

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
        count = max(1, numbers.count)
    }

    /// Indices of accesses of the log by tenant, in their order.
    func rows(_ accesses: [Int]) -> [[Int]] {
        var rows = [[Int]](repeating: [], count: count)
        for access in accesses { rows[ofUser[Int(log.user[access])]].append(access) }
        return rows
    }

    /// The tenant of a pair. Made-up newcomers, whose numbers are beyond those of the log, are of the tenant of the other.
    func tenant(ofUser user: Int32, resource: Int32) -> Int {
        if Int(user) < ofUser.count { return ofUser[Int(user)] }
        return Int(resource) < ofResource.count ? ofResource[Int(resource)] : 0
    }
}
