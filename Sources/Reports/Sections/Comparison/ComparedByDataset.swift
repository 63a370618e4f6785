import Comparisons
import Evaluation
import Statistics

/// The algorithms on each of several datasets, the best first.
struct ComparedByDataset: ReportSection {
    static let id = "compared-by-dataset"

    func sections(on study: StudyComparison) -> [Document.Section] {
        let comparison = study.comparison
        guard comparison.datasets.count > 1, let first = study.replicates.first,
            study.replicates.count == comparison.datasets.count
        else { return [] }
        let counts = Set(study.replicates.map(\.count)).sorted().map(String.init).joined(separator: ", ")
        let table = Table(
            [.text("algorithm")] + study.replicates.map { .number($0.dataset) },
            rows: comparison.ranking.map { index in
                [comparison.algorithms[index]] + study.replicates.map { Number.text($0.means[index]) }
            })
        return [
            Document.Section(
                "By world, \(Number.injected(study.injectedFractions.compactMap(\.self), of: comparison.datasets.count)); ± is half of the interval over \(counts) replicates and their common cases "
                    + "(\(first.means.first?.method ?? ""))", [.table(table)])
        ]
    }
}
