/// The alerts on benign accesses that a day brings at an alert budget.
public struct BenignAlertsPerDay: Metric {
    public let name = "benign_alerts_per_day"
    public let higherIsBetter = false
    public let isBudgeted = true
    public let needs: MetricNeeds = [.time]
    public let definition = """
        Alerts on benign accesses per day of the window when each day raises its highest scores up to the budget. \
        Undefined without time.
        """
    public let reference = "false alarms per unit of time; Axelsson, ACM TISSEC 3, 2000"

    public init() {}

    public func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        guard let days = cases.cases.window.days, cases.cases.microseconds != nil else {
            return .undefined("the data have no time, so that there is no figure per day")
        }
        guard !days.isEmpty else { return .undefined("the window has no day") }
        return .defined(alerts.falsePositives / Double(days.count))
    }
}
