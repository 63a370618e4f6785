import Statistics

/// Precision among as many first cases as there are injected ones.
public struct RPrecision: Metric {
    public let name = "r_precision"
    public let higherIsBetter = true
    public let isBudgeted = false
    public let needs: MetricNeeds = [.labels]
    public let definition = """
        The fraction of injected accesses among as many highest scores as there are injected accesses; also known as \
        precision at rank n. Ties at the cut count by expected value.
        """
    public let reference = "Manning, Raghavan and Schütze, 2008, section 8.4"

    public init() {}

    public func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        .ofBothClasses(cases.curve.rPrecision, cases)
    }
}
