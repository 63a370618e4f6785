extension AccessLog {
    /// The log with one name for each account that its security identifier shows to be one, and for each computer that is
    /// named in short and in full.
    ///
    /// An identifier joins `CORP\ann`, `corp.example\ann` and `ann@corp.example`, and the identifier alone; names that
    /// differ in more than the domain stay apart. A short computer's name joins the one full name of the tenant that begins
    /// with it. Which name stays does not depend on the order of the accesses.
    package func joined(_ computers: ComputerNames = .joined) -> (log: AccessLog, joins: NameJoins) {
        let userNames = Self.accounts(users, userSIDs)
        let resourceNames = computers == .joined ? Self.computers(resources) : resources.names
        let joins = NameJoins(
            users: zip(users.names, userNames).count { $0 != $1 },
            resources: zip(resources.names, resourceNames).count { $0 != $1 })
        guard joins != NameJoins() else { return (self, joins) }
        var joined = AccessLog()
        let userIndices = zip(userNames, userSIDs).map { joined.index(ofUser: $0, sid: $1) }
        let resourceIndices = resourceNames.map { joined.index(ofResource: $0) }
        joined = AccessLog(
            users: joined.users, resources: joined.resources, userSIDs: joined.userSIDs,
            user: user.map { userIndices[Int($0)] }, resource: resource.map { resourceIndices[Int($0)] },
            microseconds: microseconds, weight: weight, outcome: outcome)
        return (joined, joins)
    }

    /// The name that each user goes by.
    private static func accounts(_ users: Vocabulary, _ sids: [String?]) -> [TenantName] {
        struct Key: Hashable {
            var tenant: String
            var sid: String
            var account: String
        }
        func account(_ name: String) -> String { String(AccountIdentity(name: name, sid: nil).account) }
        var best: [Key: String] = [:], accounts: [Key: Set<String>] = [:]
        let keys = users.names.indices.map { index -> Key? in
            guard let sid = sids[index], AccountIdentity.isOfOneAccount(sid) else { return nil }
            let user = users[index]
            return Key(tenant: user.tenant, sid: sid.uppercased(), account: user.name == sid ? "" : account(user.name))
        }
        for (index, key) in keys.enumerated() {
            guard let key else { continue }
            let name = users[index].name
            best[key] = best[key].map { Self.better($0, name) } ?? name
            if !key.account.isEmpty {
                accounts[Key(tenant: key.tenant, sid: key.sid, account: ""), default: []].insert(key.account)
            }
        }
        return keys.enumerated().map { index, key in
            guard var key else { return users[index] }
            if key.account.isEmpty, let known = accounts[key], known.count == 1, let only = known.first {
                key.account = only
            }
            return TenantName(tenant: key.tenant, name: best[key] ?? users[index].name)
        }
    }

    /// Of two names of an account, the one with the short name of its domain; else the first in alphabetical order.
    private static func better(_ one: String, _ other: String) -> String {
        func rank(_ name: String) -> Int {
            guard let separator = name.utf8.firstIndex(of: UInt8(ascii: "\\")) else { return 2 }
            return name[..<separator].utf8.contains(UInt8(ascii: ".")) ? 1 : 0
        }
        return (rank(one), one) <= (rank(other), other) ? one : other
    }

    /// The name that each resource goes by.
    private static func computers(_ resources: Vocabulary) -> [TenantName] {
        var full: [TenantName: Set<Substring>] = [:]
        let hosts = resources.names.map { resource -> Substring? in
            guard resource.name.hasPrefix("\\\\") else { return nil }
            return resource.name.dropFirst(2).prefix { $0 != "\\" }
        }
        func label(_ host: Substring) -> Substring { host.prefix { $0 != "." } }
        for (resource, host) in zip(resources.names, hosts) {
            // Not the numbers of an address.
            guard let host, host.contains("."), label(host).contains(where: { !$0.isNumber }) else { continue }
            full[TenantName(tenant: resource.tenant, name: String(label(host))), default: []].insert(host)
        }
        guard !full.isEmpty else { return resources.names }
        return zip(resources.names, hosts).map { resource, host in
            guard let host, !host.contains("."),
                let known = full[TenantName(tenant: resource.tenant, name: String(host))], known.count == 1,
                let only = known.first
            else { return resource }
            return TenantName(
                tenant: resource.tenant, name: "\\\\" + only + resource.name.dropFirst(2 + host.count))
        }
    }
}

/// How many names of a log were other spellings of names that stay.
package struct NameJoins: Hashable, Sendable {
    package var users = 0
    package var resources = 0

    package init(users: Int = 0, resources: Int = 0) {
        self.users = users
        self.resources = resources
    }
}
