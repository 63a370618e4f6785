/// A file, a folder or a member of an archive that was not read, or not to its end.
public struct UnreadInput: Hashable, Sendable, Encodable {
    /// Why something is not read.
    public enum Cause: String, Hashable, Sendable, Encodable {
        /// It is hidden, no plain file, or a link to a folder: such things are never read from a folder.
        case leftOut = "left-out"
        /// It should have been read, and could not be.
        case failed
    }

    /// The file, and the member where the file is an archive: `logs.zip!export.json`.
    public var file: String
    /// Why it was not read.
    public var cause: Cause
    /// A sentence for the person who gave the input.
    public var reason: String
    /// Whether some of its records were read.
    public var isPartlyRead: Bool

    /// A part that was not read at all, unless `isPartlyRead`.
    public init(file: String, cause: Cause, reason: String, isPartlyRead: Bool = false) {
        self.file = file
        self.cause = cause
        self.reason = reason
        self.isPartlyRead = isPartlyRead
    }

    /// Something that was left out because it is hidden.
    static func hidden(_ file: String) -> UnreadInput {
        UnreadInput(file: file, cause: .leftOut, reason: "it is hidden.")
    }

    /// Something that was left out because it cannot be read from its first to its last byte.
    static func special(_ file: String) -> UnreadInput {
        UnreadInput(file: file, cause: .leftOut, reason: "it is no plain file.")
    }

    enum CodingKeys: String, CodingKey {
        case file, cause, reason
        case isPartlyRead = "partly_read"
    }
}
