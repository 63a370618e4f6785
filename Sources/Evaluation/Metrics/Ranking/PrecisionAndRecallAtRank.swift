import Statistics

/// Precision among the first cases of the window.
public struct PrecisionAtRank: Metric {
    private let rank: Int
    public let higherIsBetter = true
    public let isBudgeted = false
    public let needs: MetricNeeds = [.labels]
    public let reference = "McSherry and Najork, ECIR 2008"

    /// - Precondition: the rank is positive.
    public init(_ rank: Int) {
        precondition(rank > 0, "rank \(rank)")
        self.rank = rank
    }

    public var name: String { "precision_at_\(rank)" }

    public var definition: String {
        """
        The fraction of injected accesses among the \(rank) highest scores of the window. Ties at the cut count by \
        expected value; ranks beyond the last case are misses.
        """
    }

    public func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        .ofBothClasses(try? cases.curve.precision(at: rank), cases)
    }
}

/// Recall among the first cases of the window.
public struct RecallAtRank: Metric {
    private let rank: Int
    public let higherIsBetter = true
    public let isBudgeted = false
    public let needs: MetricNeeds = [.labels]
    public let reference = "McSherry and Najork, ECIR 2008"

    /// - Precondition: the rank is positive.
    public init(_ rank: Int) {
        precondition(rank > 0, "rank \(rank)")
        self.rank = rank
    }

    public var name: String { "recall_at_\(rank)" }

    public var definition: String {
        """
        The fraction of all injected accesses that is among the \(rank) highest scores of the window. Ties at the cut \
        count by expected value.
        """
    }

    public func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        .ofBothClasses(try? cases.curve.recall(at: rank), cases)
    }
}
