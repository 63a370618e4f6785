import Evaluation

/// One over the rank of the first injected case.
package struct ReciprocalRank: Metric {
    package let name = "reciprocal_rank"
    package let higherIsBetter = true
    package let isBudgeted = false
    package let needs: MetricNeeds = [.labels]
    package let definition = """
        One over the rank of the injected case with the highest score; benign cases of the same score come first.
        """
    package let reference = "Voorhees, TREC-8, 1999"

    package init() {}

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        let counted = cases.members.filter { cases.weight(of: $0) > 0 }
        guard let first = counted.first(where: { cases.cases.isInjected[Int($0)] }) else {
            return .undefined("there is no injected case")
        }
        let best = cases.cases.scores[Int(first)]
        let above = counted.reduce(0) { sum, member in
            cases.cases.isInjected[Int(member)] || cases.cases.scores[Int(member)] < best
                ? sum : sum + cases.weight(of: member)
        }
        return .defined(1 / (1 + above))
    }
}
