import Studies

/// What was found on each dataset.
struct DatasetResults: ReportSection {
    static let id = "dataset-results"

    private let parts: [any ReportSection<StudiedDataset>]

    /// - Parameter parts: what is said of each dataset.
    init(_ parts: [any ReportSection<StudiedDataset>]) {
        self.parts = parts
    }

    func sections(on result: StudyResult) -> [Document.Section] {
        result.datasets.flatMap { dataset in
            parts.flatMap { $0.sections(on: StudiedDataset(dataset, of: result)) }
        }
    }
}
