import AccessLogs
import Evaluation
import Foundation
import Interactions
import Statistics
import Testing

@Suite("An operating point")
struct OperatingPointTests {
    private let cases = [4, 3, 3, 2, 1].map { Cases.benign($0) } + [5, 3, 0].map { Cases.injected($0) }

    /// Where there are days, all cases are on the first.
    private func chosen(
        _ budget: Double, _ cases: [ScoredAccess], days: Range<Int>? = nil
    ) throws -> OperatingPoint? {
        let timed = cases.map { item in
            var item = item
            item.access.time = days.map { Timestamp(microseconds: Int64($0.lowerBound) * Timestamp.day) }
            return item
        }
        return OperatingPoint(within: budget, on: try Cases.scored(timed, days: days))
    }

    /// With a budget of two, a threshold below 3 would raise three benign alerts: the tie counts as a whole.
    private static let thresholds: [(Double, Double)] = [
        (0, 4), (0.9, 4), (1, 3), (2, 3), (3, 2), (4, 1), (5, 1.nextDown), (1e300, 1.nextDown),
    ]

    @Test("is the lowest threshold within the budget, ties as one", arguments: thresholds)
    func threshold(budget: Double, threshold: Double) throws {
        #expect(try chosen(budget, cases)?.threshold == threshold)
    }

    @Test("promises the recall and the precision above the threshold")
    func promises() throws {
        let point = try #require(try chosen(3, cases))
        #expect(point.expectedRecall == 2.0 / 3)
        #expect(point.expectedPrecision == 2.0 / 5)
        #expect(try chosen(0, cases)?.expectedPrecision == 1)
        #expect(!point.isPerDay)
        #expect(point.alertBudget == 3)
    }

    @Test("promises no recall where nothing was injected, and no precision where nothing alerts")
    func noPromise() throws {
        let benign = try #require(try chosen(1, [Cases.benign(1), Cases.benign(2)]))
        #expect(benign.expectedRecall == nil)
        #expect(benign.expectedPrecision == nil)
        let silent = try #require(try chosen(0, [Cases.benign(2), Cases.injected(1)]))
        #expect(silent.expectedRecall == 0)
        #expect(silent.expectedPrecision == nil)
    }

    @Test("does not exist without a benign score")
    func noBenignScore() throws {
        #expect(try chosen(1, [Cases.benign(.unknownUser), Cases.injected(1)]) == nil)
    }

    @Test("counts injected cases without a score as missed")
    func unscorable() throws {
        #expect(
            try chosen(1, [Cases.benign(1), Cases.injected(2), Cases.injected(.unknownUser)])?.expectedRecall == 0.5)
    }

    @Test("spends the budget of all days of the window together")
    func daily() throws {
        let point = try #require(try chosen(1, cases, days: 10..<13))
        #expect(point.threshold == 2)
        #expect(point.isPerDay)
    }

    @Test("keeps the benign alerts within the budget, and no lower one would", arguments: 0..<40)
    func property(seed: UInt64) throws {
        let random = RandomStream(seed: Seed(seed))
        let days = 1 + random.index(below: 5)
        let budget = Double(random.index(below: 40)) / 4
        // Few distinct scores, so that ties are the rule.
        let scores = (0..<1 + random.index(below: 60)).map { _ in Double(random.index(below: 15)) / 3 }
        let point = try #require(try chosen(budget, scores.map { Cases.benign($0) }, days: 0..<days))
        let allowed = budget * Double(days)
        #expect(Double(scores.count { $0 > point.threshold }) <= allowed)
        let lower = scores.count { $0 > point.threshold.nextDown }
        #expect(Double(lower) > allowed || lower == scores.count)
    }

    @Test("survives being stored")
    func stored() throws {
        let point = try #require(try chosen(2, cases, days: 0..<2))
        let data = try JSONEncoder().encode(point)
        #expect(try JSONDecoder().decode(OperatingPoint.self, from: data) == point)
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(
            Set(object.keys) == [
                "threshold", "alert_budget", "per_day", "expected_recall", "expected_precision",
                "injected_share", "restated_precision",
            ])
    }
}
