import Evaluation
public import Experiments
import Statistics

/// A study's result for a terminal: for each dataset the chosen trial of each algorithm, the winner first.
public struct Leaderboard: Sendable {
    private let result: StudyResult

    public init(_ result: StudyResult) {
        self.result = result
    }

    public var text: String {
        result.datasets.map(section).joined(separator: "\n") + footnote
    }

    private var objective: ObjectiveSpecification { result.specification.objective }

    private func section(_ dataset: DatasetResult) -> String {
        let metrics = columns(of: dataset)
        let scenario = objective.scenario.description
        let headings: [Table.Heading] =
            [.text("algorithm"), .text("parameters"), .number("validation " + objective.metric.description)]
            + metrics.map { .number("test " + $0) }
        let rows = dataset.ranking.map { entry in
            [
                entry.trial.algorithm, entry.trial.parameters.description,
                cell(entry.validation, objective.metric.description, scenario),
            ] + metrics.map { cell(entry.test, $0, scenario) }
        }
        return "\(dataset.name)\n" + Table(headings, rows: rows).text
    }

    /// The objective and the other metrics, budgeted ones at the objective's or the middle budget.
    private func columns(of dataset: DatasetResult) -> [String] {
        let budget = objective.metric.alertsPerDay ?? result.specification.budgets.middle
        let names = result.specification.metrics.flatMap { name in
            [name, MetricReference(name: name, alertsPerDay: budget).description]
        }
        let measured = Set(dataset.ranking.flatMap { $0.test.map(\.figure.metric) })
        let first = objective.metric.description
        return [first] + names.filter { measured.contains($0) && $0 != first }
    }

    private func cell(_ figures: [ReplicateFigure], _ metric: String, _ scenario: String) -> String {
        figures.estimate(metric: metric, scenario: scenario).map { Number.text($0) } ?? "undefined"
    }

    private var footnote: String {
        let replicates = result.specification.seeds.replicates
        let scenario =
            switch objective.scenario {
            case .macro: "means of the scenarios' figures"
            case .pooled: "figures of all scenarios together"
            case .only(let id): "figures of the scenario \(id)"
            }
        let interval = replicates > 1 ? "± half of the 95 % t interval over \(replicates) replicates" : "one replicate, no interval"
        return "\nOrdered by validation, the winner first; \(scenario); \(interval).\n"
    }
}
