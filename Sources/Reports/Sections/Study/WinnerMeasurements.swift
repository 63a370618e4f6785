import Evaluation
import Experiments
import Statistics
import Studies

/// The winner's measurements on the sealed test: every metric on every slice.
struct WinnerMeasurements: ReportSection {
    static let id = "winner-measurements"

    func sections(on subject: StudiedDataset) -> [Document.Section] {
        guard let winner = subject.dataset.ranking.first else { return [] }
        let specification = subject.study.specification
        let slices = specification.injection.map(\.name) + [Evaluation.macro, Evaluation.pooled]
        let measured = Set(winner.test.map(\.measurement.metric))
        let metrics = specification.metrics.flatMap { name in
            [name]
                + specification.budgets.alertsPerDay.map {
                    MetricReference(name: name, alertsPerDay: $0).description
                }
        }.filter(measured.contains)
        let rows = metrics.map { metric in [metric] + slices.map { winner.test.cell(metric, $0) } }
        // Against benign cases of like activity and popularity: what is left when neither helps.
        let matched = ["roc_auc", "average_precision"].filter(measured.contains).map { metric in
            ["\(metric), matched"]
                + slices.map { slice in
                    winner.test.estimate(metric: metric, slice: slice + "/matched").map { Number.text($0) } ?? ""
                }
        }
        let table = Table(
            [.text("\(winner.trial.algorithm) on the sealed test")] + slices.map { .number($0) }, rows: rows + matched)
        return [Document.Section(nil, [.table(table)])]
    }
}
