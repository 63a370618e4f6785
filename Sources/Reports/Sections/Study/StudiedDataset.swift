package import Studies

/// One dataset of a study with the study that it is of.
package struct StudiedDataset: Sendable {
    package let study: StudyResult
    package let dataset: DatasetResult

    package init(_ dataset: DatasetResult, of study: StudyResult) {
        self.dataset = dataset
        self.study = study
    }
}
