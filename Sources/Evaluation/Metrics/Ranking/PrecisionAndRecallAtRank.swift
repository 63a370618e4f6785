import Statistics

/// Precision among the first cases of the window.
package struct PrecisionAtRank: Metric {
    private let rank: Int
    package let higherIsBetter = true
    package let isBudgeted = false
    package let needs: MetricNeeds = [.labels]
    package let reference = "McSherry and Najork, ECIR 2008"

    /// - Precondition: the rank is positive.
    package init(_ rank: Int) {
        precondition(rank > 0, "rank \(rank)")
        self.rank = rank
    }

    package var name: String { "precision_at_\(rank)" }

    package var definition: String {
        """
        The fraction of injected accesses among the \(rank) highest scores of the window. Ties at the cut count by \
        expected value; ranks beyond the last case are misses.
        """
    }

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        .ofBothClasses(try? cases.curve.precision(at: rank), cases)
    }
}

/// Recall among the first cases of the window.
package struct RecallAtRank: Metric {
    private let rank: Int
    package let higherIsBetter = true
    package let isBudgeted = false
    package let needs: MetricNeeds = [.labels]
    package let reference = "McSherry and Najork, ECIR 2008"

    /// - Precondition: the rank is positive.
    package init(_ rank: Int) {
        precondition(rank > 0, "rank \(rank)")
        self.rank = rank
    }

    package var name: String { "recall_at_\(rank)" }

    package var definition: String {
        """
        The fraction of all injected accesses that is among the \(rank) highest scores of the window. Ties at the cut \
        count by expected value.
        """
    }

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        .ofBothClasses(try? cases.curve.recall(at: rank), cases)
    }
}
