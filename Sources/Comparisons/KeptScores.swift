import Evaluation
import Files
import Foundation
import Studies

/// The scores that a study kept of an algorithm in one replicate of a sealed test.
struct KeptScores {
    let study: FinishedStudy
    let trial: TrialPlan
    let replicate: Int

    /// Where they are, or would be.
    var file: URL { study.scores(of: trial, replicate: replicate) }

    /// Reads them where they are what the study wrote.
    ///
    /// - Throws: ``StudyError``, `FileError`.
    func table() throws -> ScoredTable {
        // The digest is not made of pipes, which another user may have put there, and which may be waited for for ever.
        try ScoredTable(InputPath(argument: study.verifiedScores(of: trial, replicate: replicate).path))
    }
}
