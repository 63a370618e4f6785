import Comparisons
import Evaluation
import Statistics

/// The algorithms of a comparison, the best first.
struct ComparedAlgorithms: ReportSection {
    static let id = "compared-algorithms"

    func sections(on study: StudyComparison) -> [Document.Section] {
        let comparison = study.comparison
        let tied = Set(study.best.map { $0.members.count > 1 ? $0.members : [] } ?? [])
        let table = Table(
            [.number("rank"), .text("algorithm"), .number("mean"), .number("mean rank")],
            rows: comparison.ranking.enumerated().map { index, algorithm in
                [
                    tied.contains(comparison.algorithms[algorithm]) ? "1=" : String(index + 1),
                    comparison.algorithms[algorithm], Number.text(comparison.means[algorithm]),
                    comparison.friedman.map { Number.fixed($0.meanRanks[algorithm], decimals: 2) } ?? "",
                ]
            })
        let first = comparison.ranking.first.map { comparison.algorithms[$0] }
        let data = comparison.datasets.count == 1 ? "this world" : "worlds like these"
        let fractions = Number.injected(study.injectedFractions.compactMap(\.self), of: comparison.datasets.count)
        return [
            Document.Section(
                "\(Evaluation.Measurement.title(of: study.metric)) on \(study.slice), "
                    + "\(Number.counted(comparison.datasets.count, "world")), \(fractions)",
                [.table(table)] + (study.best.map { [.paragraph($0.sentence(first: first, on: data))] } ?? []))
        ]
    }
}
