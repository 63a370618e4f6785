import Interactions
package import Parameters
package import Statistics

/// The user of one benign case with the resource of another.
///
/// The user comes from a random benign case of the window, the resource from another of the same tenant, and the two
/// are kept where they were never observed together. Active users and popular resources are thereby nearly as frequent
/// as among the benign cases, so that only who uses what tells the two apart. They are not quite as frequent: of a hub
/// that most users use, few pairs are left to inject. A pair may be drawn more than once: drawing each pair once would
/// use up the few free pairs of popular resources and leave the unpopular ones to be injected, which popularity alone
/// would find.
package struct FrequencyMatchedPairs: InjectionScenario {
    package static let id = "frequency-matched-pairs"
    package static let summary =
        "the user of one benign case with the resource of another; hard, popularity does not help"
    package static let parameters: ParameterList = []
    package static let traits: InjectionTraits = [.singleAccesses, .recombinesBenignCases]

    package init(_ parameters: ParameterSet) throws(ParameterError) {}

    package func inject(
        into target: InjectionTarget, count: Int, using random: RandomStream
    ) throws -> [Attack] {
        let benign = target.benign
        guard !benign.isEmpty else {
            throw InjectionError("\(Self.id): no benign case of the window has a user who may act")
        }
        return try target.freePairs(count: count, severity: 0, isDistinct: false, for: Self.id, using: random) {
            let user = benign[random.index(below: benign.count)].user
            let resources = target.benignResources(forTenantOf: user)
            guard !resources.isEmpty else { return nil }
            return (user, resources[random.index(below: resources.count)])
        }
    }
}
