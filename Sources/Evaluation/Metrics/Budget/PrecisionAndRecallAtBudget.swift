package import Statistics

/// Precision at an alert budget.
package struct PrecisionAtBudget: Metric {
    package let name = "precision_at_budget"
    package let higherIsBetter = true
    package let isBudgeted = true
    package let needs: MetricNeeds = [.labels]
    package let definition = """
        The fraction of injected accesses among the alerts when each day raises its highest scores up to the budget \
        (without time: the highest scores of all cases). Ties at the cut count by expected value.
        """
    package let reference = "precision at k; Manning, Raghavan and Schütze, 2008, section 8.4"

    package var bootstrapInterval: BootstrapInterval { .logit }

    package init() {}

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        guard alerts.alerts > 0 else { return .undefined("no alert is raised") }
        guard cases.curve.positives > 0 else { return .undefined("there is no injected case") }
        return .defined(alerts.truePositives / alerts.alerts)
    }
}

/// Recall at an alert budget.
package struct RecallAtBudget: Metric {
    package let name = "recall_at_budget"
    package let higherIsBetter = true
    package let isBudgeted = true
    package let needs: MetricNeeds = [.labels]
    package let definition = """
        The fraction of all injected accesses that are alerts when each day raises its highest scores up to the budget \
        (without time: the highest scores of all cases). Ties at the cut count by expected value.
        """
    package let reference = "recall at k; Manning, Raghavan and Schütze, 2008, section 8.4"

    package var bootstrapInterval: BootstrapInterval { .logit }

    package init() {}

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        guard cases.curve.positives > 0 else { return .undefined("there is no injected case") }
        return .defined(alerts.truePositives / cases.curve.positives)
    }
}
