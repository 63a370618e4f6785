public import Statistics

/// The area under the ROC curve.
public struct ROCAUC: Metric {
    public let name = "roc_auc"
    public let higherIsBetter = true
    public let isBudgeted = false
    public let needs: MetricNeeds = [.labels]
    public let definition = """
        The probability that an injected access scores higher than a benign one, ties counting half (mid-ranks).
        """
    public let reference = "Hanley and McNeil, Radiology 143, 1982"
    public let isAreaUnderCurve = true

    public init() {}

    public var bootstrapInterval: BootstrapInterval { .logit }

    public var fastMeasure: KeyPath<BootstrapReplicates.Measures, Double>? { \.rocAUC }

    public func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        .ofBothClasses(cases.curve.rocAUC, cases)
    }

    public func closedForm(for cases: RankedCases, alerts: AlertBudget, level: Double) -> Estimate? {
        guard cases.weights == nil else { return nil }
        let scores = cases.members.map { cases.cases.scores[Int($0)] }
        let positive = cases.members.map { cases.cases.isInjected[Int($0)] }
        return try? DeLong(scores: scores, positive: positive).estimate(level: level)
    }
}
