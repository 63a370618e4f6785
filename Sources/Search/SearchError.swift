/// A search space that makes no sense, or one that a sampler cannot cover.
public struct SearchError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
    /// The name of the parameter at fault; nil where it is not a single one.
    public let parameter: String?

    public init(_ description: String, parameter: String? = nil) {
        self.description = description
        self.parameter = parameter
    }
}
