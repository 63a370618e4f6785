/// Who accessed: an account, normalised so that one account has one spelling.
public struct AccountIdentity: Hashable, Sendable {
    /// The canonical name of the account in models: `domain\account` in lower case, or an opaque identifier exactly as
    /// a table gave it.
    public let name: String
    /// The security identifier, where the log has one: `S-1-5-21-…`.
    public let sid: String?

    /// An account as Windows logs it.
    ///
    /// Domain and account are case-folded, as Windows compares names: scalar by scalar, and never from beyond ASCII
    /// into ASCII. Where the domain is missing (`-`, `.` or empty) the account is local to the computer that logged the
    /// event, and the computer stands in for the domain; a local account whose domain already names its computer
    /// (`PC01\Administrator`) keeps it.
    ///
    /// - Parameter computer: the computer that logged the event.
    public init(domain: String, account: String, sid: String?, computer: String) {
        let folded = domain.caseFolded()
        let isLocal = folded.isEmpty || folded == "-" || folded == "."
        name = (isLocal ? Self.hostName(computer) : folded) + "\\" + account.caseFolded()
        self.sid = sid
    }

    /// An account as a table names it. `DOMAIN\account` is case-folded; anything else is an opaque identifier, in which
    /// case may matter, and is kept as it is.
    public init(name: String) {
        self.name = name.utf8.contains(UInt8(ascii: "\\")) ? name.caseFolded() : name
        sid = nil
    }

    /// Whether this is the account of a computer: its name ends in `$`.
    public var isMachine: Bool {
        account.utf8.last == UInt8(ascii: "$")
    }

    /// Whether this is the anonymous logon (S-1-5-7).
    public var isAnonymous: Bool {
        if sid == "S-1-5-7" { return true }
        let account = account
        return account.utf8.count == "anonymous logon".utf8.count && account.lowercased() == "anonymous logon"
    }

    /// The account without its domain, whether written `domain\account` or `account@domain`.
    public var account: Substring {
        if let separator = name.utf8.lastIndex(of: UInt8(ascii: "\\")) { return name[separator...].dropFirst() }
        return name[..<(name.utf8.firstIndex(of: UInt8(ascii: "@")) ?? name.endIndex)]
    }

    /// The first label of a computer's name, in lower case.
    private static func hostName(_ computer: String) -> String {
        String(computer[..<(computer.utf8.firstIndex(of: UInt8(ascii: ".")) ?? computer.endIndex)]).caseFolded()
    }
}
