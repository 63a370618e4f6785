import AccessLogs
package import Incidents
package import Statistics

/// What a threshold of incidents promised at the end of training, and what it achieved on the accesses of the sealed test, of
/// which none is injected.
package struct IncidentOperation: Hashable, Sendable, Codable {
    package let promised: IncidentPoint
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
        /// The alerts that were to be expected in as many days, with 95 per cent.
        package let least: Int
        package let most: Int
        /// Whether the alerts lie within these bounds.
        package var isExpected: Bool { (least...max(least, most)).contains(benignAlerts) }

        private enum CodingKeys: String, CodingKey {
            case benignAlerts = "benign_alerts"
            case days
            case alertsPerDay = "alerts_per_day"
            case budgetError = "budget_error"
            case least = "least_expected"
            case most = "most_expected"
        }

        init(
            _ alerts: Int, days: Int, promised: Double, prediction: ClosedRange<Int>
        ) throws(StatisticsError) {
            benignAlerts = alerts
            self.days = days
            alertsPerDay = try .rate(ofEvents: alerts, exposure: Double(days))
            budgetError = Double(alerts) / Double(days) / promised - 1
            (least, most) = (prediction.lowerBound, prediction.upperBound)
        }
    }

    /// - Parameter alertBudget: benign alerts a day, above zero.
    /// - Throws: `StatisticsError` where the test has no day.
    init(alertBudget: Double, _ life: IncidentLife) throws(StatisticsError) {
        promised = IncidentPoint(within: alertBudget, on: life.training)
        let evidence = promised.evidence
        let prediction = life.training.prediction(above: evidence, days: life.days.count).bounds
        var fixed = 0, adaptive = 0
        var threshold = AdaptiveThreshold(alertsPerDay: alertBudget, after: life.training)
        for day in life.days {
            let incidents = life.benign[day] ?? []
            fixed += incidents.count { $0 > evidence }
            let today = threshold.threshold(on: day, closing: incidents)
            adaptive += incidents.count { $0 > today }
        }
        self.fixed = try Achieved(fixed, days: life.days.count, promised: alertBudget, prediction: prediction)
        self.adaptive = try Achieved(adaptive, days: life.days.count, promised: alertBudget, prediction: prediction)
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
