package import Interactions

/// Why an access is scored as it is: facts from training that an analyst can check.
package struct Explanation: Sendable {
    package let tenant: String
    package let user: String
    package let resource: String
    /// Whether the user, and the resource, occur in training; ``Explainer/users(like:inTenant:most:)`` and
    /// ``Explainer/resources(like:inTenant:most:)`` suggest what may have been meant where not.
    package let isUserKnown: Bool
    package let isResourceKnown: Bool
    package let score: AnomalyScore
    /// The accesses of this very pair in training.
    package let accesses: Double
    /// The users whose resources are most like the user's, nearest first.
    package let peers: [Peer]
    /// Who usually uses the resource, most accesses first, and how many use it at all.
    package let usualUsers: [Use]
    package let userCount: Int
    /// What the user usually uses, most accesses first, and how many resources it is in all.
    package let usualResources: [Use]
    package let resourceCount: Int
    /// The training pairs that the prediction rests on most, by absolute value; empty where the algorithm cannot say.
    package let contributions: [Reason]

    package struct Peer: Hashable, Sendable, Encodable {
        package let user: String
        /// The cosine of the two users' sets of resources, from 0 to 1.
        package let similarity: Double
        package let usesResource: Bool
    }

    /// A user or resource with its accesses in training.
    package struct Use: Hashable, Sendable, Encodable {
        package let name: String
        package let accesses: Double
    }

    /// A resource of the user's, and what it adds to the prediction of the access.
    package struct Reason: Hashable, Sendable, Encodable {
        package let resource: String
        package let contribution: Double
    }
}

extension Explanation: Encodable {
    private enum CodingKeys: String, CodingKey {
        case tenant, user, resource, score, accesses, peers, contributions, words
        case usualUsers, userCount, usualResources, resourceCount
        case scoreCase = "case"
    }

    package func encode(to encoder: any Encoder) throws {
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
