import Statistics

/// The area under the ROC curve up to a small false-positive rate.
package struct PartialAUC: Metric {
    /// The scale of a partial area.
    package enum Scale: String, Hashable, Sendable {
        /// The area itself, at most the rate.
        case raw
        /// McClish's scale, on which ½ is chance and 1 is perfect.
        case mcclish
    }

    private let limit: FalsePositiveLimit
    private let scale: Scale
    package let higherIsBetter = true
    package let isBudgeted = false
    package let needs: MetricNeeds = [.labels]
    package let reference = "McClish, Medical Decision Making 9, 1989"

    /// - Precondition: the rate is in 0...1, 0 excluded.
    package init(toFalsePositiveRate rate: Double, scale: Scale) {
        limit = FalsePositiveLimit(rate)
        self.scale = scale
    }

    package var name: String { "partial_auc_\(scale.rawValue)_to_" + limit.name }

    package var definition: String {
        let area = """
            The area A under the ROC curve up to a false-positive rate f of \(limit.percent) %, the last segment \
            interpolated
            """
        let scaled = scale == .raw ? ", at most f" : ", as ½ (1 + (A − f²/2)/(f − f²/2)): ½ is chance and 1 is perfect"
        return area + scaled + ". Undefined where 1/f or fewer benign accesses cannot resolve it."
    }

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        let curve = cases.curve
        if curve.positives > 0, let undefined = limit.unresolved(by: cases) { return undefined }
        let area =
            scale == .raw
            ? try? curve.partialArea(toFalsePositiveRate: limit.rate)
            : try? curve.standardizedPartialArea(toFalsePositiveRate: limit.rate)
        return .ofBothClasses(area, cases)
    }
}
