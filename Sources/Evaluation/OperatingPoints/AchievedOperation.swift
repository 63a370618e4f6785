package import Statistics

/// What a threshold that was chosen on other cases achieves on these.
///
/// The threshold being fixed, intervals are Wilson's and Poisson's where cases are independent. Where users or attacks
/// are known, cases of one of them vary together, and intervals come from the draws of ``IntervalEstimation``.
package struct AchievedOperation: Hashable, Sendable, Codable {
    /// The alerts on benign cases; nil where a file of an older program does not say.
    package let benignAlerts: Int?
    /// The alerts on benign cases a day; nil where cases have no time, or the window has no day.
    package let alertsPerDay: Estimate?
    /// The achieved alerts over the promised ones, less 1: 0.2 for a fifth too many. Nil where none were promised, or
    /// one side counts them per day and the other over all cases.
    package let budgetError: Double?
    /// The fraction of injected cases that alert; nil without injected cases.
    package let recall: Estimate?
    /// The fraction of injected cases among the alerts; nil without injected cases or alerts.
    package let precision: Estimate?
    /// The fraction of injected cases, on which ``precision`` depends; nil where a file of an older program does not say.
    package let injectedFraction: Double?
    /// The precision where attacks are as rare as in a real log, by ``PrevalencePrecision/prevalences``; nil where a file of
    /// an older program does not say.
    package let restatedPrecision: [RestatedPrecision]?
    /// The recall of each scenario; nil where it has no injected case.
    package let recallOfScenarios: [OperatingPoints.ScenarioRecall]

    /// The precision at another fraction of attacks among accesses.
    package struct RestatedPrecision: Hashable, Sendable, Codable {
        package let prevalence: Double
        /// Nil where no benign case alerts, which leaves their rate unknown, or a class is missing.
        package let precision: Estimate?
    }

    /// Applies a threshold. Cases without a score raise no alert; every case counts once.
    ///
    /// - Throws: `StatisticsError` for a level outside 0..<1, `CancellationError`.
    package init(
        _ point: OperatingPoint, on cases: ScoredCases, by estimation: IntervalEstimation
    ) throws {
        try self.init(on: cases, promised: point.alertBudget, isPerDay: point.isPerDay, by: estimation) {
            cases.scores[$0] > point.threshold
        }
    }

    package init(
        benignAlerts: Int?, alertsPerDay: Estimate? = nil, budgetError: Double?, recall: Estimate?,
        precision: Estimate? = nil, injectedFraction: Double? = nil, restatedPrecision: [RestatedPrecision]? = nil,
        recallOfScenarios: [OperatingPoints.ScenarioRecall] = []
    ) {
        self.benignAlerts = benignAlerts
        self.alertsPerDay = alertsPerDay
        self.budgetError = budgetError
        self.recall = recall
        self.precision = precision
        self.injectedFraction = injectedFraction
        self.restatedPrecision = restatedPrecision
        self.recallOfScenarios = recallOfScenarios
    }

    /// - Parameter isAlert: whether the case of a rank, which has a score, alerts.
    init(
        on cases: ScoredCases, promised: Double, isPerDay: Bool, by estimation: IntervalEstimation,
        where isAlert: (Int) -> Bool
    ) throws {
        let level = estimation.level, counts = AlertCounts(in: cases, where: isAlert)
        let days = (cases.days == nil ? nil : cases.window.days?.count).flatMap { $0 > 0 ? $0 : nil }
        let alerts = counts.hits + counts.alarms
        benignAlerts = counts.alarms
        injectedFraction = cases.count > 0 ? Double(counts.injected) / Double(cases.count) : nil
        if cases.isClustered {
            let drawn = try Drawn(cases, days: days, by: estimation, where: isAlert)
            let clusters = CaseResampling.Clusters(of: [RankedCases(cases)])
            alertsPerDay = try days.map { days in
                try drawn.estimate(
                    Double(counts.alarms) / Double(days), of: clusters.ofBenignCases, level: level, \.alertsPerDay)
            }
            recall =
                counts.injected > 0
                ? try drawn.estimate(
                    Double(counts.hits) / Double(counts.injected), of: clusters.ofAttacks, level: level, \.recall) : nil
            precision =
                counts.injected > 0 && alerts > 0
                ? try drawn.estimate(
                    Double(counts.hits) / Double(alerts), of: clusters, level: level, \.precision) : nil
            restatedPrecision = try PrevalencePrecision.prevalences.enumerated().map { index, prevalence in
                RestatedPrecision(
                    prevalence: prevalence,
                    precision: try counts.precision(atPrevalence: prevalence).map {
                        try drawn.estimate($0, of: clusters, level: level, \.restated[index])
                    })
            }
        } else {
            alertsPerDay = try days.map { days in
                try .rate(ofEvents: counts.alarms, exposure: Double(days), level: level)
            }
            recall = counts.injected > 0 ? try .proportion(counts.hits, of: counts.injected, level: level) : nil
            precision =
                counts.injected > 0 && alerts > 0 ? try .proportion(counts.hits, of: alerts, level: level) : nil
            restatedPrecision = PrevalencePrecision.prevalences.map { prevalence in
                RestatedPrecision(
                    prevalence: prevalence,
                    precision: counts.precision(atPrevalence: prevalence).map {
                        .withoutInterval($0, because: "users and attacks are unknown")
                    })
            }
        }
        let achieved = isPerDay ? alertsPerDay?.value : cases.days == nil ? Double(counts.alarms) : nil
        budgetError = promised > 0 ? achieved.map { $0 / promised - 1 } : nil
        recallOfScenarios = OperatingPoints.ScenarioRecall.all(in: cases, where: isAlert)
    }

    /// What the threshold achieves in the replicates of a bootstrap.
    private struct Drawn {
        let resampling: CaseResampling
        let replicates: [Replicate]

        /// NaN where a value is undefined.
        struct Replicate: Sendable {
            var alertsPerDay: Double
            var recall: Double
            var precision: Double
            /// By ``PrevalencePrecision/prevalences``.
            var restated: [Double]
        }

        init(
            _ cases: ScoredCases, days: Int?, by estimation: IntervalEstimation, where isAlert: (Int) -> Bool
        ) throws(CancellationError) {
            let resampling = CaseResampling(of: cases, blockDays: estimation.blockDays)
            let alerts = (0..<cases.count).filter { cases.isScorable[$0] && isAlert($0) }
            let hits = alerts.filter { cases.isInjected[$0] }.map { Int(cases.order[$0]) }
            let alarms = alerts.filter { !cases.isInjected[$0] }.map { Int(cases.order[$0]) }
            let injected = (0..<cases.count).filter { cases.isInjected[$0] }.map { Int(cases.order[$0]) }
            let benign = (0..<cases.count).filter { !cases.isInjected[$0] }.map { Int(cases.order[$0]) }
            replicates = try estimation.replicated { replicate in
                let drawn = resampling.draw(replicate, seed: estimation.seed)
                func sum(_ indices: [Int]) -> Double { indices.reduce(0) { $0 + drawn.cases[$1] } }
                let found = sum(hits), noise = sum(alarms)
                let exposure = drawn.days.map { $0.reduce(0, +) } ?? Double(days ?? 0)
                let recall = found / sum(injected), rate = noise / sum(benign)
                return Replicate(
                    alertsPerDay: noise / exposure, recall: recall, precision: found / (found + noise),
                    restated: PrevalencePrecision.prevalences.map { recall * $0 / (recall * $0 + rate * (1 - $0)) })
            }
            self.resampling = resampling
        }

        func estimate(
            _ value: Double, of clusters: CaseResampling.Clusters, level: Double,
            _ measurement: KeyPath<Replicate, Double>
        ) throws(StatisticsError) -> Estimate {
            try resampling.estimate(
                value, replicates: replicates.map { $0[keyPath: measurement] }, of: clusters, level: level)
        }
    }
}
