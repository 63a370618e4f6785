/// The fraction of alerts that a few accounts raise at an alert budget.
package struct TopAccountsFraction: Metric {
    package let name = "alert_share_of_top_5_accounts"
    package let higherIsBetter = false
    package let isBudgeted = true
    package let needs: MetricNeeds = [.users]
    package let definition = """
        The fraction of the alerts that the five accounts with the most of them raise when each day raises its highest \
        scores up to the budget.
        """
    package let reference = "concentration ratio; Hirschman, American Economic Review 54, 1964"
    package let notResampled: String? = AlertsOfAccounts.notResampled

    package init() {}

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        AlertsOfAccounts.value(alerts, of: cases) { $0.amounts.prefix(5).reduce(0, +) / $0.total }
    }
}
