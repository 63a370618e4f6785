package import Evaluation

/// Which algorithms may be the best on a dataset, by the objective on the sealed test.
package struct DatasetRanking: Hashable, Sendable, Codable {
    package let dataset: String
    /// The objective and its slice.
    package let metric: String
    package let slice: String
    /// Nil where there is one algorithm only.
    package let best: BestSet?
    /// Whether every two algorithms could be compared; else the set may be too large.
    package let isComplete: Bool

    private enum CodingKeys: String, CodingKey {
        case dataset, metric, slice, best
        case isComplete = "complete"
    }
}
