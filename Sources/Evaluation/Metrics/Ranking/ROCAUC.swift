package import Statistics

/// The area under the ROC curve.
package struct ROCAUC: Metric {
    package let name = "roc_auc"
    package let higherIsBetter = true
    package let isBudgeted = false
    package let needs: MetricNeeds = [.labels]
    package let definition = """
        The probability that an injected access scores higher than a benign one, ties counting half (mid-ranks).
        """
    package let reference = "Hanley and McNeil, Radiology 143, 1982"
    package let isAreaUnderCurve = true

    package init() {}

    package var bootstrapInterval: BootstrapInterval { .logit }

    package var fastMeasure: KeyPath<BootstrapReplicates.Measures, Double>? { \.rocAUC }

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        .ofBothClasses(cases.curve.rocAUC, cases)
    }

    package func closedForm(for cases: RankedCases, alerts: AlertBudget, level: Double) -> Estimate? {
        guard cases.weights == nil else { return nil }
        let scores = cases.members.map { cases.cases.scores[Int($0)] }
        let positive = cases.members.map { cases.cases.isInjected[Int($0)] }
        return try? DeLong(scores: scores, positive: positive).estimate(level: level)
    }
}
