import Interactions

/// A fit that stops, or is steered, by the test window's outcome.
struct LearnsFromTestLabels: Lint {
    static let id = "learns-from-test-labels"
    static let pitfall = "a fit is stopped or steered by the accesses that it is measured on"
    static let stage = LintStage.prepared

    func check(_ subject: LintSubject) throws -> LintFinding {
        guard let phase = subject.test.first else { return .pass("there is no test fold") }
        var emptied = phase
        emptied.cases = []
        emptied.fold = Fold(
            training: phase.fold.training,
            window: EvaluationWindow(benign: [], days: phase.fold.window.days, activeUsers: 0, accesses: 0))
        let digest = try subject.modelDigest(phase), other = try subject.modelDigest(emptied)
        guard digest == other else {
            return .failure("without its test window the experiment yields another model: \(digest), \(other)")
        }
        return .pass("without the test window the model is the same, sha256 \(digest.prefix(16))…")
    }
}
