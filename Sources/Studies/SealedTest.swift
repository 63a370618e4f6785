import Foundation
import Interactions
import Lints

/// The test folds of a dataset, on which no model may be measured before the settings are chosen.
///
/// The seal is on how models rank the cases of the test. ``open(for:in:)`` is the only way to the folds that models are
/// measured on. It consumes the seal and writes a line into the ledger first: a test is opened once, and never
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
    private let ledger: UnsealingLedger

    /// - Parameter dataset: the name under which the ledger keeps the openings.
    init(sealing folds: [PreparedFold], of dataset: String, ledger: UnsealingLedger) {
        self.folds = folds
        self.dataset = dataset
        self.ledger = ledger
    }

    /// What lints may see.
    var phases: [LintSubject.Phase] { folds.map(LintSubject.Phase.init) }

    /// How often the test was opened before.
    var earlierOpenings: UnsealingLedger.Openings {
        get throws { try ledger.openings(of: dataset) }
    }

    /// Opens the test, once the ledger says so.
    ///
    /// - Parameters:
    ///   - trials: the numbers of the trials that are to be measured.
    ///   - specificationDigest: the SHA-256 of the resolved specification.
    /// - Throws: ``StudyError`` where the ledger cannot be written; the test then stays sealed.
    consuming func open(for trials: [Int], in specificationDigest: String) throws -> [PreparedFold] {
        try ledger.append(
            UnsealingLedger.Opening(dataset: dataset, trials: trials, specificationDigest: specificationDigest))
        return folds
    }
}
