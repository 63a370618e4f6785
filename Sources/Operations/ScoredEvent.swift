public import AccessLogs
public import Interactions

/// An access of a log with its score: one line of the output.
public struct ScoredEvent: Sendable {
    /// The access.
    public var access: AccessEvent
    /// Its score, or the case that stands for one.
    public var score: AnomalyScore

    /// An access with its score.
    public init(access: AccessEvent, score: AnomalyScore) {
        self.access = access
        self.score = score
    }
}

extension ScoredEvent: Encodable {
    private enum CodingKeys: String, CodingKey {
        case tenant, user, resource, time, score
        case scoreCase = "case"
    }

    /// Writes the access in one object: its tenant, user, resource and time, its score and case.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(access.tenant, forKey: .tenant)
        try container.encode(access.user.name, forKey: .user)
        try container.encode(access.resource.name, forKey: .resource)
        try container.encode(access.time?.description, forKey: .time)
        try container.encode(score.value, forKey: .score)
        try container.encode(score.caseName, forKey: .scoreCase)
    }
}
