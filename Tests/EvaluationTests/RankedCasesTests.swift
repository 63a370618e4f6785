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

    private func ranked(_ policy: UnscorablePolicy, slice: Slice = .pooled) throws -> RankedCases {
        RankedCases(try Cases.scored(cases, days: 3..<5, policy: policy), slice: slice)
    }

    private func order(_ ranked: RankedCases) -> [Double] {
        ranked.members.map { ranked.cases.scores[Int($0)] }
    }

    private static let scores: [(UnscorablePolicy, [Double])] = [
        (.drop, [5, 2, 1, -1]),
        (.rankLast, [5, 2, 1, -1, -.infinity, -.infinity]),
        (.rankFirst, [.infinity, .infinity, 5, 2, 1, -1]),
    ]

    @Test("leave out what has no score, or rank it below or above all others, as the policy says", arguments: scores)
    func policies(policy: UnscorablePolicy, scores: [Double]) throws {
        let ranked = try ranked(policy)
        #expect(self.order(ranked) == scores)
        #expect(ranked.curve.positives == (policy == .drop ? 2 : 3))
        #expect(ranked.curve.positives + ranked.curve.negatives == Double(scores.count))
        let days = ranked.members.compactMap { ranked.day(of: $0) }
        #expect(days.sorted() == (policy == .drop ? [3, 3, 3, 4] : [3, 3, 3, 4, 4, 4]))
    }

    @Test("know how many cases had a score, whatever the policy", arguments: UnscorablePolicy.allCases)
    func coverage(policy: UnscorablePolicy) throws {
        let ranked = try ranked(policy)
        #expect(ranked.benign.scorable + ranked.injected.scorable == 4)
        #expect(ranked.benign.total + ranked.injected.total == 6)
        #expect(Coverage().value(for: ranked) == .defined(4.0 / 6))
    }

    @Test(
        "of one scenario are its injected cases and all benign ones",
        arguments: [
            (0, [2, 1, -1]), (1, [5, 1, -1]), (2, [1, -1]),
        ])
    func scenarios(scenario: Int, scores: [Double]) throws {
        #expect(try self.order(ranked(.drop, slice: .scenario(scenario))) == scores)
    }

    @Test("of a matched scenario are those that were matched, as often as they were")
    func matched() throws {
        let scored = try ScoredCases(
            cases, window: Cases.window(), policy: .rankLast, scenarios: ["first", "second"],
            matched: [[0, 0, 2], []])
        #expect(order(RankedCases(scored, slice: .matched(0))) == [2, 1, 1])
        // Its attacks have no match.
        #expect(RankedCases(scored, slice: .matched(1)).members.isEmpty)
    }

    @Test("have no days where the window or a case has none")
    func untimed() throws {
        #expect(try Cases.scored(cases).microseconds == nil)
        let cases = cases + [Cases.benign(0)]
        #expect(try Cases.scored(cases, days: 3..<5).microseconds == nil)
    }

    @Test("cannot be ranked by a score that is not a number")
    func notANumber() {
        #expect(throws: StatisticsError.notANumber) { try Cases.ranked([Cases.benign(.nan)]) }
    }
}
