public import Evaluation
public import Experiments
public import Foundation
public import Lints

/// What a study found.
public struct StudyResult: Sendable {
    public let specification: ExperimentSpecification
    public let folder: URL
    public let datasets: [DatasetResult]
    /// The trials, and those that failed.
    public let trials: Int
    public let failed: Int
    /// What the lints found, dataset by dataset.
    public let lints: [LintReport]
}

/// What a study found on one dataset.
public struct DatasetResult: Sendable {
    public let name: String
    /// The chosen trial of each algorithm, the winner first, as validation ranks them.
    public let ranking: [Entry]
    /// The winner's bundle, relative to the study's folder.
    public let bundle: String
    /// How often other studies opened the sealed test; nil where a study of an older program did not ask.
    public let openings: Openings?
    /// What the winner would be like in use; nil where a study of an older program has none.
    public let operation: OperationReport?

    /// What the ledgers of openings tell.
    public struct Openings: Hashable, Sendable, Encodable {
        /// Before this study opened the test.
        public let earlier: EarlierOpenings
        /// When the result was read: a study that came first may not be the only one.
        public let now: EarlierOpenings
    }

    /// An algorithm's chosen trial with its measurements.
    public struct Entry: Sendable {
        public let trial: TrialPlan
        public let validation: [ReplicateMeasurement]
        /// The measurements on validation of the settings fitted by themselves; empty where all trials were.
        public let refit: [ReplicateMeasurement]
        public let test: [ReplicateMeasurement]
        /// What each replicate cost on the sealed test; empty where a study of an older program kept none.
        public let costs: [FitCost]
    }
}
