import Statistics

/// Precision among as many first cases as there are injected ones.
package struct RPrecision: Metric {
    package let name = "r_precision"
    package let higherIsBetter = true
    package let isBudgeted = false
    package let needs: MetricNeeds = [.labels]
    package let definition = """
        The fraction of injected accesses among as many highest scores as there are injected accesses; also known as \
        precision at rank n. Ties at the cut count by expected value.
        """
    package let reference = "Manning, Raghavan and Schütze, 2008, section 8.4"

    package init() {}

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        .ofBothClasses(cases.curve.rPrecision, cases)
    }
}
