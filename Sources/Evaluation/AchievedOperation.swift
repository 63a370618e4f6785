public import Statistics

/// What a threshold that was chosen on other cases achieves on these.
public struct AchievedOperation: Hashable, Sendable {
    /// The alerts on benign cases.
    public let benignAlerts: Int
    /// The alerts on benign cases a day; nil where cases have no time, or the window has no day.
    public let alertsPerDay: Estimate?
    /// The achieved alerts over the promised ones, less 1: 0.2 for a fifth too many. Nil where none were promised, or
    /// one side counts them per day and the other over all cases.
    public let budgetError: Double?
    /// The share of injected cases that alert; nil without injected cases.
    public let recall: Estimate?
    /// The share of injected cases among the alerts; nil without injected cases or alerts.
    public let precision: Estimate?
    /// The recall of each scenario; nil where it has no injected case.
    public let recallOfScenarios: [OperatingPoints.ScenarioRecall]

    /// Applies a threshold. Cases without a score raise no alert; every case counts once.
    ///
    /// Where nobody knows users or incidents, intervals are Wilson's and the exact one of a Poisson count; otherwise
    /// they draw incidents and users, as the rows of one of them vary together.
    ///
    /// - Throws: `StatisticsError` for a level outside 0..<1.
    public init(
        _ point: OperatingPoint, on cases: ScoredCases, by estimation: IntervalEstimation
    ) throws(StatisticsError) {
        try self.init(on: cases, promised: point.alertBudget, isPerDay: point.isPerDay, by: estimation) {
            cases.scores[$0] > point.threshold
        }
    }

    /// - Parameter isAlert: whether the case of a rank, which has a score, alerts.
    init(
        on cases: ScoredCases, promised: Double, isPerDay: Bool, by estimation: IntervalEstimation,
        where isAlert: (Int) -> Bool
    ) throws(StatisticsError) {
        let counts = AlertCounts(in: cases, where: isAlert), level = estimation.level
        let days = cases.days == nil ? nil : cases.window.days?.count
        let drawn = try Drawn(cases, by: estimation, where: isAlert)
        benignAlerts = counts.alarms
        if let days, days > 0 {
            if let drawn {
                alertsPerDay = try drawn.estimate(
                    Double(counts.alarms) / Double(days), \.alarms, per: Double(days))
            } else {
                alertsPerDay = try .rate(ofEvents: counts.alarms, exposure: Double(days), level: level)
            }
        } else {
            alertsPerDay = nil
        }
        /// A proportion of rows, with the interval of the drawn ones where there are any.
        func share(
            _ hits: Int, of trials: Int, _ figure: KeyPath<Drawn.Counts, Double>
        ) throws(StatisticsError) -> Estimate? {
            guard counts.injected > 0, trials > 0 else { return nil }
            if let drawn { return try drawn.estimate(Double(hits) / Double(trials), figure) }
            return try .proportion(hits, of: trials, level: level)
        }
        let achieved = isPerDay ? alertsPerDay?.value : days == nil ? Double(counts.alarms) : nil
        budgetError = promised > 0 ? achieved.map { $0 / promised - 1 } : nil
        recall = try share(counts.hits, of: counts.injected, \.recall)
        precision = try share(counts.hits, of: counts.hits + counts.alarms, \.precision)
        recallOfScenarios = OperatingPoints.ScenarioRecall.all(in: cases, where: isAlert)
    }
}

extension AchievedOperation {
    /// What the alerts come to where incidents and users are drawn with replacement; the threshold stays.
    private struct Drawn {
        struct Counts {
            var hits = 0.0, injected = 0.0, alarms = 0.0

            var recall: Double { injected > 0 ? hits / injected : .nan }
            var precision: Double { hits + alarms > 0 ? hits / (hits + alarms) : .nan }
        }

        private let counts: [Counts]
        private let resampling: CaseResampling
        private let all: RankedCases
        private let level: Double

        /// - Returns: nil where nobody knows which cases vary together.
        init?(
            _ cases: ScoredCases, by estimation: IntervalEstimation, where isAlert: (Int) -> Bool
        ) throws(StatisticsError) {
            guard cases.user.contains(where: { $0 >= 0 }) || cases.incident.contains(where: { $0 >= 0 }) else {
                return nil
            }
            let alerts = (0..<cases.count).map { cases.isScorable[$0] && isAlert($0) }
            let resampling = CaseResampling(of: cases, blockDays: estimation.blockDays)
            counts = Replicates.computed(estimation.replicates, workers: estimation.workers) { replicate in
                let weights = resampling.draw(replicate, seed: estimation.seed).cases
                var counts = Counts()
                for rank in 0..<cases.count {
                    let weight = weights[Int(cases.order[rank])]
                    if cases.isInjected[rank] {
                        counts.injected += weight
                        if alerts[rank] { counts.hits += weight }
                    } else if alerts[rank] {
                        counts.alarms += weight
                    }
                }
                return counts
            }
            self.resampling = resampling
            all = RankedCases(cases)
            level = estimation.level
        }

        func estimate(
            _ value: Double, _ figure: KeyPath<Counts, Double>, per exposure: Double = 1
        ) throws(StatisticsError) -> Estimate {
            try resampling.estimate(
                value, replicates: counts.map { $0[keyPath: figure] / exposure }, of: [all], level: level)
        }
    }
}
