import Foundation
import Interactions

/// The test folds of a dataset, sealed: the settings that are chosen must not have been chosen by what they make of them.
///
/// Sealed is how models rank the test's cases. The only way to the folds that models are measured on is ``open(for:in:)``,
/// which consumes the seal and has the ledger say so first: a test is opened once, and never unnoticed.
///
/// Not sealed is what the cases are. Lints have to see them before any trial runs, since only so they can find out that
/// accesses of the test window are in training, or that injected ones give themselves away. They also have the scores of
/// a model that stands for all, and tell whether these depend on what else is scored and how many are missing; a
/// ``LintSubject`` has no means to rank or measure by them.
struct SealedTest: ~Copyable {
    private let folds: [MeasuredFold]
    private let dataset: String
    private let ledger: UnsealingLedger

    /// - Parameter dataset: the name under which the ledger keeps the openings.
    init(sealing folds: [MeasuredFold], of dataset: String, ledger: UnsealingLedger) {
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
    consuming func open(for trials: [Int], in specificationDigest: String) throws -> [MeasuredFold] {
        try ledger.append(
            UnsealingLedger.Opening(dataset: dataset, trials: trials, specificationDigest: specificationDigest))
        return folds
    }
}
