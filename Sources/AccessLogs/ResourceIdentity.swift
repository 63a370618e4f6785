/// What was accessed: a share of a computer, normalised so that one share has one spelling.
public struct ResourceIdentity: Hashable, Sendable {
    /// The canonical name by which models know the resource: `\\computer\share` in lower case, `\\*\share` where the
    /// computer is left out, or an opaque identifier exactly as a table gave it.
    public let name: String

    /// How a share of a computer becomes a resource.
    public enum Scope: String, CaseIterable, Hashable, Sendable, Codable {
        /// Each computer's share is a resource of its own. Event 5140 names the share without its computer, so that by
        /// name alone every server's `C$` would be one resource.
        case computerAndShare = "computer-and-share"
        /// Shares of one name on all computers are one resource.
        case share
    }

    /// A share as Windows logs it.
    ///
    /// - Parameters:
    ///   - computer: the computer that logged the event.
    ///   - share: the share's name, `\\*\NAME`.
    public init(computer: String, share: String, scope: Scope = .computerAndShare) {
        let server = scope == .share ? "*" : computer.caseFolded()
        name = "\\\\" + server + "\\" + Self.plainName(share).caseFolded()
    }

    /// The name of a share without its server, however programs spelled it: with doubled backslashes, slashes, one at its end.
    private static func plainName(_ share: String) -> String {
        let isPlain =
            share.hasPrefix("\\\\*\\")
            && !share.utf8.dropFirst(4).contains { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "/") }
        if isPlain { return String(share.dropFirst(4)) }
        let parts = share.split { $0 == "\\" || $0 == "/" }
        let isUNC = share.hasPrefix("\\") || share.hasPrefix("/") || parts.first == "*"
        guard isUNC, parts.count > 1 else { return parts.joined(separator: "\\") }
        return parts.dropFirst().joined(separator: "\\")
    }

    /// A resource as a table names it. A UNC name (`\\server\share`) is case-folded; anything else is an opaque
    /// identifier, in which case may matter, and is kept as it is.
    public init(name: String) {
        self.name = name.hasPrefix("\\\\") ? name.caseFolded() : name
    }

    /// The name of the share without its server, in lower case; the whole name of an opaque resource.
    public var share: String {
        let share = Self.shareName(name)
        // A UNC name is folded already.
        return share.startIndex > name.startIndex ? String(share) : String(share).caseFolded()
    }

    /// Whether this is a share that Windows makes for administrators: `ADMIN$` or a drive, `C$`.
    public var isAdministrative: Bool {
        let share = Array(share.utf8)
        let isDrive =
            share.count == 2 && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(share[0])
            && share[1] == UInt8(ascii: "$")
        return isDrive || share == Array("admin$".utf8)
    }

    private static func shareName(_ share: String) -> Substring {
        guard share.hasPrefix("\\\\"),
            let separator = share.utf8.dropFirst(2).firstIndex(of: UInt8(ascii: "\\"))
        else { return share[...] }
        return share[share.utf8.index(after: separator)...]
    }
}
