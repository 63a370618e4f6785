/// Which folders of file servers are shares, for events that name files and no shares (4656 and 4663).
public struct SharedFolders: Hashable, Sendable {
    private struct Rule: Hashable, Sendable {
        /// The folder's parts, case-folded.
        var parts: [String]
        /// The share; nil where each folder below is one of its name.
        var share: String?
    }

    /// The folders as they were given.
    public let arguments: [String]
    private let rules: [Rule]

    /// - Parameter arguments: each a folder and its share, `E:\Data\Finance=finance`, or a folder below which each folder is a
    ///   share, `D:\Shares\*`. The longest folder that a file lies in counts.
    /// - Throws: ``ImportOptionError`` where one is neither.
    public init(arguments: [String]) throws {
        self.arguments = arguments
        rules = try arguments.map { argument in
            let sides = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            var parts = Self.parts(of: String(sides[0])).map { $0.caseFolded() }
            let isOfAll = parts.last == "*"
            if isOfAll { parts.removeLast() }
            let share = sides.count > 1 ? String(sides[1]) : nil
            guard !parts.isEmpty, isOfAll == (share == nil), share.map({ !$0.isEmpty }) ?? true else {
                throw ImportOptionError(
                    "\"\(argument)\" names no share; write D:\\Shares\\* where each folder below is one, or E:\\Data=data."
                )
            }
            return Rule(parts: parts, share: share)
        }.sorted { $0.parts.count > $1.parts.count }
    }

    /// The share that a file lies in, and the rest of its path; nil where it is in none.
    package func share(ofFile path: String) -> (share: String, rest: String)? {
        let parts = Self.parts(of: path)
        for rule in rules where parts.count >= rule.parts.count {
            guard zip(parts, rule.parts).allSatisfy({ $0.caseFolded() == $1 }) else { continue }
            let below = parts.dropFirst(rule.parts.count)
            if let share = rule.share { return (share, below.joined(separator: "\\")) }
            // The folder that holds the shares is none.
            if let share = below.first { return (share, below.dropFirst().joined(separator: "\\")) }
        }
        return nil
    }

    private static func parts(of path: String) -> [String] {
        let parts = path.split { $0 == "\\" || $0 == "/" }.map(String.init)
        // \??\D:\Data is D:\Data.
        return parts.first == "??" ? Array(parts.dropFirst()) : parts
    }
}

extension SharedFolders: Codable {
    /// Reads a list of folders.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            try self.init(arguments: try container.decode([String].self))
        } catch let error as ImportOptionError {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    /// Writes the folders as they were given.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(arguments)
    }
}
