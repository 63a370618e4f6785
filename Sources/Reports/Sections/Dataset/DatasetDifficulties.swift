import Datasets

/// What a detector will find hard about a dataset.
struct DatasetDifficulties: ReportSection {
    static let id = "dataset-difficulties"

    func sections(on dataset: DescribedDataset) -> [Document.Section] {
        let difficulties = dataset.summary.difficulties
        guard !difficulties.isEmpty else { return [] }
        return [Document.Section("What a detector will find hard:", [.list(difficulties.map { "\($0)" })])]
    }
}
