/// An option of an import that makes no sense, as a sentence for the person who gave it.
public struct ImportOptionError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
