/// How long names may be, in UTF-16 code units, as Windows counts: a longer one is no name but an attempt to fill the
/// memory, which holds every distinct name of a log.
package enum NameLength {
    /// Accounts, domains, computers, tenants and addresses. The longest that Windows has is a user principal
    /// name of 1,024 characters; twice that, for what tables may write around one.
    package static let longest = 2048
    /// Security identifiers: `S-1`, the authority, and fifteen numbers of 32 bits.
    package static let longestSID = 184
    /// Shares and other resources, which may be paths: Windows' limit for these.
    package static let longestPath = 32_767

    /// - Throws: ``MalformedRecord`` where a name is too long.
    @inline(__always)
    package static func check(
        _ name: some StringProtocol, of what: @autoclosure () -> String, longest: Int = longest
    ) throws(MalformedRecord) {
        if name.utf8.count > mostMarks { try checkLong(name, of: what, longest: longest) }
    }

    private static func checkLong(
        _ name: some StringProtocol, of what: () -> String, longest: Int
    ) throws(MalformedRecord) {
        // No text has more UTF-16 code units than bytes of UTF-8.
        guard name.utf8.count <= longest || name.utf16.count <= longest else {
            throw MalformedRecord(
                reason: "the \(what()) has \(name.utf16.count) characters, more than the \(longest) that it may have.")
        }
        guard !hasManyMarks(name) else {
            throw MalformedRecord(
                reason: "the \(what()) has more than \(mostMarks) combining marks in a row, which no writing has.")
        }
    }

    /// The most combining marks upon one letter, as in Unicode's stream-safe format (UAX 15). Comparing names sorts the
    /// marks, which takes time with the square of their number.
    private static let mostMarks = 30

    /// Whether a name has more marks in a row than ``mostMarks``.
    private static func hasManyMarks(_ name: some StringProtocol) -> Bool {
        // ASCII has no marks.
        guard name.utf8.contains(where: { $0 >= 0x80 }) else { return false }
        var marks = 0
        for scalar in name.unicodeScalars {
            marks = scalar.properties.canonicalCombiningClass == .notReordered ? 0 : marks + 1
            if marks > mostMarks { return true }
        }
        return false
    }
}
