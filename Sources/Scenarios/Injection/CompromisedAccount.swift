import AccessLogs
package import Parameters
package import Statistics

/// A stolen account that accesses valuable resources within a few hours.
///
/// Resources of few users count as valuable. The twin is an operator on call, who accesses as many new resources in as
/// short a time, but those that others access as well.
package struct CompromisedAccount: InjectionScenario {
    package static let id = "compromised-account"
    package static let summary = "one account turns to several valuable resources within hours, often at night; medium"

    static let accesses = Parameter<Double>(
        "accesses", in: 1...1000, standard: 8, "Mean of the Poisson number of new resources.")
    static let hours = Parameter<Double>("hours", in: 0.01...168, standard: 4, "Length of the attack.")
    static let night = Parameter<Double>(
        "night", in: 0...1, standard: 0.7, "Probability that it begins between 22:00 and 5:00 (UTC).")
    static let selectivity = Parameter<Int>(
        "selectivity", in: 1...100, standard: 4,
        "The intruder takes the rarest of this many resources at a time; the severity is 1 − 1/selectivity.")

    package static let parameters: ParameterList = [accesses, hours, night, selectivity]

    private let accesses: Double
    private let hours: Double
    private let night: Double
    private let selectivity: Int

    package init(_ parameters: ParameterSet) throws(ParameterError) {
        accesses = parameters[Self.accesses]
        hours = parameters[Self.hours]
        night = parameters[Self.night]
        selectivity = parameters[Self.selectivity]
    }

    package func inject(
        into target: InjectionTarget, count: Int, using random: RandomStream
    ) throws -> [Attack] {
        var draft = try InjectionDraft(for: Self.id, in: target, using: random)
        return try draft.attacks(count: count) { draft in
            guard let user = draft.actor() else { return nil }
            let wanted = max(1, random.poisson(mean: accesses))
            let resources = draft.resources(wanted, for: user, selectivity: selectivity) {
                target.benignResource(forTenantOf: user, using: random)
            }
            return Attack(
                severity: 1 - 1 / Double(selectivity), of: user, on: resources, at: times(resources.count, in: draft))
        } twin: { draft, attack in
            guard let operatorOnCall = draft.other(than: attack) else { return [] }
            let resources = draft.resources(attack.accesses.count, for: operatorOnCall) {
                target.benignResource(forTenantOf: operatorOnCall, using: random)
            }
            return InjectedAccess.series(
                of: operatorOnCall, on: resources, at: times(resources.count, in: draft), isAnomalous: false)
        }
    }

    private func times(_ count: Int, in draft: InjectionDraft) -> [Timestamp?] {
        let start = draft.random.bernoulli(night) ? draft.nightlyMoment() : draft.moment()
        return draft.times(count, from: start, within: hours * 3600)
    }
}
