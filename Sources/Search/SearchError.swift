/// A search space that makes no sense, or one that a sampler cannot cover.
public struct SearchError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
