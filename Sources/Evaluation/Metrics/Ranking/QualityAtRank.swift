import Statistics

/// Precision or recall among the first cases of the window.
package struct QualityAtRank: Metric {
    /// What is measured of the first cases.
    package enum Measure: String, Hashable, Sendable {
        case precision, recall
    }

    private let measure: Measure
    private let rank: Int
    package let higherIsBetter = true
    package let isBudgeted = false
    package let needs: MetricNeeds = [.labels]
    package let reference = "McSherry and Najork, ECIR 2008"

    /// - Precondition: the rank is positive.
    package init(_ measure: Measure, at rank: Int) {
        precondition(rank > 0, "rank \(rank)")
        self.measure = measure
        self.rank = rank
    }

    package var name: String { "\(measure.rawValue)_at_\(rank)" }

    package var definition: String {
        switch measure {
        case .precision:
            """
            The fraction of injected accesses among the \(rank) highest scores of the window. Ties at the cut count by \
            expected value; ranks beyond the last case are misses.
            """
        case .recall:
            """
            The fraction of all injected accesses that is among the \(rank) highest scores of the window. Ties at the \
            cut count by expected value.
            """
        }
    }

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        let value =
            switch measure {
            case .precision: try? cases.curve.precision(at: rank)
            case .recall: try? cases.curve.recall(at: rank)
            }
        return .ofBothClasses(value, cases)
    }
}
