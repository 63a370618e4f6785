/// How unusual an access is: higher is more anomalous.
public enum AnomalyScore: Hashable, Sendable {
    /// An access that the training data do not contain.
    case scored(Double)
    /// An access that the training data contain.
    case seen(Double)
    /// User and resource are not connected by any chain of shared accesses.
    case disconnected(Double)
    /// The user or the resource has no training access; the score is based on its other accesses in the scored log.
    case foldedIn(Double)
    /// The user has no training access; the resource may have none either.
    case unknownUser
    /// The resource has no training access.
    case unknownResource

    /// The score as a number, wherever user and resource are both known, or one of them was folded in.
    public var value: Double? {
        switch self {
        case .scored(let value), .seen(let value), .disconnected(let value), .foldedIn(let value): value
        case .unknownUser, .unknownResource: nil
        }
    }

    /// The case by its name in files: `unknown-user`.
    public var caseName: String {
        switch self {
        case .scored: "scored"
        case .seen: "seen"
        case .disconnected: "disconnected"
        case .foldedIn: "folded-in"
        case .unknownUser: "unknown-user"
        case .unknownResource: "unknown-resource"
        }
    }
}

/// What happens to the accesses that have no score when accesses are ranked.
public enum UnscorablePolicy: String, CaseIterable, Hashable, Sendable, Codable {
    /// They are left out of the measurements.
    case drop
    /// They rank below every scored access.
    case rankLast = "rank-last"
    /// They rank above every scored access.
    case rankFirst = "rank-first"
}
