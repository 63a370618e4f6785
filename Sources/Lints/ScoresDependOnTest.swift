/// Scores that depend on what else is scored, such as those normalised over the test rows.
struct ScoresDependOnTest: Lint {
    static let id = "scores-depend-on-test"
    static let pitfall = "scores or thresholds are normalised with the test rows"
    static let stage = LintStage.prepared

    func check(_ subject: LintSubject) throws -> LintFinding {
        guard let phase = subject.test.first, phase.cases.count > 1 else { return .pass("there is no test case") }
        let all = Array(phase.cases.indices)
        let part = stride(from: 0, to: all.count, by: max(2, all.count / 500)).map { $0 }
        let together = try subject.scores(phase, all), alone = try subject.scores(phase, part)
        let differing = zip(part, alone).count { together[$0] != $1 }
        guard differing == 0 else {
            return .failure(
                "\(differing) of \(part.count) cases score differently when they are scored without the rest")
        }
        return .pass("\(part.count) cases score the same with and without the other \(all.count - part.count)")
    }
}
