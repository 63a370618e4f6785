package import Lints

/// What happens while a study runs.
package enum StudyEvent: Sendable {
    /// Work on a dataset begins.
    case dataset(String)
    /// `done` of `total` trials are done, `failed` of them failed; `best` is the best objective so far.
    case progress(done: Int, total: Int, failed: Int, best: Double?)
    /// A lint found something.
    case lint(LintReport)
    /// A trial failed.
    case failure(TrialPlan, message: String)
    /// `done` of `total` trials were done when the study was run before.
    case resumed(done: Int, total: Int)
    /// Before the trials on a dataset: `fraction` of a step, such as `simulating`, is done.
    case preparing(dataset: String, step: String, fraction: Double)
    /// Something worth knowing that is no error.
    case note(String)
    /// The sealed test of a dataset is opened.
    case unsealed(String)
}
