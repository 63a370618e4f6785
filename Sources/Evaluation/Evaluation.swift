public import Interactions
public import Statistics

/// The figures of one model on one window.
public struct Evaluation: Hashable, Sendable {
    /// One figure.
    public struct Figure: Hashable, Sendable {
        /// The metric; a budgeted one carries its budget: `recall_at_budget@10`.
        public var metric: String
        /// Which injected cases count: a scenario's id, `pooled` for all of them, or `macro` for the mean of the
        /// scenarios' figures.
        public var scenario: String
        public var value: MetricValue

        public init(metric: String, scenario: String, value: MetricValue) {
            self.metric = metric
            self.scenario = scenario
            self.value = value
        }
    }

    /// All injected cases together.
    public static let pooled = "pooled"
    /// The mean of the scenarios' figures.
    public static let macro = "macro"

    public let figures: [Figure]

    /// Measures scored cases with every metric at every budget: for each scenario, macro-averaged and pooled.
    ///
    /// - Parameter scenarios: the scenarios' ids in the order in which labels number them.
    /// - Throws: `StatisticsError` for a score that is NaN.
    public init(
        of cases: [ScoredAccess], window: EvaluationWindow, policy: UnscorablePolicy, scenarios: [String],
        metrics: [any Metric], budgets: [Double]
    ) throws(StatisticsError) {
        var rankings: [RankedCases] = []
        for scenario in scenarios.indices {
            rankings.append(try RankedCases(cases, window: window, policy: policy, scenario: scenario))
        }
        let pooled = try RankedCases(cases, window: window, policy: policy)
        var figures: [Figure] = []
        for metric in metrics {
            for budget in metric.isBudgeted ? budgets : [0] {
                let name = metric.isBudgeted ? metric.name(at: budget) : metric.name
                let values = rankings.map { metric.value(for: $0, budget: budget) }
                for (scenario, value) in zip(scenarios, values) {
                    figures.append(Figure(metric: name, scenario: scenario, value: value))
                }
                figures.append(Figure(metric: name, scenario: Self.macro, value: Self.mean(of: values)))
                figures.append(
                    Figure(metric: name, scenario: Self.pooled, value: metric.value(for: pooled, budget: budget)))
            }
        }
        self.figures = figures
    }

    private static func mean(of values: [MetricValue]) -> MetricValue {
        guard !values.isEmpty else { return .undefined("there is no scenario") }
        var sum = 0.0
        for value in values {
            switch value {
            case .defined(let number): sum += number
            case .undefined(let reason): return .undefined(reason)
            }
        }
        return .defined(sum / Double(values.count))
    }
}
