import Evaluation
import Interactions
import Statistics
import Testing

@Suite("An evaluation")
struct EvaluationTests {
    /// Scenario `easy` outranks all benign cases; of the three cases of `hard` two do, and one none.
    private let cases = [
        Cases.benign(1), Cases.benign(2), Cases.injected(9, scenario: 0),
        Cases.injected(8, scenario: 1), Cases.injected(7, scenario: 1), Cases.injected(0, scenario: 1),
    ]

    private func values(
        _ metrics: [any Metric], scenarios: [String] = ["easy", "hard"], budgets: [Double] = [1, 2],
        of cases: [ScoredAccess]? = nil
    ) throws -> [String: MetricValue] {
        let evaluation = Evaluation(
            of: try Cases.scored(cases ?? self.cases, scenarios: scenarios), metrics: metrics, budgets: budgets)
        let values = evaluation.measurements.map { ("\($0.metric) \($0.slice)", $0.value) }
        return try Dictionary(values) { _, _ in throw DoubleMeasurement() }
    }

    private struct DoubleMeasurement: Error {}

    @Test("has each scenario's measurement, their mean and the pooled one")
    func measurements() throws {
        let values = try values([ROCAUC()])
        #expect(values.count == 4)
        #expect(values["roc_auc easy"] == .defined(1))
        #expect(values["roc_auc hard"] == .defined(4.0 / 6))
        #expect(values["roc_auc macro"] == .defined((1 + 4.0 / 6) / 2))
        #expect(values["roc_auc pooled"] == .defined(6.0 / 8))
    }

    @Test("has a budgeted measurement for each budget, and names the budget")
    func budgets() throws {
        let values = try values([RecallAtBudget(), Coverage()], budgets: [1, 2.5, 10])
        #expect(values.count == 4 * 4)
        #expect(values["recall_at_budget@1 pooled"] == .defined(0.25))
        #expect(values["recall_at_budget@1 macro"] == .defined((1 + 1.0 / 3) / 2))
        #expect(values["recall_at_budget@2.5 hard"] == .defined(2.0 / 3))
        #expect(values["recall_at_budget@10 pooled"] == .defined(1))
        #expect(values["coverage macro"] == .defined(1))
    }

    @Test("has no mean where a scenario has no measurement, and says why")
    func undefinedScenario() throws {
        let values = try values([ROCAUC()], scenarios: ["easy", "hard", "absent"])
        #expect(values["roc_auc absent"] == .undefined("there is no injected case"))
        #expect(values["roc_auc macro"] == .undefined("there is no injected case"))
        #expect(values["roc_auc pooled"] == .defined(6.0 / 8))
    }

    @Test("has no mean without scenarios")
    func noScenario() throws {
        #expect(
            try values([ROCAUC()], scenarios: [], of: [Cases.benign(1)])["roc_auc macro"]
                == .undefined("there is no scenario"))
    }

    @Test("needs scores that are numbers")
    func notANumber() {
        #expect(throws: StatisticsError.notANumber) {
            try Cases.scored([Cases.benign(.nan)], policy: .drop)
        }
    }
}
