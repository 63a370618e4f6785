public import Interactions

/// Why an access is scored as it is: facts from training that an analyst can check.
public struct Explanation: Sendable {
    public let tenant: String
    public let user: String
    public let resource: String
    /// Whether the user, and the resource, occur in training; ``Explainer/users(like:inTenant:most:)`` and
    /// ``Explainer/resources(like:inTenant:most:)`` suggest what may have been meant where not.
    public let isUserKnown: Bool
    public let isResourceKnown: Bool
    public let score: AnomalyScore
    /// The accesses of this very pair in training.
    public let accesses: Double
    /// The users whose resources are most like the user's, nearest first.
    public let peers: [Peer]
    /// Who usually uses the resource, most accesses first, and how many use it at all.
    public let usualUsers: [Use]
    public let userCount: Int
    /// What the user usually uses, most accesses first, and how many resources it is in all.
    public let usualResources: [Use]
    public let resourceCount: Int
    /// The training pairs that the prediction rests on most, by absolute value; empty where the algorithm cannot say.
    public let contributions: [Reason]

    public struct Peer: Hashable, Sendable, Encodable {
        public let user: String
        /// The cosine of the two users' sets of resources, from 0 to 1.
        public let similarity: Double
        public let usesResource: Bool
    }

    /// A user or resource with its accesses in training.
    public struct Use: Hashable, Sendable, Encodable {
        public let name: String
        public let accesses: Double
    }

    /// A resource of the user's, and what it adds to the prediction of the access.
    public struct Reason: Hashable, Sendable, Encodable {
        public let resource: String
        public let contribution: Double
    }
}

extension Explanation: Encodable {
    private enum CodingKeys: String, CodingKey {
        case tenant, user, resource, score, accesses, peers, contributions, words
        case usualUsers, userCount, usualResources, resourceCount
        case scoreCase = "case"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(tenant, forKey: .tenant)
        try container.encode(user, forKey: .user)
        try container.encode(resource, forKey: .resource)
        try container.encode(score.value, forKey: .score)
        try container.encode(score.caseName, forKey: .scoreCase)
        try container.encode(accesses, forKey: .accesses)
        try container.encode(peers, forKey: .peers)
        try container.encode(usualUsers, forKey: .usualUsers)
        try container.encode(userCount, forKey: .userCount)
        try container.encode(usualResources, forKey: .usualResources)
        try container.encode(resourceCount, forKey: .resourceCount)
        try container.encode(contributions, forKey: .contributions)
        try container.encode(words, forKey: .words)
    }
}
