import Interactions

/// Scores that depend on what else is scored, such as those normalised over the test rows, or on when they are asked
/// for.
struct ScoresDependOnTest: Lint {
    static let id = "scores-depend-on-test"
    static let pitfall = "an algorithm's scores depend on what else is scored, on the order of rows, or on chance"
    static let stages = [LintStage.prepared, .chosen]

    /// Enough that a mean or a rank over them differs from that over half of them, and few enough to take moments.
    private static let mostCases = 2000

    func check(_ subject: LintSubject) throws -> LintFinding {
        guard let phase = subject.test.first, phase.cases.count > 1 else { return .pass("there is no test case") }
        let cases = phase.sample(of: Self.mostCases)
        return try subject.finding(on: subject.algorithms) { algorithm in
            try Self.finding(on: try algorithm.fit(phase, .planned), cases)
        }
    }

    private static func finding(on model: LintSubject.Model, _ cases: [LabeledAccess]) throws -> LintFinding {
        let together = try model.scores(cases)
        let agreement = Agreement(with: together)
        let half = Array(stride(from: 0, to: cases.count, by: 2))
        let ways: [(indices: [[Int]], how: String)] = [
            ([Array(cases.indices)], "when they are scored again"),
            ([half], "when they are scored without the rest"),
            ([cases.indices.reversed()], "when they are scored in another order"),
            ([0, cases.count / 2, cases.count - 1].map { [$0] }, "when each is scored alone"),
        ]
        for (batches, how) in ways {
            var differing = 0
            for batch in batches {
                let scores = try model.scores(batch.map { cases[$0] })
                differing += zip(batch, scores).count { !agreement.holds(at: $0, $1) }
            }
            guard differing == 0 else {
                let count = batches.reduce(0) { $0 + $1.count }
                return .failure("\(differing) of \(count) cases score differently \(how)")
            }
        }
        return .pass("\(cases.count) cases score the same again, in halves, in another order, and alone")
    }
}

/// Which scores count as the same: those that differ by no more than the rounding of single precision.
private struct Agreement {
    private let scores: [Double?]
    private let range: Double

    init(with scores: [Double?]) {
        self.scores = scores
        let finite = scores.compactMap { $0 }.filter(\.isFinite)
        range = (finite.max() ?? 0) - (finite.min() ?? 0)
    }

    func holds(at index: Int, _ score: Double?) -> Bool {
        guard let first = scores[index], let second = score else { return scores[index] == nil && score == nil }
        return first == second || abs(first - second) <= 1e-6 * max(range, abs(first))
    }
}
