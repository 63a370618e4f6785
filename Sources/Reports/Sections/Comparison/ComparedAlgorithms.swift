import Comparisons
import Evaluation
import Statistics

/// The algorithms of a comparison, the best first.
struct ComparedAlgorithms: ReportSection {
    static let id = "compared-algorithms"

    func sections(on study: StudyComparison) -> [Document.Section] {
        let comparison = study.comparison
        let table = Table(
            [.number("rank"), .text("algorithm"), .number("mean"), .number("mean rank")],
            rows: comparison.ranking.enumerated().map { index, algorithm in
                [
                    String(index + 1), comparison.algorithms[algorithm], Number.text(comparison.means[algorithm]),
                    comparison.friedman.map { Number.fixed($0.meanRanks[algorithm], decimals: 2) } ?? "",
                ]
            })
        return [
            Document.Section(
                "\(study.metric) on \(study.slice), \(Number.counted(comparison.datasets.count, "world"))",
                [.table(table)])
        ]
    }
}
