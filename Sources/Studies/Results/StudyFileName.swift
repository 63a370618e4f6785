package import Foundation

/// What lies in a study's folder, beside the bundle of each dataset.
package enum StudyFileName: String, Sendable {
    /// The trials and measurements.
    case store = "study.sqlite"
    case lock = "study.lock"
    /// When the sealed tests were opened.
    case ledger = "unsealed.log"
    /// What the ledgers of all studies told when the sealed tests were opened.
    case openings = "openings.json"
    /// How many cases were injected, and what budgets allow at most.
    case cases = "cases.json"
    /// Which algorithms may be the best.
    case ranking = "ranking.json"
    /// The experiment with every default filled in.
    case specification = "specification.yaml"
    /// What the measurements were computed with.
    case environment = "environment.json"
    case lints = "lints.json"
    case operation = "operation.json"
    case trials = "trials.ndjson"
    case metrics = "metrics.csv"
    /// What the measurements come from: digests, seeds, environment, openings.
    case origin = "metrics.json"
    case costs = "costs.csv"
    /// The folder of the datasets that the study made itself.
    case datasets
    /// The folder of the scores on the sealed tests.
    case scores

    package func url(in folder: URL) -> URL { folder.appendingPathComponent(rawValue) }

    /// The folder of the bundle of a dataset's winner.
    static func bundle(of dataset: String, isOnly: Bool) -> String { isOnly ? "bundle" : "bundle-\(dataset)" }
}
