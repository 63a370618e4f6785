/// The fraction of alerts that a few accounts raise at an alert budget.
public struct TopAccountsFraction: Metric {
    public let name = "alert_share_of_top_5_accounts"
    public let higherIsBetter = false
    public let isBudgeted = true
    public let needs: MetricNeeds = [.users]
    public let definition = """
        The fraction of the alerts that the five accounts with the most of them raise when each day raises its highest \
        scores up to the budget.
        """
    public let reference = "concentration ratio; Hirschman, American Economic Review 54, 1964"
    public let notResampled: String? = AlertsOfAccounts.notResampled

    public init() {}

    public func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        AlertsOfAccounts.value(alerts, of: cases) { $0.amounts.prefix(5).reduce(0, +) / $0.total }
    }
}
