import AccessLogs
package import Incidents
package import Statistics

/// What a threshold of incidents promised at the end of training, and what it achieved on the accesses of the sealed test, of
/// which none is injected.
package struct IncidentOperation: Hashable, Sendable, Codable {
    /// The benign alerts a day that were promised.
    package let alertBudget: Double
    /// The evidence that alerts exceed, as training had it.
    package let evidence: Double
    /// With the threshold that was chosen in training.
    package let fixed: Achieved
    /// With the threshold that follows the days before.
    package let adaptive: Achieved

    /// Benign alerts of the test's days.
    package struct Achieved: Hashable, Sendable, Codable {
        package let benignAlerts: Int
        package let days: Int
        /// With the exact interval of a Poisson count; days and accounts with more in common than that vary more.
        package let alertsPerDay: Estimate
        /// The achieved alerts over the promised ones, less 1.
        package let budgetError: Double
        /// The alerts that were to be expected in as many days by a threshold of the kind, with 95 per cent.
        package let leastExpected: Int
        package let mostExpected: Int
        /// Whether the alerts lie within these bounds.
        package var isExpected: Bool { (leastExpected...max(leastExpected, mostExpected)).contains(benignAlerts) }

        init(
            _ alerts: Int, days: Int, promised: Double, prediction: ClosedRange<Int>
        ) throws(StatisticsError) {
            benignAlerts = alerts
            self.days = days
            alertsPerDay = try .rate(ofEvents: alerts, exposure: Double(days))
            budgetError = Double(alerts) / Double(days) / promised - 1
            (leastExpected, mostExpected) = (prediction.lowerBound, prediction.upperBound)
        }
    }

    /// - Parameter alertBudget: benign alerts a day, above zero.
    /// - Throws: `StatisticsError` where the test has no day.
    init(alertBudget: Double, _ life: IncidentLife) throws(StatisticsError) {
        self.alertBudget = alertBudget
        evidence = IncidentPoint(within: alertBudget, on: life.training).evidence
        let evidence = evidence
        let course = AdaptiveThreshold(alertsPerDay: alertBudget, after: life.training).course(
            over: life.benign, from: life.days.lowerBound)
        var fixed = 0, adaptive = 0
        for (day, incidents) in life.benign {
            fixed += incidents.count { $0 > evidence }
            adaptive += incidents.count { $0 > course.days[day]?.evidence ?? .infinity }
        }
        self.fixed = try Achieved(
            fixed, days: life.days.count, promised: alertBudget,
            prediction: life.training.prediction(above: evidence, days: life.days.count))
        self.adaptive = try Achieved(
            adaptive, days: life.days.count, promised: alertBudget,
            prediction: life.training.prediction(promising: alertBudget, days: life.days.count))
    }
}

/// The incidents of a fold in which nothing is injected.
struct IncidentLife: Sendable {
    /// Those at the end of training.
    var training: RecentIncidents
    /// The evidence of those of the window that are no part of earlier ones, by day.
    var benign: [Int: [Double]]
    /// The days of the window.
    var days: Range<Int>
}
