import Evaluation
import Statistics
import Testing

@Suite("Metrics by week")
struct WeeklyMetricsTests {
    private let estimation = IntervalEstimation(replicates: 200, seed: Seed(3))

    /// Six weeks and three days; from a day on, benign scores rise and injected ones fall.
    private func weekly(
        benignShift: Double = 0, injectedShift: Double = 0, from day: Int64 = 28, threshold: Double = 2.5
    ) throws -> WeeklyMetrics {
        let simulated = SimulatedCases(attacks: 120, benign: 6_000, users: 50, days: 45, shift: 2)
        let cases = simulated.cases().map { item in
            var item = item
            if (item.microseconds ?? 0) / 86_400_000_000 >= day {
                item.score = (item.score ?? 0) + (item.isInjected ? injectedShift : benignShift)
            }
            return item
        }
        return try WeeklyMetrics(
            of: try simulated.ranked(cases), metrics: [ROCAUC(), RecallAtBudget()], budgets: [10],
            threshold: threshold, isKnown: { $0 < 40 }, by: estimation)
    }

    @Test("cover whole weeks and add up")
    func weeks() throws {
        let weekly = try weekly()
        #expect(weekly.weeks.map(\.days) == (0..<6).map { 7 * $0..<7 * $0 + 7 })
        for week in weekly.weeks {
            #expect(week.measurements.map(\.metric) == ["roc_auc", "recall_at_budget@10"])
            #expect(week.benignAlerts.count == 7)
            #expect(week.unknownUsers == .defined(10.0 / 50))
        }
        #expect(weekly.weeks[0].stabilityIndex == .defined(0))
    }

    @Test("have the area under time of trapezia")
    func areaUnderTime() throws {
        let weekly = try weekly()
        let areas = weekly.weeks.compactMap { $0.measurements[0].value.number }
        let inner = areas[1..<5].reduce(0, +)
        let expected = (areas[0] / 2 + inner + areas[5] / 2) / 5
        #expect(abs(try #require(weekly.areaUnderTime(of: "roc_auc").number) - expected) < 1e-12)
        #expect(weekly.areaUnderTime(of: "r_precision") == .undefined("r_precision was not measured"))
    }

    @Test("recommend no new training where nothing changes")
    func stable() throws {
        let weekly = try weekly()
        #expect(weekly.weeks.allSatisfy { ($0.stabilityIndex.number ?? 1) < 0.1 })
        #expect(weekly.weeks.indices.allSatisfy { !weekly.brokenRules(inWeek: $0).contains(.scoresShifted) })
        #expect(weekly.retraining == .notReached(weeks: 6))
        #expect(weekly.retraining.description == "not reached within 6 weeks")
    }

    @Test("notice scores and alerts that rise")
    func shifted() throws {
        let weekly = try weekly(benignShift: 1.5)
        #expect(weekly.brokenRules(inWeek: 4).contains(.scoresShifted))
        #expect(weekly.brokenRules(inWeek: 4).contains(.alertsOutOfControl))
        guard case .after(4, let rules) = weekly.retraining else {
            Issue.record("\(weekly.retraining)")
            return
        }
        #expect(rules.contains(.scoresShifted))
        #expect(weekly.retraining.description.hasPrefix("after 4 weeks: the stability index"))
    }

    @Test("notice attacks that are no longer found")
    func lost() throws {
        let weekly = try weekly(injectedShift: -2, threshold: 100)
        #expect(weekly.chart == nil)
        #expect(weekly.retraining == .after(weeks: 4, rules: [.precisionLost]))
    }

    @Test("need a week of time")
    func short() throws {
        #expect(throws: StatisticsError.tooFew(needed: 7, found: 6)) {
            try WeeklyMetrics(
                of: try SimulatedCases(days: 6).ranked(), metrics: [], budgets: [], threshold: 0,
                isKnown: { _ in true }, by: estimation)
        }
    }
}
