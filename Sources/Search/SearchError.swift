/// A search space that makes no sense, or one that a sampler cannot cover.
public struct SearchError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with the space or the sampler, and what would be right, in a sentence.
    public let description: String
    /// The name of the parameter at fault; nil where it is not a single one.
    public let parameter: String?

    /// An error in a sentence for people, with the parameter that it is about.
    public init(_ description: String, parameter: String? = nil) {
        self.description = description
        self.parameter = parameter
    }
}
