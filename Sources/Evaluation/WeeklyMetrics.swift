package import Statistics

/// The measurements of a model by week after its training, and when they say that it should be trained again.
package struct WeeklyMetrics: Sendable {
    /// One week.
    package struct Week: Hashable, Sendable, Codable {
        /// The week's days (UTC) since 1970-01-01.
        package let days: Range<Int>
        /// The pooled measurements of the week's cases.
        package let measurements: [Evaluation.Measurement]
        package let averagePrecision: MetricValue
        /// The population stability index of the week's benign scores against the first week's, by the deciles of the
        /// first; undefined where either has less than ``WeeklyMetrics/fewestScores``.
        package let stabilityIndex: MetricValue
        /// The benign alerts of each day at the threshold.
        package let benignAlerts: [Int]
        /// Whether the control chart of ``benignAlerts`` alarms in the week.
        package let isOutOfControl: Bool
        /// The fraction of the week's active users that the training data do not contain; undefined without users.
        package let unknownUsers: MetricValue

        package init(
            days: Range<Int>, measurements: [Evaluation.Measurement], averagePrecision: MetricValue,
            stabilityIndex: MetricValue, benignAlerts: [Int], isOutOfControl: Bool, unknownUsers: MetricValue
        ) {
            self.days = days
            self.measurements = measurements
            self.averagePrecision = averagePrecision
            self.stabilityIndex = stabilityIndex
            self.benignAlerts = benignAlerts
            self.isOutOfControl = isOutOfControl
            self.unknownUsers = unknownUsers
        }
    }

    /// What ends the time for which a model may be used.
    package enum Rule: String, CaseIterable, Hashable, Sendable {
        /// The stability index exceeds ``WeeklyMetrics/largestStabilityIndex``.
        case scoresShifted = "the stability index of benign scores exceeds 0.25"
        /// The chart of exponentially weighted means of daily benign alerts leaves its limits.
        case alertsOutOfControl = "the EWMA chart of daily benign alerts alarms"
        /// Average precision lies below the interval of the first week's.
        case precisionLost = "average precision falls below the interval of the first week's"
    }

    /// When to train again.
    package enum Retraining: Hashable, Sendable, CustomStringConvertible {
        /// After `weeks` weeks; the week that follows breaks `rules`.
        case after(weeks: Int, rules: [Rule])
        /// No rule was broken in `weeks` weeks.
        case notReached(weeks: Int)

        package var description: String {
            switch self {
            case .after(let weeks, let rules):
                "after \(weeks) weeks: " + rules.map(\.rawValue).joined(separator: "; ")
            case .notReached(let weeks): "not reached within \(weeks) weeks"
            }
        }
    }

    /// The index from which a population is commonly said to have shifted (N. Siddiqi, "Credit risk scorecards", 2006).
    package static let largestStabilityIndex = 0.25
    /// The fewest benign scores of a week from which a stability index is computed; below, chance alone makes a tenth.
    package static let fewestScores = 200

    package let weeks: [Week]
    /// The first week's average precision with its interval; nil where it is undefined.
    package let firstPrecision: Evaluation.Measurement?
    /// The control chart of daily benign alerts; nil where the first week has none, which leaves nothing to compare.
    package let chart: EWMAChart?

    /// Divides the window into whole weeks from its first day, which should follow the training; days that are left
    /// over are not used.
    ///
    /// The chart's centre and deviation are those of the first week's days, the deviation at least that of a Poisson
    /// count: a week is short.
    ///
    /// - Parameters:
    ///   - threshold: the score that an alert exceeds, chosen before.
    ///   - isKnown: whether the training data contain a user.
    ///   - estimation: for the interval of the first week's average precision.
    /// - Throws: `StatisticsError/tooFew(needed:found:)` for a window of less than a week, or where cases have no time;
    ///   `CancellationError`.
    package init(
        of cases: ScoredCases, metrics: [any Metric], budgets: [Double], threshold: Double,
        isKnown: (Int32) -> Bool, by estimation: IntervalEstimation
    ) throws {
        let days = cases.days == nil ? 0..<0 : cases.window.days ?? 0..<0
        guard days.count >= 7 else { throw StatisticsError.tooFew(needed: 7, found: days.count) }
        var parts: [ScoredCases] = []
        for week in 0..<days.count / 7 {
            let start = days.lowerBound + 7 * week
            if let part = try cases.restricted(to: start..<start + 7) { parts.append(part) }
        }
        let alerts = parts.map { Self.benignAlerts(of: $0, above: threshold) }
        let first = alerts[0].map(Double.init), mean = first.reduce(0, +) / 7
        let variance = first.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 6
        chart =
            mean > 0
            ? try EWMAChart(alerts.joined().map(Double.init), mean: mean, deviation: max(variance, mean).squareRoot())
            : nil
        let alarms = Set((chart?.alarms ?? []).map { $0 / 7 })
        let bins = Bins(of: BenignRanking(parts[0]).scores)
        weeks = parts.enumerated().map { week, part in
            let ranked = RankedCases(part)
            return Week(
                days: part.window.days ?? 0..<0,
                measurements: Evaluation(of: part, metrics: metrics, budgets: budgets, unless: estimation.isCancelled)
                    .measurements
                    .filter { $0.slice == Evaluation.pooled },
                averagePrecision: AveragePrecision().value(for: ranked, alerts: AlertBudget(ranked, budget: 0)),
                stabilityIndex: bins.stabilityIndex(of: BenignRanking(part).scores), benignAlerts: alerts[week],
                isOutOfControl: alarms.contains(week), unknownUsers: Self.unknownUsers(of: part, isKnown: isKnown))
        }
        try estimation.checkCancellation()
        firstPrecision = try estimation.measurements(of: parts[0], metrics: [AveragePrecision()], budgets: []).first {
            $0.slice == Evaluation.pooled && $0.value.number != nil
        }
    }

    /// The rules that a week breaks, counted from 0.
    package func brokenRules(inWeek week: Int) -> [Rule] {
        Rule.allCases.filter { rule in
            switch rule {
            case .scoresShifted: (weeks[week].stabilityIndex.number ?? 0) > Self.largestStabilityIndex
            case .alertsOutOfControl: weeks[week].isOutOfControl
            case .precisionLost:
                if let low = firstPrecision?.interval?.lowerBound, let found = weeks[week].averagePrecision.number {
                    found < low
                } else {
                    false
                }
            }
        }
    }

    /// The number of weeks before the first that breaks a rule; the first week itself is the standard, and at least
    /// one week is recommended.
    package var retraining: Retraining {
        for week in weeks.indices.dropFirst() {
            let broken = brokenRules(inWeek: week)
            if !broken.isEmpty { return .after(weeks: week, rules: broken) }
        }
        return .notReached(weeks: weeks.count)
    }

    /// The area under a metric over time: the mean of neighbouring weeks' means, (1/(N−1)) Σ (f(k) + f(k+1))/2
    /// (Pendlebury et al., "TESSERACT: eliminating experimental bias in malware classification across space and time",
    /// USENIX Security 2019, equation 5).
    ///
    /// - Parameter metric: the name of a metric, with its budget if it has one: `recall_at_budget@10`.
    package func areaUnderTime(of metric: String) -> MetricValue {
        guard weeks.count > 1 else { return .undefined("there is one week only") }
        var values: [Double] = []
        for (number, week) in weeks.enumerated() {
            guard let measurement = week.measurements.first(where: { $0.metric == metric }) else {
                return .undefined("\(metric) was not measured")
            }
            switch measurement.value {
            case .defined(let value): values.append(value)
            case .undefined(let reason): return .undefined("week \(number + 1): \(reason)")
            case .never(let reason): return .undefined("week \(number + 1): never, since \(reason)")
            }
        }
        let sum = zip(values, values.dropFirst()).reduce(0) { $0 + ($1.0 + $1.1) / 2 }
        return .defined(sum / Double(values.count - 1))
    }

    private static func benignAlerts(of cases: ScoredCases, above threshold: Double) -> [Int] {
        var alerts = [Int](repeating: 0, count: 7)
        guard let days = cases.days, let first = cases.window.days?.lowerBound else { return alerts }
        for rank in 0..<cases.count
        where !cases.isInjected[rank] && cases.isScorable[rank] && cases.scores[rank] > threshold {
            alerts[Int(days[rank]) - first] += 1
        }
        return alerts
    }

    private static func unknownUsers(of cases: ScoredCases, isKnown: (Int32) -> Bool) -> MetricValue {
        var users: Set<Int32> = []
        for rank in 0..<cases.count where cases.scenario[rank] < 0 && !cases.isInjected[rank] && cases.user[rank] >= 0 {
            users.insert(cases.user[rank])
        }
        guard !users.isEmpty else { return .undefined("there is no user") }
        return .defined(Double(users.count { !isKnown($0) }) / Double(users.count))
    }

    /// The deciles of the first week's scores.
    private struct Bins {
        private let ends: [Double]
        private let expected: [Int]

        init(of scores: [Double]) {
            let quantiles = Quantiles(of: scores)
            var ends: [Double] = []
            for decile in 1..<10 {
                guard let end = quantiles?(Double(decile) / 10), end != ends.last else { continue }
                ends.append(end)
            }
            self.ends = ends
            expected = Self.counts(scores, ends)
        }

        func stabilityIndex(of scores: [Double]) -> MetricValue {
            let found = Self.counts(scores, ends)
            let fewer = min(expected.reduce(0, +), found.reduce(0, +))
            guard fewer >= WeeklyMetrics.fewestScores else {
                return .undefined("\(fewer) benign scores where at least \(WeeklyMetrics.fewestScores) are needed")
            }
            let index = try? Drift.populationStabilityIndex(expected: expected, actual: found)
            return index.map { .defined($0) } ?? .undefined("there is no benign score")
        }

        private static func counts(_ scores: [Double], _ ends: [Double]) -> [Int] {
            var counts = [Int](repeating: 0, count: ends.count + 1)
            for score in scores { counts[ends.firstIndex { score <= $0 } ?? ends.count] += 1 }
            return counts
        }
    }
}
