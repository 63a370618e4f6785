import Statistics

/// The true-positive rate at a small false-positive rate.
public struct TruePositiveRate: Metric {
    private let limit: FalsePositiveLimit
    public let higherIsBetter = true
    public let isBudgeted = false
    public let needs: MetricNeeds = [.labels]
    public let reference = "Fawcett, Pattern Recognition Letters 27, 2006"

    /// - Precondition: the rate is in 0...1, 0 excluded.
    public init(atFalsePositiveRate rate: Double) {
        limit = FalsePositiveLimit(rate)
    }

    public var name: String { "tpr_at_" + limit.name }

    public var definition: String {
        """
        The fraction of injected accesses found by the lowest threshold that flags at most \(limit.percent) % of the \
        benign ones; a step, not interpolated. Undefined where so few benign accesses cannot resolve it.
        """
    }

    public func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        if cases.curve.positives > 0, let undefined = limit.unresolved(by: cases) { return undefined }
        return .ofBothClasses(cases.curve.truePositiveRate(atFalsePositiveRate: limit.rate), cases)
    }
}
