import Files
import Evaluation
public import Experiments
import Search
import Statistics

/// A study's result for a terminal: for each dataset the chosen trial of each algorithm, the winner first, and the
/// winner's measurements on the sealed test.
public struct Leaderboard: Sendable {
    private let result: StudyResult

    public init(_ result: StudyResult) {
        self.result = result
    }

    public var text: String {
        result.datasets.map { dataset in
            "\(VisibleText.line(dataset.name))\n" + algorithms(of: dataset) + "\n"
                + (dataset.ranking.first.map(measurements) ?? "")
                + (dataset.operation.map { "\n" + OperationTable($0).text } ?? "")
        }.joined(separator: "\n") + footnote + "\n" + LintTable(result.lints).text
    }

    /// Whether trials were fitted from one another, so that the chosen settings were fitted again.
    private var isFast: Bool { result.specification.search.mode == .fast }

    private var objective: ObjectiveSpecification { result.specification.objective }

    private func algorithms(of dataset: DatasetResult) -> String {
        let metric = objective.metric.description
        let rows = dataset.ranking.enumerated().map { rank, entry in
            [
                String(rank + 1), entry.trial.algorithm,
                cell(entry.validation, metric, objective.slice.description),
            ] + (isFast ? [cell(entry.refit, metric, objective.slice.description)] : []) + [
                cell(entry.test, metric, objective.slice.description)
            ] + Self.cells(of: entry.costs.middle) + [settings(of: entry.trial)]
        }
        return Table(
            [
                .number("rank"), .text("algorithm"), .number("\(metric), validation"),
            ] + (isFast ? [.number("refitted")] : []) + [
                .number("test"), .number("fit s"), .number("scores/s"), .number("model"), .number("peak memory"),
                .text("parameters that were searched"),
            ], rows: rows
        ).text
    }

    private static func cells(of cost: FitCost?) -> [String] {
        guard let cost else { return ["", "", "", ""] }
        return [
            Number.text(cost.fitSeconds), Number.grouped(Int(cost.scoresPerSecond)), Number.bytes(cost.modelBytes),
            cost.peakMemoryBytes.map(Number.bytes) ?? "",
        ]
    }

    /// The parameters that the search varied.
    private func settings(of trial: TrialPlan) -> String {
        let space = result.specification.algorithms.first { $0.name == trial.algorithm }?.space
        let varied = space?.ordered.filter { if case .constant = $0.dimension { false } else { true } } ?? []
        return varied.compactMap { dimension in
            trial.parameters.values[dimension.name].map { "\(dimension.name)=\($0)" }
        }.joined(separator: " ")
    }

    /// Every metric on every slice.
    private func measurements(of winner: DatasetResult.Entry) -> String {
        let slices = result.specification.injection.map(\.name) + [Evaluation.macro, Evaluation.pooled]
        let measured = Set(winner.test.map(\.measurement.metric))
        let metrics = result.specification.metrics.flatMap { name in
            [name]
                + result.specification.budgets.alertsPerDay.map {
                    MetricReference(name: name, alertsPerDay: $0).description
                }
        }.filter(measured.contains)
        let rows = metrics.map { metric in [metric] + slices.map { cell(winner.test, metric, $0) } }
        // Against benign cases of like activity and popularity: what is left when neither helps.
        let matched = ["roc_auc", "average_precision"].filter(measured.contains).map { metric in
            ["\(metric), matched"]
                + slices.map { slice in
                    winner.test.estimate(metric: metric, slice: slice + "/matched").map { Number.text($0) } ?? ""
                }
        }
        return Table(
            [.text("\(winner.trial.algorithm) on the sealed test")] + slices.map { .number($0) },
            rows: rows + matched
        ).text
    }

    private func cell(_ measurements: [ReplicateMeasurement], _ metric: String, _ slice: String) -> String {
        measurements.estimate(metric: metric, slice: slice).map { Number.text($0) } ?? "undefined"
    }

    /// Whether measurements per day are undefined, because accesses are held out without regard to time.
    private var isTimeless: Bool { result.specification.protocol.split.rule.isTimeless }

    private var timeless: String {
        guard isTimeless else { return "" }
        return """
            Held-out pairs have no time: a budget is the alerts over the whole test set, the noise rate is the \
            false-positive rate, and figures per day are undefined.

            """
    }

    private var footnote: String {
        let replicates = result.specification.seeds.replicates
        let ranked =
            switch objective.slice {
            case .macro: "the mean over the scenarios"
            case .pooled: "all scenarios together"
            case .only(let id): "the scenario \(id)"
            }
        let varying = result.specification.protocol.split.rule.variation
        let interval =
            replicates > 1
            ? "± is half of the 95 % t interval over\n\(replicates) replicates (\(varying))"
            : "with one replicate there is no interval"
        return "\nRanked on validation by \(ranked); \(interval).\n" + timeless
    }
}
