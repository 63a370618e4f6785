public import Studies

/// One dataset of a study with the study that it is of.
public struct StudiedDataset: Sendable {
    public let study: StudyResult
    public let dataset: DatasetResult

    public init(_ dataset: DatasetResult, of study: StudyResult) {
        self.dataset = dataset
        self.study = study
    }
}
