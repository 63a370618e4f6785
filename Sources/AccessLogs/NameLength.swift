/// How long names may be, in UTF-16 code units, as Windows counts: a longer one is no name but an attempt to fill the
/// memory, which holds every distinct name of a log.
enum NameLength {
    /// Accounts, domains, computers, tenants and addresses. The longest that Windows has is a user principal
    /// name of 1,024 characters; twice that, for what tables may write around one.
    static let longest = 2048
    /// Security identifiers: `S-1`, the authority, and fifteen numbers of 32 bits.
    static let longestSID = 184
    /// Shares and other resources, which may be paths: Windows' limit for these.
    static let longestPath = 32_767

    /// - Throws: ``MalformedRecord`` where a name is too long.
    static func check(_ name: String, of what: String, longest: Int = longest) throws(MalformedRecord) {
        // No text has more UTF-16 code units than bytes of UTF-8.
        guard name.utf8.count > longest, name.utf16.count > longest else { return }
        throw MalformedRecord(
            reason: "the \(what) has \(name.utf16.count) characters, more than the \(longest) that it may have.")
    }
}
