/// The fraction of alerts on accounts that have alerted before at an alert budget.
package struct RepeatAlertRate: Metric {
    package let name = "repeat_alert_rate"
    package let higherIsBetter = false
    package let isBudgeted = true
    package let needs: MetricNeeds = [.users]
    package let definition = """
        The fraction of the alerts that are not the first of their account in the window when each day raises its \
        highest scores up to the budget. Where a tie is cut, from the expected number of alerts of each account.
        """
    package let reference = "alert fatigue; Sundaramurthy et al., SOUPS 2015"
    package let notResampled: String? = AlertsOfAccounts.notResampled

    package init() {}

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        AlertsOfAccounts.value(alerts, of: cases) { accounts in
            accounts.amounts.reduce(0) { $0 + max(0, $1 - 1) } / accounts.total
        }
    }
}
