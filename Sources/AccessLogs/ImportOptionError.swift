/// An option of an import that makes no sense, as a sentence for the person who gave it.
public struct ImportOptionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and what would be right, in a sentence.
    public let description: String

    /// - Parameter description: a sentence for people.
    public init(_ description: String) {
        self.description = description
    }
}
