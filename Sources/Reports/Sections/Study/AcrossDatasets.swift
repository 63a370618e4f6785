import Evaluation
import Experiments
import Statistics
import Studies

/// The objective over several organisations; nothing for one.
struct AcrossDatasets: ReportSection {
    static let id = "across-datasets"

    func sections(on result: StudyResult) -> [Document.Section] {
        guard let means = result.acrossDatasets, !means.isEmpty else { return [] }
        let metric = result.specification.objective.metric.description
        let fractions = result.datasets.compactMap { $0.cases?.injectedFraction(of: Evaluation.pooled) }
        let table = Table(
            [.text("algorithm"), .number(Evaluation.Measurement.title(of: metric))],
            rows: means.map { [$0.algorithm, Number.text($0.mean)] })
        return [
            Document.Section(
                "All \(result.datasets.count) datasets, \(Number.injected(fractions, of: result.datasets.count))",
                [
                    .table(table),
                    .note([
                        "± is half of the 95 % t interval over the datasets, each counted as one organisation: another one "
                            + "like them."
                    ]),
                ])
        ]
    }
}

extension Number {
    /// The fractions of injected cases of several datasets: `12 % injected`, `12 % to 53 % injected`.
    static func injected(_ fractions: [Double], of count: Int) -> String {
        guard fractions.count == count, let least = fractions.min(), let most = fractions.max() else {
            return "fraction injected not stored"
        }
        let texts = [percent(least), percent(most)]
        return (texts[0] == texts[1] ? texts[0] : texts.joined(separator: " to ")) + " injected"
    }
}
