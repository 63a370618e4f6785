import AccessLogs
import Interactions

/// Which scored accesses become alerts: those above a threshold that the training does not already contain, one for
/// each (tenant, user, resource), the highest score first.
package struct AlertPolicy: Sendable {
    /// The score that an alert exceeds.
    package let threshold: Double
    private var best: [Pair: ScoredEvent] = [:]
    /// The accesses that have no score, by case.
    package private(set) var unscored: [String: Int] = [:]
    /// The accesses considered.
    package private(set) var considered = 0

    private struct Pair: Hashable {
        var tenant: String
        var user: String
        var resource: String
    }

    package init(threshold: Double) {
        self.threshold = threshold
    }

    package mutating func consider(_ event: ScoredEvent) {
        considered += 1
        guard let value = event.score.value else {
            unscored[event.score.caseName, default: 0] += 1
            return
        }
        if case .seen = event.score { return }
        guard value > threshold else { return }
        let pair = Pair(
            tenant: event.access.tenant, user: event.access.user.name, resource: event.access.resource.name)
        if let known = best[pair], (known.score.value ?? -.infinity) >= value { return }
        best[pair] = event
    }

    /// The alerts, the highest score first; equal scores by time, then by name.
    package var alerts: [ScoredEvent] {
        func key(_ event: ScoredEvent) -> (Int64, String, String, String) {
            let access = event.access
            return (access.time?.microseconds ?? 0, access.tenant, access.user.name, access.resource.name)
        }
        return best.values.sorted { first, second in
            let (one, other) = (first.score.value ?? 0, second.score.value ?? 0)
            return one != other ? one > other : key(first) < key(second)
        }
    }
}
