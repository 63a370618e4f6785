import AccessLogs

/// A threshold that keeps to a number of alerts a day while habits change: each day it is read from the days before it, and
/// what was too much or too little so far is made up for within a week.
///
/// It never allows less than half of the number nor more than twice as many, so that a day of attacks can raise it, and
/// blind it, by so much and no more. A day's threshold depends on earlier days alone.
package struct AdaptiveThreshold: Sendable {
    private let alertsPerDay: Double
    private var recent: RecentIncidents
    /// How many alerts fewer came than were promised.
    private var missing = 0.0

    /// The days that it is read from.
    private static let recentDays = 28
    /// The days within which a difference is made up for.
    private static let settlingDays = 7.0

    /// - Parameters:
    ///   - alertsPerDay: above zero.
    ///   - benign: the incidents of the days before the first.
    package init(alertsPerDay: Double, after benign: RecentIncidents) {
        self.alertsPerDay = alertsPerDay
        recent = benign
    }

    /// The evidence that alerts of a day exceed, of all of whose incidents it learns.
    ///
    /// - Parameters:
    ///   - day: later than those before it.
    ///   - incidents: the evidence of the day's incidents that are no part of earlier ones.
    package mutating func threshold(on day: Int, closing incidents: [Double]) -> Double {
        let allowed = min(
            max(alertsPerDay + missing / Self.settlingDays, alertsPerDay / 2), alertsPerDay * 2)
        let threshold = recent.threshold(allowing: allowed)
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
