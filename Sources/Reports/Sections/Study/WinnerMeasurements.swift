import Evaluation
import Experiments
import Statistics
import Studies

/// The winner's measurements on the sealed test: every metric on every slice, with what could be reached at a budget;
/// and what of the alerts is innocent and known.
struct WinnerMeasurements: ReportSection {
    static let id = "winner-measurements"

    func sections(on subject: StudiedDataset) -> [Document.Section] {
        guard let winner = subject.dataset.ranking.first else { return [] }
        let specification = subject.study.specification, cases = subject.dataset.cases
        let slices = specification.injection.map(\.name) + [Evaluation.macro, Evaluation.pooled]
        let measured = Set(winner.testMeans.map(\.metric))
        let metrics = specification.metrics.flatMap { name in
            [name]
                + specification.budgets.alertsPerDay.map {
                    MetricReference(name: name, alertsPerDay: $0).description
                }
        }.filter(measured.contains)
        // Beside what the winner reached: what a scorer reaches that knows all, or nothing.
        func bounds(_ metric: String) -> [String] {
            guard let cases else { return [] }
            func text(_ value: Double?) -> String { value.map { Number.text($0, digits: 3) } ?? "" }
            return [
                text(cases.attainable(metric, on: Evaluation.pooled)),
                text(cases.random(metric, on: Evaluation.pooled)),
            ]
        }
        func fractions(_ suffix: String) -> [String] {
            slices.map { slice in
                cases?.injectedFraction(of: slice + suffix).map { Number.percent($0) }
                    ?? (suffix.isEmpty ? "not stored" : "")
            }
        }
        let none = cases == nil ? [] : ["", ""]
        let rows =
            [["fraction injected"] + fractions("") + none]
            + metrics.map { metric in
                [Evaluation.Measurement.title(of: metric)] + slices.map { winner.cell(metric, $0) } + bounds(metric)
            }
        // Against benign cases of like activity and popularity: what is left when neither helps.
        let ranking = ["roc_auc", "average_precision"].filter(measured.contains)
        let matched = ranking.map { metric in
            ["\(metric), matched"] + slices.map { winner.cell(metric, $0 + "/matched") } + none
        }
        let table = Table(
            [.text("\(winner.trial.algorithm) on the sealed test")] + slices.map { .number($0) }
                + (cases == nil ? [] : [.number("pooled: attainable"), .number("random")]),
            rows: rows + (matched.isEmpty ? [] : [["fraction injected, matched"] + fractions("/matched") + none])
                + matched)
        let innocent = Self.innocentEvents(winner, budgets: specification.budgets.alertsPerDay)
        return [Document.Section(nil, [.table(table)] + (innocent.map { [.table($0)] } ?? []))]
    }
}
