import AccessLogs

/// The names in a simulated log: numbers alone, which say nothing about what an account or a share is for.
struct OrganizationNames {
    let tenants: Int
    /// The accounts in each tenant, those of services among them.
    let accounts: Int
    /// The shares in each tenant.
    let shares: Int

    func users(isCancelled: () -> Bool) throws(CancellationError) -> [TenantName] {
        try names(count: accounts, isCancelled) { "corp\\u" + Self.padded($0 + 1, like: accounts, atLeast: 4) }
    }

    /// Shares are spread over the file servers without regard to their owners.
    func resources(isCancelled: () -> Bool) throws(CancellationError) -> [TenantName] {
        let servers = Self.servers(forShares: shares)
        return try names(count: shares, isCancelled) {
            "\\\\fs" + Self.padded($0 % servers + 1, like: servers, atLeast: 2)
                + "\\s" + Self.padded($0 + 1, like: shares, atLeast: 4)
        }
    }

    /// The file servers; share number n is on server n mod their number.
    static func servers(forShares shares: Int) -> Int {
        (shares + 39) / 40
    }

    private func names(
        count: Int, _ isCancelled: () -> Bool, name: (Int) -> String
    ) throws(CancellationError) -> [TenantName] {
        var names: [TenantName] = []
        names.reserveCapacity(tenants * count)
        for tenant in 0..<tenants {
            for number in 0..<count {
                if names.count % 65_536 == 0, isCancelled() { throw CancellationError() }
                names.append(TenantName(tenant: "t\(tenant + 1)", name: name(number)))
            }
        }
        return names
    }

    private static func padded(_ number: Int, like largest: Int, atLeast width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, max(width, String(largest).count) - digits.count)) + digits
    }
}
