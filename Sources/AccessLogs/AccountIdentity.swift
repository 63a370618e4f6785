/// Who accessed: an account, normalised so that one account has one spelling.
public struct AccountIdentity: Hashable, Sendable {
    /// The canonical name by which models know the account: `domain\account` in lower case, or an opaque identifier
    /// exactly as a table gave it.
    public let name: String
    /// The security identifier, where the log has one: `S-1-5-21-…`.
    public let sid: String?

    /// An account as Windows logs it.
    ///
    /// Domain and account are case-folded. Where the domain is missing (`-`, `.` or empty) the account is local to the
    /// computer that logged the event, and the computer stands in for the domain; a local account whose domain already
    /// names its computer (`PC01\Administrator`) keeps it.
    ///
    /// - Parameter computer: the computer that logged the event.
    public init(domain: String, account: String, sid: String?, computer: String) {
        let folded = domain.lowercased()
        let isLocal = folded.isEmpty || folded == "-" || folded == "."
        let host = computer.lowercased().prefix { $0 != "." }
        name = (isLocal ? String(host) : folded) + "\\" + account.lowercased()
        self.sid = sid
    }

    /// An account as a table names it. `DOMAIN\account` is case-folded; anything else is an opaque identifier, in which
    /// case may matter, and is kept as it is.
    public init(name: String) {
        self.name = name.contains("\\") ? name.lowercased() : name
        sid = nil
    }

    /// Whether this is the account of a computer: its name ends in `$`.
    public var isMachine: Bool {
        account.hasSuffix("$")
    }

    /// Whether this is the anonymous logon (S-1-5-7).
    public var isAnonymous: Bool {
        sid == "S-1-5-7" || account.lowercased() == "anonymous logon"
    }

    /// The account without its domain, whether written `domain\account` or `account@domain`.
    public var account: Substring {
        if let separator = name.lastIndex(of: "\\") { return name[name.index(after: separator)...] }
        return name.prefix { $0 != "@" }
    }
}
