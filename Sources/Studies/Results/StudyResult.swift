package import Evaluation
package import Experiments
package import Foundation
package import Lints
package import Statistics

/// What a study found.
package struct StudyResult: Sendable {
    package let specification: ExperimentSpecification
    package let folder: URL
    package let datasets: [DatasetResult]
    /// The trials, and those that failed.
    package let trials: Int
    package let failed: Int
    /// What the lints found, dataset by dataset.
    package let lints: [LintReport]
}

/// What a study found on one dataset.
package struct DatasetResult: Sendable {
    package let name: String
    /// The chosen trial of each algorithm, the winner first, as validation ranks them.
    package let ranking: [Entry]
    /// The winner's bundle, relative to the study's folder.
    package let bundle: String
    /// How often other studies opened the sealed test; nil where a study of an older program did not ask.
    package let openings: Openings?
    /// What was measured: the cases, and what budgets allow; nil where a study of an older program does not say.
    package let cases: MeasuredCases?
    /// Which algorithms may be the best; nil where a study of an older program does not say.
    package let best: DatasetRanking?
    /// What the winner would be like in use; nil where a study of an older program has none.
    package let operation: OperationReport?

    /// What the ledgers of openings tell.
    package struct Openings: Hashable, Sendable, Encodable {
        /// Before this study opened the test.
        package let earlier: EarlierOpenings
        /// When the result was read: a study that came first may not be the only one.
        package let now: EarlierOpenings
    }

    /// An algorithm's chosen trial with its measurements.
    package struct Entry: Sendable {
        package let trial: TrialPlan
        package let validation: [ReplicateMeasurement]
        /// The measurements on validation of the settings fitted by themselves; empty where all trials were.
        package let refit: [ReplicateMeasurement]
        package let test: [ReplicateMeasurement]
        /// Their means over the replicates.
        package let testMeans: [Evaluation.Measurement]
        /// What each replicate cost on the sealed test; empty where a study of an older program kept none.
        package let costs: [FitCost]

        /// The mean over the replicates of the sealed test; nil where there is none, or a replicate has no value.
        package func mean(metric: String, slice: String) -> Estimate? {
            testMeans.first { $0.metric == metric && $0.slice == slice }?.estimate
        }
    }
}
