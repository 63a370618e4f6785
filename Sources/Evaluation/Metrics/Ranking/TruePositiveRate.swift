import Statistics

/// The true-positive rate at a small false-positive rate.
package struct TruePositiveRate: Metric {
    private let limit: FalsePositiveLimit
    package let higherIsBetter = true
    package let isBudgeted = false
    package let needs: MetricNeeds = [.labels]
    package let reference = "Fawcett, Pattern Recognition Letters 27, 2006"

    /// - Precondition: the rate is in 0...1, 0 excluded.
    package init(atFalsePositiveRate rate: Double) {
        limit = FalsePositiveLimit(rate)
    }

    package var name: String { "tpr_at_" + limit.name }

    package var definition: String {
        """
        The fraction of injected accesses found by the lowest threshold that flags at most \(limit.percent) % of the \
        benign ones; a step, not interpolated. Undefined where so few benign accesses cannot resolve it.
        """
    }

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        if cases.curve.positives > 0, let undefined = limit.unresolved(by: cases) { return undefined }
        return .ofBothClasses(cases.curve.truePositiveRate(atFalsePositiveRate: limit.rate), cases)
    }
}
