import Statistics

/// How unequally alerts are spread over accounts at an alert budget.
package struct AlertGini: Metric {
    package let name = "alert_gini"
    package let higherIsBetter = false
    package let isBudgeted = true
    package let needs: MetricNeeds = [.users]
    package let definition = """
        The Gini coefficient of the alerts of the window's active accounts, those without an alert included, when each \
        day raises its highest scores up to the budget: 0 where all have as many, near 1 where one has all.
        """
    package let reference = "C. Gini, Variabilità e mutabilità, 1912"
    package let notResampled: String? = AlertsOfAccounts.notResampled

    package init() {}

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        AlertsOfAccounts.value(alerts, of: cases) { accounts in
            // Made-up newcomers that alert are not among the active users.
            let silent = max(0, cases.cases.window.activeUsers - accounts.amounts.count)
            return try? Drift.gini(accounts.amounts + [Double](repeating: 0, count: silent))
        }
    }
}
