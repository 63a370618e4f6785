import AccessLogs
import Interactions
package import Parameters
package import Statistics

/// A user accesses one more sensitive resource every few days, close to what its own community uses.
///
/// The twin accesses new resources at the same rate, but those that its peers use.
package struct LowAndSlow: InjectionScenario {
    package static let id = "low-and-slow"
    package static let summary = "one sensitive resource every few days, close to the own community; hard"

    static let gapDays = Parameter<Double>(
        "gap_days", in: 0.1...100, standard: 2, "Mean time between two accesses, exponential.")
    static let accesses = Parameter<Int>(
        "accesses", in: 1...1000, standard: 4, "Accesses of an actor, at most; as many as the window holds.")
    static let selectivity = Parameter<Int>(
        "selectivity", in: 1...100, standard: 4,
        "The actor takes the rarest of this many resources at a time; the severity is 1 − 1/selectivity.")

    package static let parameters: ParameterList = [gapDays, accesses, selectivity]

    private let gapDays: Double
    private let accesses: Int
    private let selectivity: Int

    package init(_ parameters: ParameterSet) throws(ParameterError) {
        gapDays = parameters[Self.gapDays]
        accesses = parameters[Self.accesses]
        selectivity = parameters[Self.selectivity]
    }

    package func inject(
        into target: InjectionTarget, count: Int, using random: RandomStream
    ) throws -> [Attack] {
        var draft = try InjectionDraft(for: Self.id, in: target, using: random)
        return try draft.attacks(count: count) { draft in
            draft.actor().map { user in
                let (resources, times) = campaign(of: user, selectivity: selectivity, in: &draft)
                return Attack(severity: 1 - 1 / Double(selectivity), of: user, on: resources, at: times)
            }
        } twin: { draft, attack in
            guard let user = draft.other(than: attack) else { return [] }
            let (resources, times) = campaign(of: user, selectivity: 1, in: &draft)
            return InjectedAccess.series(of: user, on: resources, at: times, isAnomalous: false)
        }
    }

    private func campaign(
        of user: Int32, selectivity: Int, in draft: inout InjectionDraft
    ) -> (resources: [Int32], times: [Timestamp?]) {
        guard let community = draft.profile.community(ofUser: user) else { return ([], []) }
        let times = times(in: draft)
        return (draft.peerResources(times.count, of: community, for: user, selectivity: selectivity), times)
    }

    /// A Poisson process from a random moment in the first gap on, to the window's end; at least one time.
    private func times(in draft: InjectionDraft) -> [Timestamp?] {
        guard draft.moment() != nil, let days = draft.target.window.days else {
            return Array(repeating: nil, count: accesses)
        }
        var day = draft.random.uniform() * min(gapDays, Double(days.count))
        var times: [Timestamp?] = []
        while times.count < accesses, day < Double(days.count) {
            // At the hour of some benign case, so that only the rate differs.
            let hour = (draft.moment()?.microseconds ?? 0) % Timestamp.day
            let midnight = Int64(days.lowerBound + Int(day)) * Timestamp.day
            times.append(Timestamp(microseconds: midnight + (hour + Timestamp.day) % Timestamp.day))
            day += draft.random.exponential(mean: gapDays)
        }
        return times.compactMap(\.self).sorted()
    }
}
