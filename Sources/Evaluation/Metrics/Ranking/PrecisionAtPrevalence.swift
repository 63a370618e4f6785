import Statistics

/// The precision to expect at an alert budget where attacks are as rare as in the field.
package struct PrecisionAtPrevalence: Metric {
    private let exponent: Int
    package let higherIsBetter = true
    package let isBudgeted = true
    package let needs: MetricNeeds = [.labels]
    package let reference = "Axelsson, ACM TISSEC 3, 2000"

    /// - Parameter exponent: the prevalence is ten to the power of minus this; at least 1.
    package init(tenToTheMinus exponent: Int) {
        precondition(exponent > 0, "a prevalence of 10^-\(exponent)")
        self.exponent = exponent
    }

    package var name: String { "precision_at_prevalence_1e-\(exponent)_at_budget" }

    package var definition: String {
        """
        TPR·π / (TPR·π + FPR·(1−π)) for a fraction π of 10^-\(exponent) of attacks among accesses and the fractions \
        TPR of injected and FPR of benign accesses that are alerts when each day raises its highest scores up to the budget. \
        Undefined where no benign access alerts: so few of them do not tell how rare false positives are.
        """
    }

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        let curve = cases.curve
        guard curve.positives > 0, curve.negatives > 0 else { return .ofBothClasses(nil, cases) }
        if alerts.truePositives > 0, alerts.falsePositives == 0 {
            let text = curve.negatives < 1e15 ? "\(Int(curve.negatives))" : "\(curve.negatives)"
            return .undefined(
                "no benign case is among the alerts, and \(text) of them resolve no false-positive rate below 1/\(text)"
            )
        }
        let prevalence = Double("1e-\(exponent)") ?? 0
        // Sums of fractions may exceed the number of cases by rounding.
        let precision = try? RankingCurve.precision(
            truePositiveRate: min(1, alerts.truePositives / curve.positives),
            falsePositiveRate: min(1, alerts.falsePositives / curve.negatives), prevalence: prevalence)
        return precision.map { .defined($0) } ?? .undefined("no alert is raised")
    }
}
