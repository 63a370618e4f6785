import Statistics

/// The area under the curve of recall over alert budgets.
package struct CumulativeRecall: Metric {
    /// The largest budget.
    private static let most = 50.0

    package let name = "cumulative_recall_to_50"
    package let higherIsBetter = true
    package let isBudgeted = false
    package let needs: MetricNeeds = [.labels]
    package let definition = """
        The mean recall of injected accesses over all budgets from 0 to 50 alerts a day (without time: over all \
        cases), fractions of an alert being expected values: the area under the curve of recall over budgets, divided \
        by 50.
        """
    package let reference = "cumulative recall; Tuor et al., AAAI Workshop on AI for Cybersecurity, 2017"

    package init() {}

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        let positives = cases.curve.positives
        guard positives > 0 else { return .undefined("there is no injected case") }
        let largest = AlertBudget(cases, budget: Self.most)
        return .defined(largest.areaOfTruePositives(in: cases) / (Self.most * positives))
    }
}
