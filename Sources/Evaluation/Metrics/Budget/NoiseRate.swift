import Statistics

/// The noise rate at an alert budget.
package struct NoiseRate: Metric {
    package let name = "noise_rate"
    package let higherIsBetter = false
    package let range = 0...Double.infinity
    package let isBudgeted = true
    package let needs: MetricNeeds = []
    package let definition = """
        Alerts on benign accesses per active user and day when each day raises its highest scores up to the budget. \
        Without time: the false-positive rate, alerts on benign accesses per benign access.
        """
    package let reference = "false alarms per unit of exposure; Axelsson, ACM TISSEC 3, 2000"

    package init() {}

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        let noise = alerts.falsePositives
        guard let days = cases.cases.window.days, cases.cases.microseconds != nil else {
            return cases.curve.negatives > 0
                ? .defined(noise / cases.curve.negatives) : .undefined("there is no benign case")
        }
        guard !days.isEmpty, cases.cases.window.activeUsers > 0 else {
            return .undefined("the window has no user or no day")
        }
        return .defined(noise / (Double(cases.cases.window.activeUsers) * Double(days.count)))
    }
}
