import Statistics

/// The alerts that each account raises at a budget.
struct AlertsOfAccounts {
    /// Why resampling says nothing of the concentration of alerts.
    static let notResampled = "an account that is drawn twice would be one with twice the alerts"

    /// The expected number of alerts of each account that has any, descending.
    let amounts: [Double]
    let total: Double

    /// - Returns: nil where no alert is raised, or a case that alerts has no user.
    init?(_ alerts: AlertBudget, of cases: RankedCases) {
        var ofUser: [Int32: Double] = [:], total = 0.0
        for alert in alerts.raised {
            let user = cases.cases.user[Int(alert.member)]
            guard user >= 0 else { return nil }
            let weight = alert.fraction * cases.weight(of: alert.member)
            ofUser[user, default: 0] += weight
            total += weight
        }
        guard total > 0 else { return nil }
        amounts = ofUser.values.sorted(by: >)
        self.total = total
    }

    /// The value of a metric.
    static func value(
        _ alerts: AlertBudget, of cases: RankedCases, _ measure: (AlertsOfAccounts) -> Double?
    ) -> MetricValue {
        guard alerts.alerts > 0 else { return .undefined("no alert is raised") }
        guard let accounts = AlertsOfAccounts(alerts, of: cases), let value = measure(accounts) else {
            return .undefined("the cases have no users")
        }
        return .defined(value)
    }
}
