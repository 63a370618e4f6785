import Statistics

/// The false alarms a day that a small false-positive rate means.
package struct FalsePositivesPerDay: Metric {
    private let limit: FalsePositiveLimit
    package let higherIsBetter = false
    package let range = 0...Double.infinity
    package let isBudgeted = false
    package let needs: MetricNeeds = [.time]
    package let reference = "false alarms per unit of time; Axelsson, ACM TISSEC 3, 2000"

    /// - Precondition: the rate is in 0...1, 0 excluded.
    package init(atFalsePositiveRate rate: Double) {
        limit = FalsePositiveLimit(rate)
    }

    package var name: String { "false_positives_per_day_at_" + limit.name }

    package var definition: String {
        """
        Benign accesses per day of the window flagged by the lowest threshold that flags at most \(limit.percent) % \
        of them: what the true-positive rate at that rate costs. Undefined without time.
        """
    }

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        guard cases.curve.negatives > 0 else { return .undefined("there is no benign case") }
        return .perDay(limit.step(of: cases).alarms, of: cases)
    }
}
