package import Statistics

/// Average precision.
package struct AveragePrecision: Metric {
    package let name = "average_precision"
    package let higherIsBetter = true
    package let isBudgeted = false
    package let needs: MetricNeeds = [.labels]
    package let definition = """
        The sum of precision times the step in recall over the distinct scores, not interpolated. A detector that \
        knows nothing has the fraction of injected cases.
        """
    package let reference = "Buckley and Voorhees, SIGIR 2000"

    package init() {}

    package var bootstrapInterval: BootstrapInterval { .logit }

    package var fastMeasure: KeyPath<BootstrapReplicates.Measures, Double>? { \.averagePrecision }

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        .ofBothClasses(cases.curve.averagePrecision, cases)
    }
}
