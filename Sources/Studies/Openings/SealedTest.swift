import Evaluation
import Foundation
import Interactions
import Lints
import Publishing

/// The test folds of a dataset, on which no model may be measured before the settings are chosen.
///
/// The seal is on how models rank the cases of the test. ``open(for:in:experiment:study:)`` is the only way to the folds that models are
/// measured on. It consumes the seal and writes a line into the ledgers first: a test is opened once, and never
/// unnoticed.
///
/// The cases themselves are not sealed. Lints must see them before any trial runs: only then can they find accesses of
/// the test window in training, or injected accesses that can be told by how they were made. Lints also see the scores
/// of a model of each algorithm. They hold scores of the same cases against each other, whether these depend on what else
/// is scored, on names or on chance; no lint ranks cases by their labels with them, or measures a model, before the test
/// is opened.
struct SealedTest: ~Copyable {
    private let folds: [PreparedFold]
    private let dataset: String
    private let ledgers: Ledgers
    /// Which test this is, wherever it is opened.
    let identity: TestIdentity

    /// Where openings are written down.
    struct Ledgers {
        /// That of the study's folder.
        let study: UnsealingLedger
        /// The user's, of all studies.
        let user: OpeningsLedger
        /// The dataset's folder, which has a copy of what the user's tells of it; nil for data that the study made.
        let dataset: URL?
    }

    /// - Parameter dataset: the name under which the study's ledger keeps the openings.
    init(sealing folds: [PreparedFold], of dataset: String, identity: TestIdentity, ledgers: Ledgers) {
        self.folds = folds
        self.dataset = dataset
        self.identity = identity
        self.ledgers = ledgers
    }

    /// What lints may see.
    var phases: [LintSubject.Phase] { folds.map(LintSubject.Phase.init) }

    /// How often the test was opened before.
    var earlierOpenings: UnsealingLedger.Openings {
        get throws { try ledgers.study.openings(of: dataset) }
    }

    /// Opens the test, once the ledgers say so.
    ///
    /// - Parameters:
    ///   - trials: the numbers of the trials that are to be measured.
    ///   - specificationDigest: the SHA-256 of the resolved specification.
    ///   - experiment: the name and the root seed of the study.
    ///   - study: tells the study from all others.
    /// - Returns: the folds, and what was opened before, with the reason where the user's ledger could not be kept.
    /// - Throws: ``StudyError`` where the study's ledger cannot be written; the test then stays sealed.
    consuming func open(
        for trials: [Int], in specificationDigest: String, experiment: (name: String, seed: UInt64), study: String
    ) throws -> (folds: [PreparedFold], earlier: EarlierOpenings) {
        try ledgers.study.append(
            UnsealingLedger.Opening(dataset: dataset, trials: trials, specificationDigest: specificationDigest))
        let line = opening(by: experiment, study: study, specificationDigest)
        return (folds, ledgers.user.record(line, former: identity.former, in: ledgers.dataset))
    }

    /// Writes into the user's ledger that programs of others are shown the cases.
    ///
    /// - Returns: why that could not be kept; empty where it was.
    func show(
        to programs: [String], in specificationDigest: String, experiment: (name: String, seed: UInt64), study: String
    ) -> [String] {
        var shown = opening(by: experiment, study: study, specificationDigest)
        shown.shownTo = programs
        return ledgers.user.record(shown, in: ledgers.dataset).problems
    }

    private func opening(
        by experiment: (name: String, seed: UInt64), study: String, _ specificationDigest: String
    ) -> TestOpening {
        let provenance = Provenance.current
        return TestOpening(
            id: UUID().uuidString, time: ISO8601DateFormatter().string(from: Date()), data: identity.data,
            test: identity.test, dataset: dataset, experiment: experiment.name, seed: experiment.seed, study: study,
            specification: specificationDigest,
            program: [provenance.version, provenance.commit].compactMap(\.self).joined(separator: " "))
    }
}
