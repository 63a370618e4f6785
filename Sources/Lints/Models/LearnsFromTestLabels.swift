import Interactions

/// A program that keeps what it is asked to score, so that a later fit knows the test.
///
/// What built-in detectors learn depends on the training matrix alone, which is a check of the program itself
/// (``SameModelWithoutTest``). A program of somebody else can write down what it was asked.
struct LearnsFromTestLabels: Lint {
    static let id = "learns-from-test-labels"
    static let pitfall = "a fit is steered by the accesses that it is measured on"
    static let stages = [LintStage.prepared, .chosen]

    private static let mostCases = 2000

    func check(_ subject: LintSubject) throws -> LintFinding {
        guard !subject.foreign.isEmpty else {
            return .pass("no program of somebody else takes part; built-in detectors see the training matrix alone")
        }
        guard let phase = subject.test.first else { return .pass("there is no test fold") }
        let cases = phase.sample(of: Self.mostCases)
        return try subject.finding(on: subject.foreign) { algorithm in
            let first = try algorithm.fit(phase, .planned)
            _ = try first.scores(cases)
            let second = try algorithm.fit(phase, .again)
            guard first.digest != second.digest else {
                return .pass("a fit after the test cases were scored gives the same scores")
            }
            guard try algorithm.fit(phase, .again).digest == second.digest else {
                return .warning(
                    "two fits with the same seed give different scores; nobody can repeat this, and whether a fit keeps "
                        + "what it was asked cannot be told")
            }
            return .failure(
                "a fit after the test cases were scored gives other scores than the one before: the program keeps what "
                    + "it was asked to score")
        }
    }
}
