/// The true-positive rate at a false-positive rate of one per cent.
public struct TruePositiveRateAtOnePercent: Metric {
    public let name = "tpr_at_1_percent_fpr"
    public let higherIsBetter = true
    public let isBudgeted = false
    public let needs: MetricNeeds = [.labels]
    public let definition = """
        The share of injected accesses found by the lowest threshold that flags at most one per cent of the benign \
        ones; a step, not interpolated.
        """
    public let reference = "Fawcett, Pattern Recognition Letters 27, 2006"

    public init() {}

    public func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        .ofBothClasses(cases.curve.truePositiveRate(atFalsePositiveRate: 0.01), cases)
    }
}
