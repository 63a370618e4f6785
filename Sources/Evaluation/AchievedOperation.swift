public import Statistics

/// What a threshold that was chosen on other cases achieves on these.
public struct AchievedOperation: Hashable, Sendable {
    /// The alerts on benign cases.
    public let benignAlerts: Int
    /// The alerts on benign cases a day with the exact interval of a Poisson count; nil where cases have no time, or
    /// the window has no day.
    public let alertsPerDay: Estimate?
    /// The achieved alerts over the promised ones, less 1: 0.2 for a fifth too many. Nil where none were promised, or
    /// one side counts them per day and the other over all cases.
    public let budgetError: Double?
    /// The share of injected cases that alert, with Wilson's interval; nil without injected cases.
    public let recall: Estimate?
    /// The share of injected cases among the alerts, with Wilson's interval; nil without injected cases or alerts.
    public let precision: Estimate?
    /// The recall of each scenario; nil where it has no injected case.
    public let recallOfScenarios: [OperatingPoints.ScenarioRecall]

    /// Applies a threshold. Cases without a score raise no alert; every case counts once.
    ///
    /// - Throws: `StatisticsError` for a level outside 0..<1.
    public init(_ point: OperatingPoint, on cases: ScoredCases, level: Double = 0.95) throws(StatisticsError) {
        try self.init(on: cases, promised: point.alertBudget, isPerDay: point.isPerDay, level: level) {
            cases.scores[$0] > point.threshold
        }
    }

    /// - Parameter isAlert: whether the case of a rank, which has a score, alerts.
    init(
        on cases: ScoredCases, promised: Double, isPerDay: Bool, level: Double, where isAlert: (Int) -> Bool
    ) throws(StatisticsError) {
        let counts = AlertCounts(in: cases, where: isAlert)
        let days = cases.days == nil ? nil : cases.window.days?.count
        benignAlerts = counts.alarms
        alertsPerDay =
            if let days, days > 0 {
                try .rate(ofEvents: counts.alarms, exposure: Double(days), level: level)
            } else {
                nil
            }
        let achieved = isPerDay ? alertsPerDay?.value : days == nil ? Double(counts.alarms) : nil
        budgetError = promised > 0 ? achieved.map { $0 / promised - 1 } : nil
        recall = counts.injected > 0 ? try .proportion(counts.hits, of: counts.injected, level: level) : nil
        let alerts = counts.hits + counts.alarms
        precision =
            counts.injected > 0 && alerts > 0 ? try .proportion(counts.hits, of: alerts, level: level) : nil
        recallOfScenarios = OperatingPoints.ScenarioRecall.all(in: cases, where: isAlert)
    }
}
