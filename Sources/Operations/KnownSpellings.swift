import AccessLogs
import Statistics

/// The names that training knows, for new logs that spell them otherwise: a computer in short or in full, a domain by its
/// NetBIOS or its DNS name.
///
/// A name that training does not know becomes the one name of training that differs in that alone: a resource always, an
/// account where the log has its security identifier, as a name without one may be anybody's. How many did is said.
struct KnownSpellings {
    private let users: Vocabulary
    private let resources: Vocabulary
    /// The names by their readings; nil where several have one.
    private var userOfReading: [TenantName: String?] = [:]
    private var resourceOfReading: [TenantName: String?] = [:]
    private var accounts: [TenantName: String] = [:]
    private var joinedResources: [TenantName: String] = [:]
    /// Accounts without an identifier that look like known ones.
    private var lookalikes: [TenantName: String] = [:]

    /// The most names that are remembered: a hostile log may have any number.
    private static let mostNames = 100_000

    init(users: Vocabulary, resources: Vocabulary) {
        self.users = users
        self.resources = resources
        Self.collect(users, Self.accountReading, &userOfReading)
        Self.collect(resources, Self.resourceReading, &resourceOfReading)
    }

    private static func collect(
        _ names: Vocabulary, _ reading: (String) -> String?, _ table: inout [TenantName: String?]
    ) {
        for name in names.names {
            guard let reading = reading(name.name) else { continue }
            let key = TenantName(tenant: name.tenant, name: reading)
            // Of several names none is known to be meant.
            if table[key] == nil { table[key] = .some(name.name) } else { table[key] = .some(nil) }
        }
    }

    /// The access by names of training, where these are other spellings.
    mutating func known(_ access: AccessEvent) -> AccessEvent {
        var access = access
        let logged = TenantName(tenant: access.tenant, name: access.user.name)
        let name = user(logged, sid: access.user.sid)
        if name != logged { access.user = AccountIdentity(name: name.name, sid: access.user.sid) }
        let share = TenantName(tenant: access.tenant, name: access.resource.name), known = resource(share)
        if known != share { access.resource = ResourceIdentity(name: known.name) }
        return access
    }

    /// The name of training that an account's is another spelling of, or the name itself.
    mutating func user(_ user: TenantName, sid: String?) -> TenantName {
        guard users.index(of: user) == nil, let known = Self.name(user, userOfReading, Self.accountReading) else {
            return user
        }
        guard let sid, AccountIdentity.isOfOneAccount(sid) else {
            if lookalikes.count < Self.mostNames { lookalikes[user] = known }
            return user
        }
        if accounts.count < Self.mostNames { accounts[user] = known }
        return TenantName(tenant: user.tenant, name: known)
    }

    /// The same of a resource.
    mutating func resource(_ resource: TenantName) -> TenantName {
        guard resources.index(of: resource) == nil,
            let known = Self.name(resource, resourceOfReading, Self.resourceReading)
        else { return resource }
        if joinedResources.count < Self.mostNames { joinedResources[resource] = known }
        return TenantName(tenant: resource.tenant, name: known)
    }

    private static func name(
        _ name: TenantName, _ table: [TenantName: String?], _ reading: (String) -> String?
    ) -> String? {
        guard let reading = reading(name.name) else { return nil }
        return table[TenantName(tenant: name.tenant, name: reading)] ?? nil
    }

    /// What was taken for another spelling, in sentences.
    var sentences: [String] {
        var sentences: [String] = []
        for (names, what) in [(accounts, "account"), (joinedResources, "resource")] {
            guard let example = Self.example(names) else { continue }
            sentences.append(
                "\(Number.counted(names.count, what)) scored under the spelling of training: \(example)"
                    + "; --computer-names as-logged keeps spellings apart")
        }
        if let example = Self.example(lookalikes) {
            sentences.append(
                "\(Number.counted(lookalikes.count, "unknown account")) may be known under another spelling: \(example); a log "
                    + "with security identifiers would tell")
        }
        return sentences
    }

    private static func example(_ names: [TenantName: String]) -> String? {
        names.min { $0.key < $1.key }.map { "\($0.key.name) as \($0.value)" }
    }

    /// `account@domain` with the first label of the domain.
    private static func accountReading(_ name: String) -> String? {
        guard let separator = name.lastIndex(of: "\\") else { return nil }
        let domain = name[..<separator].prefix { $0 != "." }
        return domain.isEmpty ? nil : name[name.index(after: separator)...] + "@" + domain
    }

    /// The name with the first label of the computer.
    private static func resourceReading(_ name: String) -> String? {
        guard name.hasPrefix("\\\\") else { return nil }
        let host = name.dropFirst(2).prefix { $0 != "\\" }, label = host.prefix { $0 != "." }
        // Not the numbers of an address.
        guard label.contains(where: { !$0.isNumber }) else { return nil }
        return "\\\\" + label + name.dropFirst(2 + host.count)
    }
}
