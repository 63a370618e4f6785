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
        if Self.isSID(account) || account.isEmpty || account == "-", let known = Self.isSID(account) ? account : sid,
            Self.isSID(known)
        {
            // Windows logs an account by its identifier alone where it cannot resolve it.
            name = known.uppercased()
            self.sid = name
            return
        }
        if isLocal, let at = account.utf8.lastIndex(of: UInt8(ascii: "@")), at > account.startIndex {
            // A user principal name says its domain.
            let domain = account[account.utf8.index(after: at)...]
            name = String(domain).caseFolded() + "\\" + String(account[..<at]).caseFolded()
        } else {
            name = (isLocal ? Self.hostName(computer) : folded) + "\\" + account.caseFolded()
        }
        self.sid = sid
    }

    /// An account by the name that another identity of it has.
    package init(name: String, sid: String?) {
        self.name = name
        self.sid = sid
    }

    /// Whether a text is a security identifier: `S-1-5-21-…`.
    package static func isSID(_ text: String) -> Bool {
        guard text.utf8.count > 5, text.utf8.count <= 184, text.hasPrefix("S-1-") || text.hasPrefix("s-1-")
        else { return false }
        return text.utf8.dropFirst(4).allSatisfy { $0 == UInt8(ascii: "-") || 48...57 ~= $0 }
    }

    /// Whether a security identifier is that of one account of a domain, a computer or a cloud directory, not one that
    /// every computer has.
    package static func isOfOneAccount(_ sid: String) -> Bool {
        guard isSID(sid) else { return false }
        let parts = sid.utf8.count { $0 == UInt8(ascii: "-") }
        return sid.dropFirst(2).hasPrefix("1-5-21-") && parts >= 7
            || sid.dropFirst(2).hasPrefix("1-12-1-") && parts >= 6
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
        return Self.anonymousNames.contains(account.lowercased())
    }

    /// The account without its domain, whether written `domain\account` or `account@domain`.
    public var account: Substring {
        if let separator = name.utf8.lastIndex(of: UInt8(ascii: "\\")) { return name[separator...].dropFirst() }
        return name[..<(name.utf8.firstIndex(of: UInt8(ascii: "@")) ?? name.endIndex)]
    }

    /// As Windows calls it in English, German, French, Spanish, Italian and Portuguese.
    private static let anonymousNames: Set = [
        "anonymous logon", "anonymous-anmeldung", "ouverture de session anonyme", "connexion anonyme",
        "inicio de sesión anónimo", "accesso anonimo", "logon anônimo", "início de sessão anónimo",
    ]

    /// The first label of a computer's name, in lower case.
    private static func hostName(_ computer: String) -> String {
        String(computer[..<(computer.utf8.firstIndex(of: UInt8(ascii: ".")) ?? computer.endIndex)]).caseFolded()
    }
}
