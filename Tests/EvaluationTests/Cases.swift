import Evaluation
import Interactions

/// Scored cases by hand: day and score of each.
enum Cases {
    static func benign(_ score: Double, day: Int? = nil) -> ScoredAccess {
        benign(.scored(score), day: day)
    }

    static func benign(_ score: AnomalyScore, day: Int? = nil) -> ScoredAccess {
        ScoredAccess(access: LabelledAccess(user: 0, resource: 0, day: day, label: .benign), score: score)
    }

    static func injected(_ score: Double, day: Int? = nil, scenario: Int = 0) -> ScoredAccess {
        injected(.scored(score), day: day, scenario: scenario)
    }

    static func injected(_ score: AnomalyScore, day: Int? = nil, scenario: Int = 0) -> ScoredAccess {
        let access = LabelledAccess(user: 0, resource: 0, day: day, label: .injected(scenario: scenario))
        return ScoredAccess(access: access, score: score)
    }

    /// A window; of its benign accesses nothing is needed to rank cases.
    static func window(days: Range<Int>? = nil, activeUsers: Int = 5) -> EvaluationWindow {
        EvaluationWindow(benign: [], days: days, activeUsers: activeUsers)
    }

    static func ranked(_ cases: [ScoredAccess], days: Range<Int>? = nil, activeUsers: Int = 5) throws -> RankedCases {
        try RankedCases(cases, window: window(days: days, activeUsers: activeUsers), policy: .rankLast)
    }
}

extension Metric {
    func value(for cases: RankedCases) -> MetricValue { value(for: cases, budget: 0) }
}
