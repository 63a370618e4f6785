import Parameters
import StrictYAML
import Yams

/// A metric, and the alert budget at which it is read: `recall_at_budget@10`.
package struct MetricReference: Hashable, Sendable, CustomStringConvertible {
    package let name: String
    /// The alerts per day; nil where the metric has no budget.
    package let alertsPerDay: Double?

    package init(name: String, alertsPerDay: Double? = nil) {
        self.name = name
        self.alertsPerDay = alertsPerDay
    }

    package var description: String {
        name + (alertsPerDay.map { "@\(ParameterValue.real($0))" } ?? "")
    }
}

extension MetricReference {
    /// Reads a metric; one with a budget that names none is read at the middle of the budgets (of an even number, the
    /// lower of the two in the middle).
    init?(_ value: YAMLValue, budgets: BudgetSpecification, catalogue: Catalogue) {
        guard let text = value.text() else { return nil }
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let name = YAMLValue.shortened(parts[0])
        guard let metric = catalogue.metric(name) else {
            let known = catalogue.metrics.map(\.name)
            value.report("unknown metric '\(name)'" + Suggestion.sentence(for: name, among: known))
            return nil
        }
        guard parts.count == 2 else {
            self.init(metric, budgets: budgets)
            return
        }
        guard metric.isBudgeted else {
            value.report("\(name) has no alert budget; leave out '@\(parts[1])'")
            return nil
        }
        guard let budget = Double(parts[1]), budgets.alertsPerDay.contains(budget) else {
            let known = budgets.alertsPerDay.map { "\(ParameterValue.real($0))" }.joined(separator: ", ")
            value.report("'\(parts[1])' is none of the budgets' alerts_per_day (\(known))")
            return nil
        }
        self.init(name: name, alertsPerDay: budget)
    }

    init(_ metric: Catalogue.Metric, budgets: BudgetSpecification) {
        self.init(name: metric.name, alertsPerDay: metric.isBudgeted ? budgets.middle : nil)
    }
}
