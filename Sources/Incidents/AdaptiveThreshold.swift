import AccessLogs

/// A threshold that keeps to a number of alerts a day while habits change: each day it is read from the days before it, and
/// what was too much or too little so far is made up for within a week.
///
/// It stays between those that a quarter and four times the number had at the end of training: what an attacker does cannot
/// raise it farther, and where habits have changed more than that, it is time to train again. No single day tells much: of one
/// that floods, no more incidents count than four times the number, a day on which next to nobody is active tells nothing, and
/// nobody pays later for what came while the threshold was at a bound. A day's threshold depends on earlier days alone.
package struct AdaptiveThreshold: Sendable {
    private let alertsPerDay: Double
    private let bounds: ClosedRange<Double>
    private var recent: RecentIncidents
    /// How many alerts fewer came than were promised.
    private var missing = 0.0

    /// The days that it is read from.
    private static let recentDays = 28
    /// The days within which a difference is made up for.
    private static let settlingDays = 7.0
    /// How many times as many alerts, or as few, training may have had at it.
    private static let mostChange = 4.0
    /// A day with a smaller part of the usual number of windows is idle.
    private static let idle = 0.2

    /// - Parameters:
    ///   - alertsPerDay: above zero.
    ///   - benign: the incidents of the days before the first.
    package init(alertsPerDay: Double, after benign: RecentIncidents) {
        self.alertsPerDay = alertsPerDay
        recent = benign
        let least = benign.threshold(allowing: alertsPerDay * Self.mostChange)
        bounds = least...max(least, benign.threshold(allowing: alertsPerDay / Self.mostChange))
    }

    /// The threshold of a day.
    package struct Day: Hashable, Sendable {
        /// The evidence that alerts exceed.
        package let evidence: Double
        /// Whether the promise would need a threshold beyond the bounds.
        package let isAtBound: Bool
    }

    /// The threshold of a day, of all of whose incidents later thresholds learn.
    ///
    /// - Parameters:
    ///   - day: later than those before it.
    ///   - incidents: the evidence of the day's incidents that are no part of earlier ones.
    package mutating func threshold(on day: Int, closing incidents: [Double]) -> Day {
        let allowed = min(max(alertsPerDay + missing / Self.settlingDays, alertsPerDay / 2), alertsPerDay * 2)
        let wanted = recent.threshold(allowing: allowed)
        let evidence = min(max(wanted, bounds.lowerBound), bounds.upperBound)
        if Double(incidents.count { $0 > 0 }) >= Self.idle * recent.perDay(above: 0, like: day) {
            // Days of the weekend have a part of the promise that is theirs.
            let usual = recent.threshold(allowing: alertsPerDay), mean = recent.perDay(above: usual)
            let part = mean > 0 ? recent.perDay(above: usual, like: day) / mean : 1
            if wanted == evidence {
                let most = alertsPerDay * Self.settlingDays / 2
                missing += alertsPerDay * part - Double(incidents.count { $0 > evidence })
                missing = min(max(missing, -most), most)
            }
            recent.look(at: day)
            for incident in capped(incidents, above: evidence) { recent.add(evidence: incident, on: day) }
            recent = recent.newest(Self.recentDays)
        }
        return Day(evidence: evidence, isAtBound: wanted != evidence)
    }

    /// The incidents of a day, of those above a threshold no more than one day may tell of: those with the most evidence.
    private func capped(_ incidents: [Double], above evidence: Double) -> [Double] {
        let above = incidents.filter { $0 > evidence }.sorted(by: >), most = Int(alertsPerDay * Self.mostChange) + 1
        guard above.count > most else { return incidents }
        return incidents.filter { $0 <= evidence } + above.prefix(most)
    }
}

extension AdaptiveThreshold {
    /// The thresholds of the days of a log.
    package struct Course: Sendable {
        /// By day.
        package fileprivate(set) var days: [Int: Day] = [:]

        /// On how many days the promise would have needed a threshold beyond the bounds.
        package var daysAtBound: Int { days.values.count { $0.isAtBound } }
    }

    /// The thresholds of every day from one on to the last one with an incident.
    ///
    /// - Parameters:
    ///   - incidents: by day, as for ``threshold(on:closing:)``.
    ///   - first: the day after those of which the threshold knows.
    package func course(over incidents: [Int: [Double]], from first: Int) -> Course {
        var threshold = self, course = Course(), next = first
        for day in incidents.keys.sorted() where day >= first {
            // What lies farther back has no effect, and a wrong clock may be far ahead.
            for quiet in max(next, day - Self.recentDays)..<max(next, day) {
                course.days[quiet] = threshold.threshold(on: quiet, closing: [])
            }
            course.days[day] = threshold.threshold(on: day, closing: incidents[day] ?? [])
            next = day + 1
        }
        return course
    }
}
