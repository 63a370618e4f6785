/// A labelled access with the score that a detector gave it.
public struct ScoredAccess: Hashable, Sendable {
    public var access: LabeledAccess
    public var score: AnomalyScore

    public init(access: LabeledAccess, score: AnomalyScore) {
        self.access = access
        self.score = score
    }
}
