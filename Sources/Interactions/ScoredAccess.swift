/// A labelled access with the score that a detector gave it.
public struct ScoredAccess: Hashable, Sendable {
    public var access: LabelledAccess
    public var score: AnomalyScore

    public init(access: LabelledAccess, score: AnomalyScore) {
        self.access = access
        self.score = score
    }
}
