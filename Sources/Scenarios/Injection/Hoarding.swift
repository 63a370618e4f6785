import Interactions
package import Parameters
package import Statistics

/// Users access many of their usual resources within hours.
///
/// The rows are pairs that training has: nothing about them is new, and a detector that scores pairs cannot see them.
/// The scenario shows that blind spot. It is the only one that uses occupied pairs; the twin, reporting at the end of a
/// quarter, does the same.
package struct Hoarding: InjectionScenario {
    package static let id = "hoarding"
    package static let summary = "many resources that the user uses anyway, within hours; invisible to scores of pairs"
    package static let traits: InjectionTraits = [.repeatsObservedPairs]

    static let accesses = Parameter<Int>(
        "accesses", in: 1...10_000, standard: 20,
        "Resources per actor, at most those the user has; n/(n + 20) is the severity.")
    static let hours = Parameter<Double>("hours", in: 0.01...168, standard: 8, "Length of the attack.")

    package static let parameters: ParameterList = [accesses, hours]

    private let accesses: Int
    private let hours: Double

    package init(_ parameters: ParameterSet) throws(ParameterError) {
        accesses = parameters[Self.accesses]
        hours = parameters[Self.hours]
    }

    package func inject(
        into target: InjectionTarget, count: Int, using random: RandomStream
    ) throws -> [Attack] {
        var draft = try InjectionDraft(for: Self.id, in: target, using: random)
        return try draft.attacks(count: count) { draft in
            draft.actor().map { user in
                Attack(
                    .hostile, severity: Double(accesses) / Double(accesses + 20),
                    accesses: rush(by: user, of: accesses, isAnomalous: true, in: &draft))
            }
        } twin: { draft, attack in
            guard let user = draft.other(than: attack) else { return [] }
            return rush(by: user, of: attack.accesses.count, isAnomalous: false, in: &draft)
        }
    }

    private func rush(
        by user: Int32, of count: Int, isAnomalous: Bool, in draft: inout InjectionDraft
    ) -> [InjectedAccess] {
        var used = draft.profile.resources(ofUser: user).filter(draft.isAllowed)
        draft.random.shuffle(&used)
        var resources: [Int32] = []
        for resource in used where resources.count < count && draft.take(user, resource) { resources.append(resource) }
        let times = draft.times(resources.count, from: draft.moment(), within: hours * 3600)
        return InjectedAccess.series(of: user, on: resources, at: times, isAnomalous: isAnomalous)
    }
}
