/// Two scorers that cannot be compared.
public struct ComparisonError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
