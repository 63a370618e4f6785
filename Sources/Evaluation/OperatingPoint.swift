public import Interactions

/// A threshold with what it promises: an access alerts if its score is above the threshold.
public struct OperatingPoint: Hashable, Sendable, Codable {
    /// The score that an alert exceeds.
    public var threshold: Double
    /// The alerts on benign accesses that it was chosen for: a day, or over all cases where the data have no time.
    public var alertBudget: Double
    /// Whether ``alertBudget`` counts alerts a day.
    public var isPerDay: Bool
    /// The share of injected accesses above the threshold, and of alerts that are injected, on the cases that it was
    /// chosen on; nil where nothing was injected.
    public var expectedRecall: Double?
    public var expectedPrecision: Double?
    /// The share of injected accesses among those cases, on which the precision depends; nil where nothing was injected.
    public var injectedShare: Double?

    /// The lowest threshold that keeps the alerts on benign accesses within a budget.
    ///
    /// Cases without a score raise no alert.
    ///
    /// - Returns: nil where no benign case has a score, or for a negative budget.
    public init?(within budget: Double, on cases: [ScoredAccess], window: EvaluationWindow) {
        let benign = cases.compactMap { $0.access.isInjected ? nil : $0.score.value }.sorted(by: >)
        guard let lowest = benign.last, budget >= 0 else { return nil }
        let budgeted = budget * Double(max(1, window.days?.count ?? 1))
        let allowed = Int(min(budgeted.rounded(.down), Double(benign.count)))
        let threshold = allowed < benign.count ? benign[allowed] : lowest.nextDown
        self.threshold = threshold
        alertBudget = budget
        isPerDay = window.days != nil
        let injected = cases.filter(\.access.isInjected)
        guard !injected.isEmpty else { return }
        let hits = injected.count { ($0.score.value ?? -.infinity) > threshold }
        let alarms = benign.count { $0 > threshold }
        injectedShare = Double(injected.count) / Double(cases.count)
        expectedRecall = Double(hits) / Double(injected.count)
        expectedPrecision = hits + alarms > 0 ? Double(hits) / Double(hits + alarms) : nil
    }

    private enum CodingKeys: String, CodingKey {
        case threshold
        case alertBudget = "alert_budget"
        case isPerDay = "per_day"
        case expectedRecall = "expected_recall"
        case expectedPrecision = "expected_precision"
        case injectedShare = "injected_share"
    }
}
