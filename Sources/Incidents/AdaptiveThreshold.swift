import AccessLogs

/// A threshold that keeps to a number of alerts a day while habits change: each day it is read from the days before it, and
/// what was too much or too little so far is made up for within a week.
///
/// It stays between those that a quarter and four times the number had at the end of training: what an attacker does cannot
/// raise it farther, and where habits have changed more than that, it is time to train again. A day's threshold depends on
/// earlier days alone.
package struct AdaptiveThreshold: Sendable {
    private let alertsPerDay: Double
    private let bounds: ClosedRange<Double>
    /// Whether the promise would need a threshold beyond the bounds, on the last day.
    package private(set) var isAtBound = false
    private var recent: RecentIncidents
    /// How many alerts fewer came than were promised.
    private var missing = 0.0

    /// The days that it is read from.
    private static let recentDays = 28
    /// The days within which a difference is made up for.
    private static let settlingDays = 7.0
    /// How many times as many alerts, or as few, training may have had at it.
    private static let mostChange = 4.0

    /// - Parameters:
    ///   - alertsPerDay: above zero.
    ///   - benign: the incidents of the days before the first.
    package init(alertsPerDay: Double, after benign: RecentIncidents) {
        self.alertsPerDay = alertsPerDay
        recent = benign
        let least = benign.threshold(allowing: alertsPerDay * Self.mostChange)
        bounds = least...max(least, benign.threshold(allowing: alertsPerDay / Self.mostChange))
    }

    /// The evidence that alerts of a day exceed, of all of whose incidents it learns.
    ///
    /// - Parameters:
    ///   - day: later than those before it.
    ///   - incidents: the evidence of the day's incidents that are no part of earlier ones.
    package mutating func threshold(on day: Int, closing incidents: [Double]) -> Double {
        let allowed = min(
            max(alertsPerDay + missing / Self.settlingDays, alertsPerDay / 2), alertsPerDay * 2)
        let wanted = recent.threshold(allowing: allowed)
        let threshold = min(max(wanted, bounds.lowerBound), bounds.upperBound)
        isAtBound = wanted != threshold
        // Days of the weekend have a part of the promise that is theirs.
        let usual = recent.threshold(allowing: alertsPerDay), mean = recent.perDay(above: usual)
        let share = mean > 0 ? recent.perDay(above: usual, like: day) / mean : 1
        missing += alertsPerDay * share - Double(incidents.count { $0 > threshold })
        recent.look(at: day)
        for evidence in incidents { recent.add(evidence: evidence, on: day) }
        recent = recent.newest(Self.recentDays)
        return threshold
    }
}
