package import Parameters
package import Statistics

/// Any user with any resource: a sanity check.
///
/// The user is uniform over all users known in training, the resource uniform over its tenant's resources known in
/// training. Most injected resources are unpopular ones, so that popularity alone finds them: measurements on this
/// scenario flatter every detector.
package struct UniformPairs: InjectionScenario {
    package static let id = "uniform-pairs"
    package static let summary =
        "a random known user with a random known resource of the tenant; easy, popularity alone finds most"
    package static let parameters: ParameterList = []
    package static let traits: InjectionTraits = [.singleAccesses]

    package init(_ parameters: ParameterSet) throws(ParameterError) {}

    package func inject(
        into target: InjectionTarget, count: Int, using random: RandomStream
    ) throws -> [Attack] {
        let users = target.knownUsers
        return try target.freePairs(count: count, severity: 1, for: Self.id, using: random) {
            guard !users.isEmpty else { return nil }
            let user = users[random.index(below: users.count)]
            let resources = target.knownResources(forTenantOf: user)
            guard !resources.isEmpty else { return nil }
            return (user, resources[random.index(below: resources.count)])
        }
    }
}
