public import Interactions
public import Statistics

/// Scored accesses of one window in the form from which every metric is computed.
public struct RankedCases: Sendable {
    /// The scores after the policy for unscorable accesses; −∞ or +∞ for those.
    public let scores: [Double]
    public let injected: [Bool]
    /// The day of each case; nil where the data have no time.
    public let day: [Int]?
    public let curve: RankingCurve
    /// The days of the window; nil where the data have no time.
    public let days: Range<Int>?
    /// The users with any access in the window.
    public let activeUsers: Int
    /// The cases that have a score, and all cases, before the policy.
    public let scorable: Int
    public let total: Int

    /// Ranks the benign cases and the injected ones of some scenarios.
    ///
    /// - Parameters:
    ///   - window: the window that the cases belong to.
    ///   - scenario: the scenario whose injected cases count; all of them where nil.
    /// - Throws: `StatisticsError` for a score that is NaN.
    public init(
        _ cases: [ScoredAccess], window: EvaluationWindow, policy: UnscorablePolicy, scenario: Int? = nil
    ) throws(StatisticsError) {
        var scores: [Double] = [], injected: [Bool] = [], day: [Int] = []
        var scorable = 0, total = 0
        for item in cases {
            if let scenario, item.access.isInjected, item.access.label != .injected(scenario: scenario) { continue }
            total += 1
            if let value = item.score.value {
                scorable += 1
                scores.append(value)
            } else {
                switch policy {
                case .drop: continue
                case .rankLast: scores.append(-.infinity)
                case .rankFirst: scores.append(.infinity)
                }
            }
            injected.append(item.access.isInjected)
            if let caseDay = item.access.day { day.append(caseDay) }
        }
        self.scores = scores
        self.injected = injected
        self.day = window.days != nil && day.count == scores.count ? day : nil
        curve = try RankingCurve(scores: scores, positive: injected)
        days = window.days
        activeUsers = window.activeUsers
        self.scorable = scorable
        self.total = total
    }
}
