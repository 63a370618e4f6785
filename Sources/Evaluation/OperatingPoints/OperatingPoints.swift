package import Statistics

/// Thresholds for quiet, normal and hunting use, chosen on validation cases, with what they promise.
package struct OperatingPoints: Hashable, Sendable {
    /// How much work an alert threshold makes.
    package enum Level: String, CaseIterable, Hashable, Sendable, Codable {
        case quiet
        case normal
        case hunting
    }

    /// What a threshold is chosen for.
    package enum Target: Hashable, Sendable {
        /// Alerts on benign accesses a day; over all cases where these have no time.
        case alertsPerDay(Double)
        /// Alerts on benign accesses per active user and day; per benign access where cases have no time.
        case noiseRate(Double)
    }

    /// A threshold with what may be expected of it, from the validation cases.
    package struct Promise: Hashable, Sendable, Codable {
        package let level: Level
        /// The threshold with the interval of a bootstrap that draws users.
        package let threshold: Estimate
        /// What the threshold was chosen for, and what may be expected at it: as ``OperatingPoint`` has them.
        package let alertBudget: Double
        package let isPerDay: Bool
        package let expectedRecall: Double?
        package let expectedPrecision: Double?
        package let injectedFraction: Double?
        /// The benign accesses above the threshold; nil where a file of an older program does not say.
        package let benignAlerts: Int?
        /// The days in which these fell; nil where cases have no time.
        package let days: Int?
        /// Alerts on benign accesses per active user and day; nil without time or users.
        package let noiseRate: Double?
        /// The recall of each scenario's injected accesses; nil where it has none.
        package let recall: [ScenarioRecall]
        /// The precision at prevalences of 10⁻⁴ and 10⁻⁵.
        package let precision: [PrevalencePrecision]

        /// The threshold as a bundle offers it.
        package var point: OperatingPoint {
            var point = OperatingPoint(
                threshold: threshold.value, alertBudget: alertBudget, isPerDay: isPerDay,
                expectedRecall: expectedRecall, expectedPrecision: expectedPrecision,
                injectedFraction: injectedFraction)
            point.restatedPrecision = precision.isEmpty ? nil : precision
            return point
        }

        package init(
            level: Level, point: OperatingPoint, threshold: Estimate, benignAlerts: Int?, days: Int?,
            noiseRate: Double?, recall: [ScenarioRecall], precision: [PrevalencePrecision]
        ) {
            self.level = level
            self.threshold = threshold
            alertBudget = point.alertBudget
            isPerDay = point.isPerDay
            expectedRecall = point.expectedRecall
            expectedPrecision = point.expectedPrecision
            injectedFraction = point.injectedFraction
            self.benignAlerts = benignAlerts
            self.days = days
            self.noiseRate = noiseRate
            self.recall = recall
            self.precision = precision
        }
    }

    /// The recall of one scenario.
    package struct ScenarioRecall: Hashable, Sendable, Codable {
        package let scenario: String
        package let recall: Double?

        package init(scenario: String, recall: Double?) {
            self.scenario = scenario
            self.recall = recall
        }

        /// - Parameter isAlert: whether the case of a rank, which has a score, alerts.
        static func all(in cases: ScoredCases, where isAlert: (Int) -> Bool) -> [ScenarioRecall] {
            var hits = [Int](repeating: 0, count: cases.scenarios.count), all = hits
            for rank in 0..<cases.count where cases.isInjected[rank] && cases.scenario[rank] >= 0 {
                let scenario = Int(cases.scenario[rank])
                all[scenario] += 1
                hits[scenario] += cases.isScorable[rank] && isAlert(rank) ? 1 : 0
            }
            return cases.scenarios.enumerated().map { index, scenario in
                ScenarioRecall(
                    scenario: scenario, recall: all[index] > 0 ? Double(hits[index]) / Double(all[index]) : nil)
            }
        }
    }

    /// By level, from quiet to hunting.
    package let promises: [Promise]

    /// Chooses the lowest threshold within each target.
    ///
    /// - Throws: `StatisticsError/empty` where no benign case has a score, or ``StatisticsError/outOfRange(_:)`` for a
    ///   target that is negative or NaN, or a level of the interval outside 0..<1; `CancellationError`.
    package init(
        _ targets: [Level: Target], on cases: ScoredCases, by estimation: IntervalEstimation
    ) throws {
        let benign = BenignRanking(cases), days = cases.days == nil ? nil : cases.window.days?.count
        guard !benign.scores.isEmpty else { throw StatisticsError.empty }
        let exposure = Double(max(1, days ?? 1)), users = cases.window.activeUsers
        let levels = Level.allCases.filter { targets[$0] != nil }
        var budgets: [Double] = []
        for level in levels {
            let budget: Double
            switch targets[level] {
            case .alertsPerDay(let alerts): budget = alerts
            case .noiseRate(let rate):
                budget = rate * Double(days == nil ? cases.isInjected.count { !$0 } : users)
            case nil: continue
            }
            guard budget >= 0 else { throw StatisticsError.outOfRange("the budget \(budget)") }
            budgets.append(budget)
        }
        let resampling = CaseResampling(of: cases, blockDays: estimation.blockDays)
        let clusters = CaseResampling.Clusters(of: [RankedCases(cases)]).ofBenignCases
        let chosen = budgets
        let replicates = try estimation.replicated { replicate in
            let weights = resampling.draw(replicate, seed: estimation.seed).cases
            return chosen.map { benign.threshold(allowing: $0 * exposure, weights: weights) ?? .nan }
        }
        var promises: [Promise] = []
        for (index, level) in levels.enumerated() {
            guard let point = OperatingPoint(within: budgets[index], on: cases) else { throw StatisticsError.empty }
            let counts = AlertCounts(above: point.threshold, in: cases)
            promises.append(
                Promise(
                    level: level, point: point,
                    threshold: try resampling.estimate(
                        point.threshold, replicates: replicates.map { $0[index] }, of: clusters, level: estimation.level
                    ),
                    benignAlerts: counts.alarms, days: days,
                    noiseRate: days.flatMap { days in
                        days > 0 && users > 0 ? Double(counts.alarms) / (Double(days) * Double(users)) : nil
                    },
                    recall: ScenarioRecall.all(in: cases) { cases.scores[$0] > point.threshold },
                    precision: PrevalencePrecision.prevalences.map {
                        PrevalencePrecision(prevalence: $0, precision: counts.precision(atPrevalence: $0))
                    }))
        }
        self.promises = promises
    }
}
