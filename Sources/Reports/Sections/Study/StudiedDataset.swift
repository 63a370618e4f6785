import Evaluation
import Statistics
package import Studies

/// One dataset of a study with the study that it is of.
package struct StudiedDataset: Sendable {
    package let study: StudyResult
    package let dataset: DatasetResult

    package init(_ dataset: DatasetResult, of study: StudyResult) {
        self.dataset = dataset
        self.study = study
    }

    /// What precision and average precision are measured among: `800 of 1,523 cases of the sealed test are injected
    /// (53 %), 114 a day`.
    var prevalence: String {
        guard let cases = dataset.cases, let injected = cases.injected, let benign = cases.benign,
            let fraction = cases.injectedFraction(of: Evaluation.pooled)
        else { return "which fraction of the cases is injected is not stored" }
        let daily = cases.days.map { $0 > 0 ? ", \(Number.text(injected / Double($0), digits: 2)) a day" : "" } ?? ""
        return
            "\(Number.text(injected.rounded())) of \(Number.text((injected + benign).rounded())) cases of the sealed test "
            + "are injected (\(Number.percent(fraction)))\(daily)"
    }
}

extension Evaluation.Measurement {
    /// The mean for a table, with as many digits as its interval supports, or the word for what is none.
    var cell: String { estimate.map { Number.text($0) } ?? value.text }

    /// The metric as people read it: a budget counts all alerts, on benign and on injected accesses.
    static func title(of metric: String) -> String { metric.contains("@") ? metric + " (all alerts)" : metric }
}
