import Evaluation
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
        let tied = Set(subject.dataset.best?.best.map { $0.members.count > 1 ? $0.members : [] } ?? [])
        let rows = subject.dataset.ranking.enumerated().map { rank, entry in
            [
                tied.contains(entry.trial.algorithm) ? "1=" : String(rank + 1), entry.trial.algorithm,
                entry.validation.plain(metric, slice),
            ]
                + (isFast ? [entry.refit.plain(metric, slice)] : []) + [entry.cell(metric, slice)]
                + Self.cells(of: entry.costs.middle) + [Self.settings(of: entry.trial, in: specification)]
        }
        let table = Table(
            [
                .number("rank"), .text("algorithm"), .number("\(Evaluation.Measurement.title(of: metric)), validation"),
            ] + (isFast ? [.number("refitted")] : []) + [
                .number("test"), .number("fit s"), .number("scores/s"), .number("model"), .number("peak memory"),
                .text("parameters that were searched"),
            ], rows: rows)
        return [Document.Section("\(subject.dataset.name): \(subject.prevalence)", [.table(table)])]
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
    /// The mean over the replicates without an interval: the settings were chosen by it, which flatters it.
    fileprivate func plain(_ metric: String, _ slice: String) -> String {
        guard let mean = means().first(where: { $0.metric == metric && $0.slice == slice }) else { return "" }
        guard let value = mean.value.number, let interval = mean.interval else { return mean.value.text }
        return Number.fixed(value, decimals: Number.decimals(for: interval))
    }
}

extension DatasetResult.Entry {
    /// The mean over the replicates of the sealed test, for a table; empty where it was not measured.
    func cell(_ metric: String, _ slice: String) -> String {
        testMeans.first { $0.metric == metric && $0.slice == slice }?.cell ?? ""
    }
}
