@testable import Evaluation
import Interactions
import Testing

@Suite("An alert budget")
struct AlertBudgetTests {
    private func budget(_ budget: Double, _ cases: [ScoredAccess], days: Range<Int>? = nil) throws -> AlertBudget {
        AlertBudget(try Cases.ranked(cases, days: days), budget: budget)
    }

    @Test("admits the highest scores", arguments: [(0, 0, 0), (1, 1, 0), (2, 1, 1), (3, 1, 2), (4, 2, 2), (9, 2, 2)])
    func highest(budget: Double, hits: Double, alarms: Double) throws {
        let raised = try self.budget(
            budget, [Cases.benign(8), Cases.injected(5), Cases.benign(7), Cases.injected(9)])
        #expect(raised.truePositives == hits)
        #expect(raised.falsePositives == alarms)
    }

    /// Above the tie stands one injected case; the tie holds one injected and three benign ones.
    @Test("counts a tie at the cut by expected value", arguments: [(2, 1.25, 0.75), (3, 1.5, 1.5), (5, 2, 3)])
    func ties(budget: Double, hits: Double, alarms: Double) throws {
        let tied = [Cases.benign(4), Cases.injected(4), Cases.benign(4), Cases.benign(4)]
        let raised = try self.budget(budget, tied + [Cases.injected(9), Cases.benign(1)])
        #expect(raised.truePositives == hits)
        #expect(raised.falsePositives == alarms)
    }

    @Test("may be a fraction of an alert")
    func fraction() throws {
        let raised = try budget(0.5, [Cases.injected(2), Cases.benign(1)])
        #expect(raised.alerts == 0.5)
        #expect(raised.truePositives == 0.5)
    }

    @Test("is spent anew on every day")
    func daily() throws {
        // Over both days the two highest scores are benign; day by day only one is.
        let cases = [
            Cases.benign(9, day: 1), Cases.benign(8, day: 1), Cases.injected(3, day: 2), Cases.benign(1, day: 2),
        ]
        #expect(try budget(1, cases, days: 1..<3).truePositives == 1)
        #expect(try budget(1, cases, days: 1..<3).falsePositives == 1)
        #expect(try budget(2, cases).truePositives == 0)
    }

    @Test("is not spent on cases without a score, unless they rank first")
    func unscorable() throws {
        let cases = [Cases.injected(.unknownUser), Cases.benign(1)]
        #expect(try budget(2, cases).alerts == 1)
        let first = RankedCases(try Cases.scored(cases, policy: .rankFirst))
        #expect(AlertBudget(first, budget: 1).truePositives == 1)
    }

    @Test("admits the expected fraction of a tie, as averaging over its orders gives")
    func averaged() throws {
        let tie = [true, false, false, true, false]
        for budget in 1...5 {
            // All orders of a tie are equally likely, so that its rotations suffice.
            let hits = tie.indices.map { shift in
                tie.indices.count { tie[($0 + shift) % tie.count] && $0 < budget }
            }
            let cases = tie.map { $0 ? Cases.injected(1) : Cases.benign(1) }
            let average = Double(hits.reduce(0, +)) / Double(tie.count)
            #expect(abs(try self.budget(Double(budget), cases).truePositives - average) <= 1e-12)
        }
    }

    @Test("raises twice as much on a day that is drawn twice, and nothing on one that is not")
    func drawnDays() throws {
        let ranked = try Cases.ranked(
            [Cases.benign(4, day: 0), Cases.injected(3, day: 0), Cases.injected(5, day: 1), Cases.injected(2, day: 2)],
            days: 0..<3)
        let times: [Double] = [2, 0, 1]
        let weights = try #require(ranked.cases.days).map { times[Int($0)] }
        let alerts = AlertBudget(ranked.reweighted(weights, dayWeights: times), budget: 1)
        #expect(alerts.falsePositives == 2)
        #expect(alerts.truePositives == 1)
    }
}
