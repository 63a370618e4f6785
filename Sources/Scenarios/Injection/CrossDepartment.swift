import AccessLogs
import Interactions
package import Parameters
package import Statistics

/// Users who access resources of communities other than their own.
///
/// Communities are those of the training accesses. Twins are members of a project: some users of several communities
/// who all access the same foreign resources.
package struct CrossDepartment: InjectionScenario {
    package static let id = "cross-department"
    package static let summary = "users with resources of communities that are not their own; easy, a sanity check"

    /// How foreign resources are chosen.
    enum Resources: String, ParameterChoice {
        case popularityMatched = "popularity-matched"
        case uniform
    }

    static let accessesPerUser = Parameter<Int>(
        "accesses_per_user", in: 1...1000, standard: 4, "Foreign resources that an actor turns to.")
    static let resources = Parameter<Resources>(
        "resources", standard: .popularityMatched,
        "Whether popular resources are chosen as often as in benign cases, or all alike.")
    static let distance = Parameter<Double>(
        "distance", in: 0...1, standard: 0.5,
        "Fraction of the resources used by anyone in the actor's community that are passed over; the severity.")
    static let groupSize = Parameter<Int>("group_size", in: 1...100, standard: 3, "Members of a twin's project group.")

    package static let parameters: ParameterList = [accessesPerUser, resources, distance, groupSize]

    private let accessesPerUser: Int
    private let resources: Resources
    private let distance: Double
    private let groupSize: Int

    package init(_ parameters: ParameterSet) throws(ParameterError) {
        accessesPerUser = parameters[Self.accessesPerUser]
        resources = parameters[Self.resources]
        distance = parameters[Self.distance]
        groupSize = parameters[Self.groupSize]
    }

    package func inject(
        into target: InjectionTarget, count: Int, using random: RandomStream
    ) throws -> [Attack] {
        var draft = try InjectionDraft(for: Self.id, in: target, using: random)
        return try draft.attacks(count: count) { draft in
            guard let user = draft.actor() else { return nil }
            let resources = draft.resources(accessesPerUser, for: user) {
                foreignResource(for: user, in: target, using: random)
            }
            let times = draft.moments(resources.count)
            return Attack(severity: distance, of: user, on: resources, at: times)
        } twin: { draft, attack in
            projectGroup(in: &draft, besides: attack)
        }
    }

    /// A known resource of another community than the user's; nil where none was drawn.
    private func foreignResource(for user: Int32, in target: InjectionTarget, using random: RandomStream) -> Int32? {
        let drawn =
            switch resources {
            case .popularityMatched: target.benignResource(forTenantOf: user, using: random)
            case .uniform: target.knownResource(forTenantOf: user, using: random)
            }
        let communities = target.profile.communities, own = communities.ofUser[Int(user)]
        guard let resource = drawn, let community = communities.ofResource[Int(resource)], community != own else {
            return nil
        }
        let isKnownAtHome = target.profile.users(ofResource: resource).contains { communities.ofUser[Int($0)] == own }
        return isKnownAtHome && random.bernoulli(distance) ? nil : resource
    }

    /// Some users of the attack's tenant with the same resources, which are foreign to the first of them.
    private func projectGroup(in draft: inout InjectionDraft, besides attack: Attack) -> [InjectedAccess] {
        let tenant = draft.tenant(of: attack), actors = attack.users
        let belongs = { [log = draft.target.log] (user: Int32) in
            log.users[Int(user)].tenant == tenant && !actors.contains(user)
        }
        guard let first = draft.actor(where: belongs) else { return [] }
        let resources = draft.resources(attack.accesses.count, for: first) {
            [target = draft.target, random = draft.random] in
            foreignResource(for: first, in: target, using: random)
        }
        var accesses = InjectedAccess.series(
            of: first, on: resources, at: draft.moments(resources.count), isAnomalous: false)
        for _ in 1..<max(1, groupSize) {
            guard let member = draft.actor(where: { belongs($0) && $0 != first }) else { break }
            let free = resources.filter { draft.isFree(member, $0) }
            for resource in free { draft.take(member, resource) }
            accesses += InjectedAccess.series(
                of: member, on: free, at: draft.moments(free.count), isAnomalous: false)
        }
        return accesses.inOrderOfTime
    }
}
