import Experiments
import Parameters
import Search
import Statistics
import Studies

/// The chosen trial of each algorithm, the winner first.
struct Leaderboard: ReportSection {
    static let id = "leaderboard"

    func sections(on subject: StudiedDataset) -> [Document.Section] {
        let specification = subject.study.specification
        let metric = specification.objective.metric.description, slice = specification.objective.slice.description
        // Where trials were fitted from one another, the chosen settings were fitted again.
        let isFast = specification.search.mode == .fast
        let rows = subject.dataset.ranking.enumerated().map { rank, entry in
            [String(rank + 1), entry.trial.algorithm, entry.validation.cell(metric, slice)]
                + (isFast ? [entry.refit.cell(metric, slice)] : []) + [entry.test.cell(metric, slice)]
                + Self.cells(of: entry.costs.middle) + [Self.settings(of: entry.trial, in: specification)]
        }
        let table = Table(
            [
                .number("rank"), .text("algorithm"), .number("\(metric), validation"),
            ] + (isFast ? [.number("refitted")] : []) + [
                .number("test"), .number("fit s"), .number("scores/s"), .number("model"), .number("peak memory"),
                .text("parameters that were searched"),
            ], rows: rows)
        return [Document.Section(subject.dataset.name, [.table(table)])]
    }

    private static func cells(of cost: FitCost?) -> [String] {
        guard let cost else { return ["", "", "", ""] }
        return [
            Number.text(cost.fitSeconds), Number.text(cost.scoresPerSecond), Number.bytes(cost.modelBytes),
            cost.peakMemoryBytes.map(Number.bytes) ?? "",
        ]
    }

    /// The parameters that the search varied.
    private static func settings(of trial: TrialPlan, in specification: ExperimentSpecification) -> String {
        let space = specification.algorithms.first { $0.name == trial.algorithm }?.space
        let varied = space?.ordered.filter { if case .constant = $0.dimension { false } else { true } } ?? []
        return varied.compactMap { dimension in
            trial.parameters.values[dimension.name].map { "\(dimension.name)=\($0)" }
        }.joined(separator: " ")
    }
}

extension [ReplicateMeasurement] {
    /// The mean over the replicates, for a table.
    func cell(_ metric: String, _ slice: String) -> String {
        text(metric: metric, slice: slice)
    }
}
