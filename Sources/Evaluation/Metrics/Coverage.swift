package import Statistics

/// The fraction of cases that have a score.
package struct Coverage: Metric {
    package let name = "coverage"
    package let higherIsBetter = true
    package let isBudgeted = false
    package let needs: MetricNeeds = []
    package let definition = """
        The fraction of the cases, benign and injected, whose user and resource the model both knows; the others are \
        ranked by the stated policy.
        """
    package let reference = "Herlocker et al., ACM TOIS 22, 2004"

    package init() {}

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        let total = cases.benign.total + cases.injected.total
        guard total > 0 else { return .undefined("there is no case") }
        return .defined((cases.benign.scorable + cases.injected.scorable) / total)
    }

    package func closedForm(for cases: RankedCases, alerts: AlertBudget, level: Double) -> Estimate? {
        .counted(
            cases.benign.scorable + cases.injected.scorable, of: cases.benign.total + cases.injected.total, in: cases,
            level: level)
    }
}

/// The fraction of benign cases that have a score.
package struct BenignCoverage: Metric {
    package let name = "benign_coverage"
    package let higherIsBetter = true
    package let isBudgeted = false
    package let needs: MetricNeeds = []
    package let definition = """
        The fraction of the benign cases whose user and resource the model both knows; the others are ranked by the \
        stated policy.
        """
    package let reference = "Herlocker et al., ACM TOIS 22, 2004"

    package init() {}

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        let counts = cases.benign
        return counts.total > 0
            ? .defined(counts.scorable / counts.total) : .undefined("there is no benign case")
    }

    package func closedForm(for cases: RankedCases, alerts: AlertBudget, level: Double) -> Estimate? {
        .counted(cases.benign.scorable, of: cases.benign.total, in: cases, level: level)
    }
}

/// The fraction of injected cases that have a score.
package struct InjectedCoverage: Metric {
    package let name = "injected_coverage"
    package let higherIsBetter = true
    package let isBudgeted = false
    package let needs: MetricNeeds = [.labels]
    package let definition = """
        The fraction of the injected cases whose user and resource the model both knows; the others are ranked by the \
        stated policy.
        """
    package let reference = "Herlocker et al., ACM TOIS 22, 2004"

    package init() {}

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        let counts = cases.injected
        return counts.total > 0
            ? .defined(counts.scorable / counts.total) : .undefined("there is no injected case")
    }

    package func closedForm(for cases: RankedCases, alerts: AlertBudget, level: Double) -> Estimate? {
        .counted(cases.injected.scorable, of: cases.injected.total, in: cases, level: level)
    }
}
