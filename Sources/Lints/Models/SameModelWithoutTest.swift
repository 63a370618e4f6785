import Interactions

/// A fit that stops, or is steered, by the test window's outcome.
struct SameModelWithoutTest: Lint {
    static let id = "same-model-without-test"
    static let pitfall = "a built-in detector learns from the accesses that it is measured on, or their order"

    func check(_ subject: LintSubject) throws -> LintFinding {
        guard let phase = subject.test.first else { return .pass("there is no test fold") }
        var emptied = phase
        emptied.cases = []
        emptied.fold = Fold(
            training: phase.fold.training,
            window: EvaluationWindow(benign: [], days: phase.fold.window.days, activeUsers: 0, accesses: 0))
        var permuted = phase
        permuted.cases.reverse()
        return try subject.finding(on: subject.algorithms) { algorithm in
            let digest = try algorithm.fit(phase, .again).digest
            for (other, how) in [(emptied, "without its test window"), (permuted, "in another order of the test rows")]
            where try algorithm.fit(other, .again).digest != digest {
                return .failure("\(how) the fit gives another model")
            }
            return .pass("the model is the same without the test window, and in another order of its rows")
        }
    }
}
