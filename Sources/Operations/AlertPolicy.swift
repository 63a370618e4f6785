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
        consider(event.score, of: event.access)
    }

    /// Considers all accesses of a log.
    ///
    /// - Parameter isKept: whether an access without a score is kept, to be considered later; nil where none is.
    mutating func consider(_ scores: LogScores, of log: AccessLog, unless isKept: ((ScoredEvent) -> Bool)? = nil) {
        considered += scores.seen
        for (row, score) in scores.unscored
        where isKept?(ScoredEvent(access: log.access(at: row), score: score)) != true {
            leave(unscored: score)
        }
        for pair in scores.pairs {
            consider(pair.score, of: log.access(at: pair.row), standingFor: pair.accesses)
        }
    }

    /// - Parameters:
    ///   - access: is made for what may alert alone.
    ///   - accesses: how many accesses of the pair there are.
    private mutating func consider(
        _ score: AnomalyScore, of access: @autoclosure () -> AccessEvent, standingFor accesses: Int = 1
    ) {
        guard let value = score.value else { return leave(unscored: score, accesses) }
        considered += accesses
        if case .seen = score { return }
        guard value > threshold else { return }
        let access = access()
        let pair = Pair(tenant: access.tenant, user: access.user.name, resource: access.resource.name)
        if let known = best[pair], (known.score.value ?? -.infinity) >= value { return }
        best[pair] = ScoredEvent(access: access, score: score)
    }

    private mutating func leave(unscored score: AnomalyScore, _ accesses: Int = 1) {
        considered += accesses
        unscored[score.caseName, default: 0] += accesses
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
