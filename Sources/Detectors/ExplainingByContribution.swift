/// A fitted detector that says which of a user's training accesses its prediction is based on.
public protocol ExplainingByContribution: FittedDetector {
    /// What each of the user's training pairs adds to the prediction for the resource, in the order of their resources.
    ///
    /// - Throws: ``DetectorError`` where the prediction cannot be taken apart.
    func contributions(user: Int32, resource: Int32) throws -> [Contribution]
}

/// The part of a prediction that comes from one training pair.
public struct Contribution: Hashable, Sendable {
    /// The resource of the training pair.
    public let resource: Int32
    /// What the pair adds to the prediction; negative where it speaks against the access.
    public let amount: Double

    /// A resource with what it adds to the score.
    public init(resource: Int32, amount: Double) {
        self.resource = resource
        self.amount = amount
    }
}
