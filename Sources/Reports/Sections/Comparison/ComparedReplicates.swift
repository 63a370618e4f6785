import Comparisons
import Evaluation
import Statistics

/// The pairs over the replicates of each dataset, where they are few enough to be read.
struct ComparedReplicates: ReportSection {
    static let id = "compared-replicates"

    func sections(on study: StudyComparison) -> [Document.Section] {
        let comparison = study.comparison
        guard comparison.datasets.count == 1 || comparison.pairs.count < comparison.algorithms.count else { return [] }
        return study.replicates.map { section(on: $0, of: study) }
    }

    private func section(on replicates: ReplicateComparison, of study: StudyComparison) -> Document.Section {
        let comparison = study.comparison
        let rows = replicates.pairs.map { pair in
            let beginning = [
                comparison.algorithms[pair.first], comparison.algorithms[pair.second],
                Number.withInterval(pair.difference, decimals: 4),
            ]
            switch pair.test {
            case .success(let test):
                let corrected = pair.correctedPValue ?? 1
                return beginning + [
                    Number.text(test.statistic), Number.pValue(test.pValue),
                    Number.pValue(corrected) + (corrected <= comparison.level ? " *" : ""), test.method,
                ]
            case .failure(let reason): return beginning + ["", "", "", "no test: \(reason)"]
            }
        }
        let table = Table(
            [
                .text("first"), .text("second"), .number("mean difference"), .number("t"), .number("p"),
                .number("after Holm"), .text("test"),
            ], rows: rows)
        let correction =
            replicates.testToTraining > 0
            ? ", test to training \(Number.text(replicates.testToTraining)) after Nadeau and Bengio" : ""
        return Document.Section(
            "\(replicates.dataset): pairs over \(Number.counted(replicates.count, "replicate")), t test that counts what the "
                + "replicates' common cases bring\(correction)",
            [.table(table)])
    }
}
