import Statistics

/// The fraction of attacks that are caught at an alert budget.
package struct AttackRecallAtBudget: Metric {
    package let name = "incident_recall_at_budget"
    package let higherIsBetter = true
    package let isBudgeted = true
    package let needs: MetricNeeds = [.attacks]
    package let definition = """
        The fraction of attacks of which at least one injected access is an alert when each day raises its highest \
        scores up to the budget (without time: the highest scores of all cases). Where a tie is cut, the probability \
        of it, equal scores being in random order.
        """
    package let reference =
        "cumulative recall at daily budgets; Tuor et al., AAAI Workshop on AI for Cybersecurity, 2017"

    package init() {}

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        let (caught, all) = counts(cases, alerts)
        return all > 0 ? .defined(caught / all) : .noAttack(cases)
    }

    private func counts(_ cases: RankedCases, _ alerts: AlertBudget) -> (caught: Double, all: Double) {
        var caught = 0.0, all = 0.0
        for attack in cases.attacks {
            let weight = cases.weight(of: attack)
            guard weight > 0 else { continue }
            caught += weight * (1 - alerts.missProbability(of: attack.members, of: cases))
            all += weight
        }
        return (caught, all)
    }
}

extension MetricValue {
    static func noAttack(_ cases: RankedCases) -> MetricValue {
        .undefined(
            cases.curve.positives == 0 ? "there is no injected case" : "the injected cases belong to no attack")
    }
}
