import Evaluation
public import Experiments
import Foundation
import Statistics

/// A comparison of algorithms as text, Markdown or LaTeX.
public struct ComparisonReport: Sendable {
    private let study: StudyComparison
    private var comparison: DatasetComparison { study.comparison }

    public init(_ study: StudyComparison) {
        self.study = study
    }

    public var text: String { rendered(heading: { $0 }, table: { $0.text }, note: { $0 }) }

    public var markdown: String {
        rendered(heading: { "## " + $0 + "\n" }, table: { $0.markdown }, note: { $0 + "\n" })
    }

    public var latex: String {
        rendered(
            heading: { "\\paragraph{\(LaTeX.escaped($0))}" }, table: { $0.latex }, note: { LaTeX.escaped($0) + "\n" })
    }

    private func rendered(
        heading: (String) -> String, table: (Table) -> String, note: (String) -> String
    ) -> String {
        let count = comparison.datasets.count
        let title = "\(study.metric) on \(study.slice), \(Number.counted(count, "world"))"
        var parts = [heading(title), table(algorithms)]
        if let byDataset { parts += [heading(byDataset.title), table(byDataset.table)] }
        parts += [heading("Pairs, first minus second"), table(pairs)]
        for dataset in replicates { parts += [heading(dataset.title), table(dataset.table)] }
        if let variation { parts += [heading("Where the variation comes from"), table(variation)] }
        return (parts + notes.map(note)).joined(separator: "\n") + "\n"
    }

    /// The algorithms, the best first.
    private var algorithms: Table {
        Table(
            [.number("rank"), .text("algorithm"), .number("mean"), .number("mean rank")],
            rows: comparison.ranking.enumerated().map { index, algorithm in
                [
                    String(index + 1), comparison.algorithms[algorithm], Number.text(comparison.means[algorithm]),
                    comparison.friedman.map { String(format: "%.2f", $0.meanRanks[algorithm]) } ?? "",
                ]
            })
    }

    private var pairs: Table {
        Table(
            [
                .text("first"), .text("second"), .number("median difference"), .number("wins/ties/losses"),
                .number("Wilcoxon p"), .number("after Holm"), .number("t test p"), .text("verdict"),
                .text("in practice"),
            ],
            rows: comparison.pairs.map { pair in
                [
                    comparison.algorithms[pair.first], comparison.algorithms[pair.second], interval(pair.difference),
                    "\(pair.wins)/\(pair.ties)/\(pair.losses)", Number.pValue(pair.wilcoxon.pValue),
                    Number.pValue(pair.correctedPValue) + (pair.verdict == .significant ? " *" : ""),
                    pair.tTest.map { Number.pValue($0.pValue) } ?? "undefined", pair.verdict.rawValue,
                    pair.equivalence.rawValue,
                ]
            })
    }

    /// The algorithms on each of several datasets, the best first.
    private var byDataset: (title: String, table: Table)? {
        guard comparison.datasets.count > 1, let first = study.replicates.first,
            study.replicates.count == comparison.datasets.count
        else { return nil }
        let counts = Set(study.replicates.map(\.count)).sorted().map(String.init).joined(separator: ", ")
        return (
            "By world; ± is half of the interval over \(counts) replicates, corrected for their overlap "
                + "(\(first.means.first?.method ?? ""))",
            Table(
                [.text("algorithm")] + study.replicates.map { .number($0.dataset) },
                rows: comparison.ranking.map { index in
                    [comparison.algorithms[index]] + study.replicates.map { Number.text($0.means[index]) }
                })
        )
    }

    /// The pairs over the replicates of each dataset, where they are few enough to be read.
    private var replicates: [(title: String, table: Table)] {
        guard comparison.datasets.count == 1 || comparison.pairs.count < comparison.algorithms.count else { return [] }
        return study.replicates.map(pairs(over:))
    }

    private func pairs(over replicates: ReplicateComparison) -> (title: String, table: Table) {
        let rows = replicates.pairs.map { pair in
            let names = [comparison.algorithms[pair.first], comparison.algorithms[pair.second]]
            let difference = interval(pair.difference)
            switch pair.test {
            case .success(let test):
                let corrected = pair.correctedPValue ?? 1
                return names + [
                    difference, Number.text(test.statistic), Number.pValue(test.pValue),
                    Number.pValue(corrected) + (corrected <= comparison.level ? " *" : ""), test.method,
                ]
            case .failure(let reason): return names + [difference, "", "", "", "undefined: \(reason)"]
            }
        }
        return (
            "\(replicates.dataset): pairs over \(Number.counted(replicates.count, "replicate")), "
                + "corrected resampled t test of Nadeau and Bengio, test to training \(Number.text(replicates.testToTraining))",
            Table(
                [
                    .text("first"), .text("second"), .number("mean difference"), .number("t"), .number("p"),
                    .number("after Holm"), .text("test"),
                ], rows: rows)
        )
    }

    /// The standard deviations that datasets, injections and starts bring; nil where nothing is repeated.
    private var variation: Table? {
        let known = comparison.ranking.compactMap { index in
            study.variation[index].flatMap { $0.total > 0 ? (comparison.algorithms[index], $0) : nil }
        }
        guard !known.isEmpty else { return nil }
        func deviation(_ variance: Double?) -> String { variance.map { Number.text($0.squareRoot()) } ?? "" }
        return Table(
            [
                .text("algorithm"), .number("worlds, SD"), .number("injections, SD"), .number("starts, SD"),
                .text("remark"),
            ],
            rows: known.map { name, components in
                [
                    name, deviation(components.worlds), deviation(components.injections),
                    deviation(components.initializations),
                    components.isUnstable ? "unstable: the start matters most" : "",
                ]
            })
    }

    private func interval(_ estimate: Estimate) -> String {
        guard let interval = estimate.interval else { return Number.text(estimate.value) }
        return String(
            format: "%.4f [%.4f, %.4f]", estimate.value, interval.lowerBound, interval.upperBound)
    }

    private var notes: [String] {
        let level = Number.text(comparison.level)
        var notes = [
            "* significant at \(level) after Holm's correction for \(Number.counted(comparison.pairs.count, "pair")); "
                + (comparison.pairs.first?.wilcoxon.method ?? "") + "."
        ]
        if comparison.pairs.contains(where: { $0.verdict == .notEnoughPairs }) {
            notes.append(
                "With \(Number.counted(comparison.datasets.count, "world")) and "
                    + "\(Number.counted(comparison.pairs.count, "pair")) no difference could be significant, whatever the effect: no star can be given."
            )
        }
        if let friedman = comparison.friedman, let difference = comparison.criticalDifference {
            notes.append(
                "\(friedman.imanDavenport.method): F = \(Number.text(friedman.imanDavenport.statistic)), "
                    + "\(Number.statement(ofPValue: friedman.imanDavenport.pValue)); χ² = "
                    + "\(Number.text(friedman.chiSquare.statistic)), \(Number.statement(ofPValue: friedman.chiSquare.pValue))."
            )
            notes.append("Critical difference of mean ranks after Nemenyi: \(String(format: "%.3f", difference)).")
        } else if let reason = comparison.friedmanReason {
            notes.append("No Friedman test: \(reason).")
        }
        if variation != nil, study.variation.contains(where: { $0?.initializations == nil }) {
            notes.append(
                "With one start for each injection, what a start brings is part of 'injections'; 'initializations' "
                    + "under 'seeds' separates them.")
        }
        if !study.leftOut.isEmpty {
            notes.append(
                "Left out, for want of a figure of some algorithm: \(study.leftOut.joined(separator: ", ")).")
        }
        return notes + [study.caveat].compactMap { $0 }
    }
}
