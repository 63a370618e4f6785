import AccessLogs
import Interactions
package import Parameters
package import Statistics

/// A user who changes to another community steals sensitive resources of the old one.
///
/// Over some days the user's new resources come less and less from the own community and more and more from the other
/// one. While both still mix, the user also accesses resources of the old community that few there have: only these
/// accesses are anomalous. The twin is a transfer that drifts alike, without the theft.
package struct RoleChange: InjectionScenario {
    package static let id = "role-change"
    package static let summary = "a user drifts into another community and steals from the old one meanwhile; hard"

    static let days = Parameter<Double>(
        "days", in: 0.1...1000, standard: 10, "Length of the drift, where the window is as long.")
    static let driftAccesses = Parameter<Int>(
        "drift_accesses", in: 0...1000, standard: 8, "New resources of the drift.")
    static let thefts = Parameter<Int>("thefts", in: 1...1000, standard: 4, "Resources stolen.")
    static let selectivity = Parameter<Int>(
        "selectivity", in: 1...100, standard: 4,
        "The thief takes the rarest of this many resources at a time; the severity is 1 − 1/selectivity.")

    package static let parameters: ParameterList = [days, driftAccesses, thefts, selectivity]

    private let days: Double
    private let driftAccesses: Int
    private let thefts: Int
    private let selectivity: Int

    package init(_ parameters: ParameterSet) throws(ParameterError) {
        days = parameters[Self.days]
        driftAccesses = parameters[Self.driftAccesses]
        thefts = parameters[Self.thefts]
        selectivity = parameters[Self.selectivity]
    }

    package func inject(
        into target: InjectionTarget, count: Int, using random: RandomStream
    ) throws -> [Attack] {
        var draft = try InjectionDraft(for: Self.id, in: target, using: random)
        return try draft.attacks(count: count) { draft in
            guard let user = draft.actor(), let own = draft.profile.community(ofUser: user) else { return nil }
            let resources = draft.peerResources(thefts, of: own, for: user, selectivity: selectivity)
            guard !resources.isEmpty else { return nil }
            let span = span(in: draft)
            let accesses =
                drift(of: user, over: span, in: &draft)
                + resources.map { resource in
                    InjectedAccess(
                        user: user, resource: resource, time: time(at: 0.25 + random.uniform() / 2, of: span),
                        isAnomalous: true)
                }
            return Attack(.hostile, severity: 1 - 1 / Double(selectivity), accesses: accesses.inOrderOfTime)
        } twin: { draft, attack in
            guard let user = draft.other(than: attack) else { return [] }
            return drift(of: user, over: span(in: draft), in: &draft).inOrderOfTime
        }
    }

    /// New resources of the own community that give way to those of another; none where there is no other.
    private func drift(
        of user: Int32, over span: ClosedRange<Int64>?, in draft: inout InjectionDraft
    ) -> [InjectedAccess] {
        guard let old = draft.profile.community(ofUser: user), let new = otherCommunity(than: old, for: user, in: draft)
        else { return [] }
        return (0..<driftAccesses).flatMap { step in
            let progress = (Double(step) + draft.random.uniform()) / Double(driftAccesses)
            let community = draft.random.bernoulli(progress) ? new : old
            let time = time(at: progress, of: span)
            return draft.peerResources(1, of: community, for: user).map {
                InjectedAccess(user: user, resource: $0, time: time, isAnomalous: false)
            }
        }
    }

    /// The community of another user of the tenant, so that large ones come often.
    private func otherCommunity(than old: Int32, for user: Int32, in draft: InjectionDraft) -> Int32? {
        for _ in 0..<50 {
            guard let resource = draft.target.knownResource(forTenantOf: user, using: draft.random),
                let peer = draft.random.element(of: Array(draft.profile.users(ofResource: resource))),
                let community = draft.profile.community(ofUser: peer), community != old
            else { continue }
            return community
        }
        return nil
    }

    /// From when to when the drift lasts, in microseconds; nil where the data have no time.
    private func span(in draft: InjectionDraft) -> ClosedRange<Int64>? {
        guard let start = draft.moment()?.microseconds, let window = draft.target.window.days else { return nil }
        let first = Int64(window.lowerBound) * Timestamp.day, end = Int64(window.upperBound) * Timestamp.day - 1
        let length = min(Int64(days * Double(Timestamp.day)), end - first)
        let begin = max(first, min(start, end - length))
        return begin...begin + length
    }

    private func time(at progress: Double, of span: ClosedRange<Int64>?) -> Timestamp? {
        span.map { Timestamp(microseconds: $0.lowerBound + Int64(progress * Double($0.upperBound - $0.lowerBound))) }
    }
}
