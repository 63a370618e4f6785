import Evaluation
import Interactions
import Statistics
import Testing

@Suite("Ranked cases")
struct RankedCasesTests {
    private let cases = [
        Cases.benign(1, day: 3), Cases.benign(.unknownUser, day: 4), Cases.injected(2, day: 3),
        Cases.injected(.unknownResource, day: 4, scenario: 1), Cases.benign(.seen(-1), day: 4),
        Cases.injected(.disconnected(5), day: 3, scenario: 1),
    ]

    private func ranked(_ policy: UnscorablePolicy, scenario: Int? = nil) throws -> RankedCases {
        try RankedCases(cases, window: Cases.window(days: 3..<5), policy: policy, scenario: scenario)
    }

    private static let scores: [(UnscorablePolicy, [Double])] = [
        (.drop, [1, 2, -1, 5]),
        (.rankLast, [1, -.infinity, 2, -.infinity, -1, 5]),
        (.rankFirst, [1, .infinity, 2, .infinity, -1, 5]),
    ]

    @Test("leave out what has no score, or rank it below or above all others, as the policy says", arguments: scores)
    func policies(policy: UnscorablePolicy, scores: [Double]) throws {
        let ranked = try ranked(policy)
        #expect(ranked.scores == scores)
        #expect(ranked.injected.count { $0 } == (policy == .drop ? 2 : 3))
        #expect(ranked.curve.positives + ranked.curve.negatives == scores.count)
        #expect(ranked.day == (policy == .drop ? [3, 3, 4, 3] : [3, 4, 3, 4, 4, 3]))
    }

    @Test("know how many cases had a score, whatever the policy", arguments: UnscorablePolicy.allCases)
    func coverage(policy: UnscorablePolicy) throws {
        let ranked = try ranked(policy)
        #expect(ranked.scorable == 4)
        #expect(ranked.total == 6)
        #expect(Coverage().value(for: ranked) == .defined(4.0 / 6))
    }

    @Test(
        "of one scenario are its injected cases and all benign ones",
        arguments: [
            (0, [1, 2, -1]), (1, [1, -1, 5]), (2, [1, -1]),
        ])
    func scenarios(scenario: Int, scores: [Double]) throws {
        #expect(try ranked(.drop, scenario: scenario).scores == scores)
    }

    @Test("have no days where the window or a case has none")
    func untimed() throws {
        #expect(try RankedCases(cases, window: Cases.window(), policy: .rankLast).day == nil)
        let cases = cases + [Cases.benign(0)]
        #expect(try RankedCases(cases, window: Cases.window(days: 3..<5), policy: .rankLast).day == nil)
    }

    @Test("cannot be ranked by a score that is not a number")
    func notANumber() {
        #expect(throws: StatisticsError.notANumber) { try Cases.ranked([Cases.benign(.nan)]) }
    }
}
