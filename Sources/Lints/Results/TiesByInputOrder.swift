import Evaluation
import Interactions

/// Metrics that break ties by the order of the input.
struct TiesByInputOrder: Lint {
    static let id = "ties-by-input-order"
    static let pitfall = "equal scores are ranked by the order of the input"

    func check(_ subject: LintSubject) throws -> LintFinding {
        guard let phase = subject.test.first else { return .pass("there is no test fold") }
        func values(_ cases: [LabeledAccess]) throws -> [MetricValue] {
            let constant = cases.map { ScoredAccess(access: $0, score: .scored(1)) }
            let ranked = RankedCases(
                try ScoredCases(
                    constant, window: phase.fold.window, policy: subject.unscorable, scenarios: subject.scenarios))
            let alerts = AlertBudget(ranked, budget: 10)
            return subject.metrics.map { $0.value(for: ranked, alerts: alerts) }
        }
        // Injected cases first and last: the most that an order can do.
        let injected = phase.cases.filter(\.isInjected), benign = phase.cases.filter { !$0.isInjected }
        let first = try values(injected + benign), last = try values(benign + injected)
        for (metric, pair) in zip(subject.metrics, zip(first, last)) where !Self.agree(pair.0, pair.1) {
            return .failure(
                "of equal scores \(metric.name) makes \(pair.0.number ?? .nan) with the injected cases first and "
                    + "\(pair.1.number ?? .nan) with them last")
        }
        return .pass("of equal scores all \(subject.metrics.count) metrics make the same, whatever the order")
    }

    private static func agree(_ first: MetricValue, _ second: MetricValue) -> Bool {
        guard let one = first.number, let other = second.number else {
            return (first.number == nil) == (second.number == nil)
        }
        return abs(one - other) <= 1e-9 * max(1, abs(one))
    }
}
