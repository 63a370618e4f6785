package import Statistics

/// The hours before an attack is detected at an alert budget.
package struct HoursToDetection: Metric {
    package let name = "hours_to_detection"
    package let higherIsBetter = false
    package let range = 0...Double.infinity
    package let isBudgeted = true
    package let needs: MetricNeeds = [.time, .attacks]
    package let definition = """
        The median time in hours from the first injected access of an attack to the first that is an alert when each \
        day raises its highest scores up to the budget; of all attacks, one without an alert being found never. \
        Never where fewer than half of them are found. Undefined without time.
        """
    package let reference = "Cumulative incidence; Fine and Gray, JASA 94, 1999"
    package let countsAttacks = true

    package init() {}

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        TimeToDetection.median(of: cases, alerts: alerts, in: .hours)
    }

    package func closedForm(for cases: RankedCases, alerts: AlertBudget, level: Double) -> Estimate? {
        TimeToDetection(of: cases, alerts: alerts, in: .hours)?.medianEstimate(level: level)
    }
}

/// The malicious accesses before an attack is detected at an alert budget.
package struct RowsToDetection: Metric {
    package let name = "rows_to_detection"
    package let higherIsBetter = false
    package let range = 0...Double.infinity
    package let isBudgeted = true
    package let needs: MetricNeeds = [.time, .attacks]
    package let definition = """
        The median number of injected accesses of an attack up to the first that is an alert, itself and those of \
        the same time included, when each day raises its highest scores up to the budget; of all attacks, one without \
        an alert being found never. Never where fewer than half of them are found. Undefined without time.
        """
    package let reference = "Cumulative incidence; Fine and Gray, JASA 94, 1999"
    package let countsAttacks = true

    package init() {}

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        TimeToDetection.median(of: cases, alerts: alerts, in: .rows)
    }

    package func closedForm(for cases: RankedCases, alerts: AlertBudget, level: Double) -> Estimate? {
        TimeToDetection(of: cases, alerts: alerts, in: .rows)?.medianEstimate(level: level)
    }
}
