/// A fitted detector that can say which training pairs its prediction of an access rests on.
public protocol ExplainingByContribution: FittedDetector {
    /// What each of the user's training pairs adds to the prediction that the user accesses the resource; together they
    /// are the prediction.
    ///
    /// - Precondition: both indices lie within the matrix that was fitted.
    func contributions(user: Int32, resource: Int32) -> [Contribution]
}

/// A training pair of a user as a reason for a prediction.
public struct Contribution: Hashable, Sendable {
    /// The resource that the user accessed in training.
    public let resource: Int32
    /// What the pair adds to the prediction; negative where it speaks against the access.
    public let value: Double

    public init(resource: Int32, value: Double) {
        self.resource = resource
        self.value = value
    }
}
