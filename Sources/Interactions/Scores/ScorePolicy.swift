/// Which number stands for each case of a score, where a number is wanted.
public struct ScorePolicy: Hashable, Sendable {
    /// What stands for one case.
    public enum Rule: Hashable, Sendable {
        /// The score that the model gave.
        case own
        /// A fixed number.
        case fixed(Double)
        /// No number at all.
        case undefined
    }

    /// For accesses that the training data or the history contain.
    public var seen: Rule
    /// For users and resources that nothing connects.
    public var disconnected: Rule

    /// A user or a resource that is not in the model has no score, and is undefined in every policy.
    public init(seen: Rule = .own, disconnected: Rule = .own) {
        self.seen = seen
        self.disconnected = disconnected
    }

    /// Every access that has a score keeps it.
    public static let own = ScorePolicy()

    /// The numbers of the reference system (SynapseML's `AccessAnomaly`): an access of the history has 0, a user and a
    /// resource in different components have +∞, an unknown user or resource has no number.
    ///
    /// - Parameter hasHistory: whether the model was given a history of accesses. Without one, the reference does not
    ///   know what it has seen, and a training access keeps its score like any other.
    public static func reference(hasHistory: Bool) -> ScorePolicy {
        ScorePolicy(seen: hasHistory ? .fixed(0) : .own, disconnected: .fixed(.infinity))
    }

    /// The number for a score; nil where it is undefined.
    public func number(for score: AnomalyScore) -> Double? {
        switch score {
        case .scored(let value), .foldedIn(let value): value
        case .seen(let value): number(by: seen, of: value)
        case .disconnected(let value): number(by: disconnected, of: value)
        case .unknownUser, .unknownResource: nil
        }
    }

    private func number(by rule: Rule, of value: Double) -> Double? {
        switch rule {
        case .own: value
        case .fixed(let number): number
        case .undefined: nil
        }
    }
}
