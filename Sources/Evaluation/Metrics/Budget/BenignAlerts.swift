/// The alerts on benign accesses that a day brings at an alert budget.
package struct BenignAlertsPerDay: Metric {
    package let name = "benign_alerts_per_day"
    package let higherIsBetter = false
    package let range = 0...Double.infinity
    package let isBudgeted = true
    package let needs: MetricNeeds = [.time]
    package let definition = """
        Alerts on benign accesses per day of the window when each day raises its highest scores up to the budget. \
        Undefined without time.
        """
    package let reference = "false alarms per unit of time; Axelsson, ACM TISSEC 3, 2000"

    package init() {}

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        .perDay(alerts.falsePositives, of: cases)
    }
}

/// The alerts on benign accesses among a million events at an alert budget.
package struct BenignAlertsPerMillionEvents: Metric {
    package let name = "benign_alerts_per_million_events"
    package let higherIsBetter = false
    package let range = 0...Double.infinity
    package let isBudgeted = true
    package let needs: MetricNeeds = []
    package let definition = """
        Alerts on benign accesses per million accesses of the log in the window, repeated ones included, when each day \
        raises its highest scores up to the budget (without time: the highest scores of all cases).
        """
    package let reference = "false alarms per unit of exposure; Axelsson, ACM TISSEC 3, 2000"

    package init() {}

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        let events = cases.cases.window.accesses
        return events > 0
            ? .defined(alerts.falsePositives / Double(events) * 1e6) : .undefined("the window has no access")
    }
}
