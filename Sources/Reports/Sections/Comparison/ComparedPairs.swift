import Comparisons
import Evaluation
import Statistics

/// Every two algorithms side by side, over the datasets.
struct ComparedPairs: ReportSection {
    static let id = "compared-pairs"

    func sections(on study: StudyComparison) -> [Document.Section] {
        let comparison = study.comparison
        let table = Table(
            [
                .text("first"), .text("second"), .number("median difference"), .number("wins/ties/losses"),
                .number("Wilcoxon p"), .number("after Holm"), .number("t test p"), .text("verdict"),
                .text("in practice"),
            ],
            rows: comparison.pairs.map { pair in
                [
                    comparison.algorithms[pair.first], comparison.algorithms[pair.second],
                    Number.withInterval(pair.difference, decimals: 4), "\(pair.wins)/\(pair.ties)/\(pair.losses)",
                    Number.pValue(pair.wilcoxon.pValue),
                    Number.pValue(pair.correctedPValue) + (pair.verdict == .significant ? " *" : ""),
                    pair.tTest.map { Number.pValue($0.pValue) } ?? "undefined", pair.verdict.rawValue,
                    pair.equivalence.rawValue,
                ]
            })
        return [Document.Section("Pairs, first minus second", [.table(table)])]
    }
}
