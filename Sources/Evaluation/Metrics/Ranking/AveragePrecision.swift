public import Statistics

/// Average precision.
public struct AveragePrecision: Metric {
    public let name = "average_precision"
    public let higherIsBetter = true
    public let isBudgeted = false
    public let needs: MetricNeeds = [.labels]
    public let definition = """
        The sum of precision times the step in recall over the distinct scores, not interpolated. A detector that \
        knows nothing has the fraction of injected cases.
        """
    public let reference = "Buckley and Voorhees, SIGIR 2000"

    public init() {}

    public var bootstrapInterval: BootstrapInterval { .logit }

    public var fastMeasure: KeyPath<BootstrapReplicates.Measures, Double>? { \.averagePrecision }

    public func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        .ofBothClasses(cases.curve.averagePrecision, cases)
    }
}
