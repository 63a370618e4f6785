import ContractTesting
import Evaluation
import Interactions
import Parameters
import Testing

@Suite("Metrics")
struct MetricsTests {
    /// Two days, five active users. With one alert a day: day 1 raises the injected 9, day 2 the benign 6.
    private let timed = [
        Cases.injected(9, day: 1), Cases.benign(8, day: 1), Cases.benign(2, day: 1),
        Cases.benign(6, day: 2), Cases.injected(5, day: 2), Cases.injected(.unknownUser, day: 2),
    ]
    private let untimed = [Cases.injected(3), Cases.benign(2), Cases.benign(1), Cases.injected(0)]

    /// Budget, precision, recall, noise rate.
    private static let daily: [(Double, Double, Double, Double)] = [
        (1, 1 / 2, 1 / 3, 1 / 10), (2, 2 / 4, 2 / 3, 2 / 10), (10, 2 / 5, 2 / 3, 3 / 10),
    ]
    private static let overall: [(Double, Double, Double, Double)] = [
        (1, 1, 0.5, 0), (2, 0.5, 0.5, 0.5), (4, 0.5, 1, 1),
    ]

    @Test("at a budget count each day's alerts", arguments: daily)
    func budgeted(budget: Double, precision: Double, recall: Double, noise: Double) throws {
        let cases = try Cases.ranked(timed, days: 1..<3)
        #expect(PrecisionAtBudget().value(for: cases, budget: budget) == .defined(precision))
        #expect(RecallAtBudget().value(for: cases, budget: budget) == .defined(recall))
        #expect(NoiseRate().value(for: cases, budget: budget) == .defined(noise))
    }

    @Test("at a budget count the alerts over all cases where these have no time", arguments: overall)
    func budgetedWithoutTime(budget: Double, precision: Double, recall: Double, noise: Double) throws {
        let cases = try Cases.ranked(untimed)
        #expect(PrecisionAtBudget().value(for: cases, budget: budget) == .defined(precision))
        #expect(RecallAtBudget().value(for: cases, budget: budget) == .defined(recall))
        #expect(NoiseRate().value(for: cases, budget: budget) == .defined(noise))
    }

    @Test("spread the noise over days and users without an alert, too")
    func exposure() throws {
        let cases = try Cases.ranked([Cases.benign(1, day: 1)], days: 1..<11, activeUsers: 20)
        #expect(NoiseRate().value(for: cases, budget: 5) == .defined(1.0 / 200))
    }

    @Test("count benign alerts a day over all days of the window, and not at all without time")
    func benignAlertsPerDay() throws {
        let timed = try Cases.ranked(timed, days: 1..<5)
        #expect(BenignAlertsPerDay().value(for: timed, budget: 10) == .defined(3.0 / 4))
        let untimed = try Cases.ranked(untimed)
        #expect(BenignAlertsPerDay().value(for: untimed, budget: 10).number == nil)
    }

    @Test("without a budget are those of the ranking curve")
    func curve() throws {
        let cases = try Cases.ranked(untimed)
        #expect(ROCAUC().value(for: cases) == .defined(0.5))
        #expect(AveragePrecision().value(for: cases) == .defined(0.5 * 1 + 0.5 * 0.5))
        #expect(TruePositiveRate(atFalsePositiveRate: 0.5).value(for: cases) == .defined(0.5))
        #expect(Coverage().value(for: cases) == .defined(1))
    }

    @Test("say which cases are missing where they are undefined")
    func undefined() throws {
        let benign = try Cases.ranked([Cases.benign(1)]), injected = try Cases.ranked([Cases.injected(1)])
        let metrics: [any Metric] = [ROCAUC(), AveragePrecision(), TruePositiveRate(atFalsePositiveRate: 0.01)]
        for metric in metrics {
            #expect(metric.value(for: benign) == .undefined("there is no injected case"))
            #expect(metric.value(for: injected) == .undefined("there is no benign case"))
        }
        #expect(RecallAtBudget().value(for: benign, budget: 1) == .undefined("there is no injected case"))
        #expect(NoiseRate().value(for: injected, budget: 1) == .undefined("there is no benign case"))
        #expect(PrecisionAtBudget().value(for: benign, budget: 0) == .undefined("no alert is raised"))
        #expect(Coverage().value(for: try Cases.ranked([])) == .undefined("there is no case"))
        let unused = try Cases.ranked([Cases.benign(1, day: 0)], days: 0..<1, activeUsers: 0)
        #expect(NoiseRate().value(for: unused, budget: 1) == .undefined("the window has no user or no day"))
    }

    @Test("at a false-positive rate are undefined where so few benign cases cannot resolve it")
    func unresolved() throws {
        let rate = TruePositiveRate(atFalsePositiveRate: 0.01)
        let few = try Cases.ranked([Cases.injected(3)] + (0..<99).map { _ in Cases.benign(1) })
        #expect(rate.value(for: few) == .undefined("99 benign cases cannot resolve 1 % of them"))
        let enough = try Cases.ranked([Cases.injected(3)] + (0..<100).map { _ in Cases.benign(1) })
        #expect(rate.value(for: enough) == .defined(1))
    }

    @Test("carry their budget in their name", arguments: [(10.0, "10"), (0.5, "0.5"), (1e20, "1e+20")])
    func names(budget: Double, text: String) {
        #expect(RecallAtBudget().name(at: budget) == "recall_at_budget@" + text)
    }

    @Test("are found by name, and each name is one metric's")
    func registry() {
        let names = Metrics.standard.ids
        RegistryContract(Metrics.standard).check()
        #expect(Set(names).count == names.count)
        for name in names { #expect(Metrics.standard[name]?.name == name) }
        #expect(Metrics.standard["accuracy"] == nil)
    }
}
