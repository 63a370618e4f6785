import AccessLogs
import Evaluation
import Interactions

/// Scored cases by hand: day and score of each.
enum Cases {
    static func benign(_ score: Double, day: Int? = nil) -> ScoredAccess {
        benign(.scored(score), day: day)
    }

    static func benign(_ score: AnomalyScore, day: Int? = nil) -> ScoredAccess {
        ScoredAccess(access: LabeledAccess(user: 0, resource: 0, time: day.map(time), label: .benign), score: score)
    }

    static func injected(_ score: Double, day: Int? = nil, scenario: Int = 0) -> ScoredAccess {
        injected(.scored(score), day: day, scenario: scenario)
    }

    static func injected(_ score: AnomalyScore, day: Int? = nil, scenario: Int = 0) -> ScoredAccess {
        let step = ScenarioStep(scenario: scenario, attack: 0, step: 0, severity: 1)
        let access = LabeledAccess(user: 0, resource: 0, time: day.map(time), label: .injected(step))
        return ScoredAccess(access: access, score: score)
    }

    /// A window; of its benign accesses nothing is needed to rank cases.
    static func window(days: Range<Int>? = nil, activeUsers: Int = 5) -> EvaluationWindow {
        EvaluationWindow(benign: [], days: days, activeUsers: activeUsers, accesses: 100)
    }

    private static func time(_ day: Int) -> Timestamp { Timestamp(microseconds: Int64(day) * Timestamp.day) }

    static func scored(
        _ cases: [ScoredAccess], days: Range<Int>? = nil, activeUsers: Int = 5, policy: UnscorablePolicy = .rankLast,
        scenarios: [String] = ["first", "second", "third"]
    ) throws -> ScoredCases {
        try ScoredCases(
            cases, window: window(days: days, activeUsers: activeUsers), policy: policy, scenarios: scenarios)
    }

    static func ranked(_ cases: [ScoredAccess], days: Range<Int>? = nil, activeUsers: Int = 5) throws -> RankedCases {
        RankedCases(try scored(cases, days: days, activeUsers: activeUsers))
    }
}

extension Metric {
    func value(for cases: RankedCases, budget: Double = 0) -> MetricValue {
        value(for: cases.taken(as: unit), alerts: AlertBudget(cases, budget: budget))
    }
}
