package import Concurrency
package import Statistics

/// How certain the measurements of an evaluation are.
///
/// In closed form where cases are independent (their users and attacks are unknown) or a metric counts attacks, and no
/// threshold comes from the cases themselves. Otherwise by a bootstrap that draws the attacks of each scenario as
/// wholes and benign cases by user, or single cases where these are unknown. All slices see the same draws, so that the
/// mean over scenarios has an interval from the same replicates. Of a real log, which has no other days to draw, blocks
/// of days may be drawn as well.
package struct IntervalEstimation: Sendable {
    package var level: Double
    package var replicates: Int
    /// The most cases that are measured again, summed over replicates and slices. Beyond that, only the area under the
    /// ROC curve and average precision have bootstrap intervals, and the mean over scenarios has none.
    package var mostCaseReplicates: Double
    package var seed: Seed
    package var workers: Workers
    /// The length in days of the blocks that are drawn as well; nil for none. Windows shorter than two blocks, and
    /// cases without time, have none.
    package var blockDays: Int?
    /// How intervals are read from replicates; nil for the way of each metric (``Metric/bootstrapInterval``).
    ///
    /// Intervals in closed form remain. BCa is for the area under the ROC curve and average precision of unweighted
    /// cases; other metrics, and the mean over scenarios, keep their own way. A method says where what was asked for
    /// does not apply.
    package var interval: BootstrapInterval?
    /// The seed of the draws of benign users and days, where several windows have them in common and differ in their
    /// injections; nil where each is drawn by itself.
    package var sharedSeed: Seed?
    /// Asked between replicates and slices, on any worker; once true, work ends with a `CancellationError`.
    package var isCancelled: @Sendable () -> Bool

    package init(
        level: Double = 0.95, replicates: Int = 2_000, mostCaseReplicates: Double = 2e9, seed: Seed,
        workers: Workers = Workers(2),
        blockDays: Int? = nil, interval: BootstrapInterval? = nil, sharedSeed: Seed? = nil,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.level = level
        self.replicates = replicates
        self.mostCaseReplicates = mostCaseReplicates
        self.seed = seed
        self.workers = workers
        self.blockDays = blockDays
        self.interval = interval
        self.sharedSeed = sharedSeed
        self.isCancelled = isCancelled
    }

    /// - Throws: `CancellationError` once ``isCancelled``.
    func checkCancellation() throws(CancellationError) {
        if isCancelled() { throw CancellationError() }
    }

    /// Computes the replicates of a bootstrap.
    ///
    /// - Throws: `CancellationError` once ``isCancelled``.
    func replicated<Result: Sendable>(
        _ compute: @Sendable (Int) -> Result
    ) throws(CancellationError) -> [Result] {
        try workers.map(replicates, unless: isCancelled, compute)
    }

    /// The measurements of ``Evaluation/init(of:metrics:budgets:)`` with their intervals, in the same order.
    ///
    /// - Throws: `StatisticsError` for a level outside 0..<1, `CancellationError`.
    package func measurements(
        of cases: ScoredCases, metrics: [any Metric], budgets: [Double]
    ) throws -> [Evaluation.Measurement] {
        try resampled(cases, metrics: metrics, budgets: budgets).measurements
    }

    /// The same with what the resamples gave, to be put together with those of other windows.
    ///
    /// - Throws: `StatisticsError` for a level outside 0..<1, `CancellationError`.
    package func resampled(
        _ cases: ScoredCases, metrics: [any Metric], budgets: [Double]
    ) throws -> ResampledMeasurements {
        guard level > 0, level < 1 else { throw StatisticsError.outOfRange("the level \(level)") }
        let columns = Column.all(metrics.filter { $0.unit == cases.unit }, budgets: budgets)
        let slices = try Evaluation.slices(of: cases).map {
            try checkCancellation()
            return RankedSlice(slice: $0.slice, cases: RankedCases(cases, slice: $0.slice))
        }
        let isClustered = cases.isClustered
        let closed = try slices.map { slice in
            try columns.map {
                try checkCancellation()
                return closedForm($0, of: slice.cases, isClustered: isClustered)
            }
        }
        // The mean over scenarios always needs replicates.
        let areNeeded = slices.contains(where: \.isScenario) || closed.contains { $0.contains { $0 == nil } }
        let size = slices.reduce(0) { $0 + Double($1.cases.members.count) } * Double(replicates)
        let tooMany = "\(Self.text(size)) case-replicates are more than \(Self.text(mostCaseReplicates))"
        let resampling = CaseResampling(of: cases, blockDays: blockDays, shared: sharedSeed)
        // Of each slice, then of the mean over scenarios.
        let clusters =
            slices.map { CaseResampling.Clusters(of: [$0.cases]) }
            + [CaseResampling.Clusters(of: slices.filter(\.isScenario).map(\.cases))]
        let replicated =
            areNeeded && size <= mostCaseReplicates ? try replicates(columns, of: slices, cases, resampling) : nil
        var fast: [[String: Estimate]] = []
        for slice in slices {
            fast.append(
                areNeeded && (replicated == nil || interval == .bca) ? try ranking(of: slice.cases, columns) : [:])
        }

        let scenarios = slices.indices.filter { slices[$0].isScenario }
        func drawn(_ replicated: [[[Double]]], _ number: Int, _ column: Int) -> [Double] {
            let averaged = number < slices.count ? [number] : scenarios
            return replicated.map { replicate in
                averaged.reduce(0) { $0 + replicate[$1][column] } / Double(averaged.count)
            }
        }
        var draws: [[Double]] = []
        var measurements = Evaluation(of: cases, metrics: metrics, budgets: budgets, unless: isCancelled).measurements
        try checkCancellation()
        // The measurements of each slice, then those of the mean over scenarios, each for every column.
        for index in measurements.indices {
            try checkCancellation()
            let (number, column) = index.quotientAndRemainder(dividingBy: columns.count)
            let metric = columns[column].metric
            let found: Estimate
            if let value = measurements[index].value.number {
                if let reason = metric.notResampled {
                    found = .withoutInterval(value, because: reason)
                } else if number < slices.count, let estimate = closed[number][column] {
                    found = noting("this is in closed form", estimate)
                } else if interval == .bca, number < slices.count, let estimate = fast[number][metric.name] {
                    found = estimate
                } else if let replicated {
                    let means = drawn(replicated, number, column)
                    found = noting(
                        interval == .bca ? Self.onlyFast : nil,
                        try resampling.estimate(
                            value, replicates: means, by: kind(for: metric), of: clusters[number], level: level))
                } else {
                    let estimate = number < slices.count ? fast[number][metric.name] : nil
                    found = estimate ?? .withoutInterval(value, because: tooMany)
                }
                measurements[index].interval = found.interval
                let rarity = number < slices.count ? rarityNote(found, of: metric, slices[number].cases) : ""
                measurements[index].method = found.method + cases.independenceNote(found) + rarity
            } else {
                measurements[index].method = "no interval: there is no value"
            }
            // A single attack or user leaves its variation unknown, whatever is drawn.
            let isKnown =
                metric.notResampled == nil && !clusters[number].isSingle
                && (number == slices.count || !slices[number].isTenant)
            draws.append(isKnown ? replicated.map { drawn($0, number, column) } ?? [] : [])
        }
        return ResampledMeasurements(
            measurements: measurements, draws: draws,
            clusters: measurements.indices.map { clusters[$0 / columns.count].counts })
    }

    /// What the method of an interval says of rare attacks, where it was measured to hold less often than elsewhere
    /// (results/audit): average precision then depends on the few benign cases above the highest attacks, and resamples
    /// repeat these or lack them.
    private func rarityNote(_ estimate: Estimate, of metric: any Metric, _ cases: RankedCases) -> String {
        let injected = cases.injected.total, all = injected + cases.benign.total
        guard estimate.interval != nil, metric.fastMeasure == \.averagePrecision, injected < 0.01 * all else {
            return ""
        }
        return ", fewer than 1 % injected: such intervals hold somewhat less often"
    }

    private static let onlyFast = "it is for areas and average precision of unweighted cases alone"

    /// How the intervals of a metric are read from replicates that are ranked anew, which BCa is not for.
    func kind(for metric: any Metric) -> BootstrapInterval {
        interval.flatMap { $0 == .bca ? nil : $0 } ?? metric.bootstrapInterval
    }

    /// An estimate whose method says why the interval that was asked for does not apply.
    func noting(_ reason: String?, _ estimate: Estimate) -> Estimate {
        guard let interval, let reason, estimate.interval != nil else { return estimate }
        return Estimate(
            value: estimate.value, interval: estimate.interval,
            method: "\(estimate.method), not \(interval.rawValue): \(reason)")
    }

    private func closedForm(_ column: Column, of cases: RankedCases, isClustered: Bool) -> Estimate? {
        guard column.metric.countsAttacks || !isClustered else { return nil }
        let alerts = AlertBudget(cases, budget: column.budget)
        return column.metric.closedForm(for: cases, alerts: alerts, level: level)
    }

    private struct RankedSlice {
        let slice: Slice
        let cases: RankedCases

        /// Of which there may be hundreds, so that what was resampled is not kept.
        var isTenant: Bool { if case .tenant = slice { true } else { false } }
        var isScenario: Bool { if case .scenario = slice { true } else { false } }
    }

    /// A metric at one of the budgets.
    private struct Column {
        let metric: any Metric
        let budget: Double

        static func all(_ metrics: [any Metric], budgets: [Double]) -> [Column] {
            metrics.flatMap { metric in
                (metric.isBudgeted ? budgets : [0]).map { Column(metric: metric, budget: $0) }
            }
        }
    }

    /// For each replicate and slice the value of each column; NaN where it has none.
    private func replicates(
        _ columns: [Column], of slices: [RankedSlice], _ cases: ScoredCases, _ resampling: CaseResampling
    ) throws(CancellationError) -> [[[Double]]] {
        let budgets = Set(columns.map(\.budget))
        return try replicated { replicate in
            let drawn = resampling.draw(replicate, seed: seed)
            let weights = CaseResampling.ranked(drawn.cases, cases)
            return slices.map { slice in
                let cases = slice.cases.reweighted(weights, dayWeights: drawn.days)
                let alerts = Dictionary(uniqueKeysWithValues: budgets.map { ($0, AlertBudget(cases, budget: $0)) })
                return columns.map { column in
                    guard column.metric.notResampled == nil, let alerts = alerts[column.budget] else { return .nan }
                    let value = column.metric.value(for: cases, alerts: alerts)
                    return value.isNever ? .infinity : value.number ?? .nan
                }
            }
        }
    }

    /// The metrics that the fast bootstrap measures (``Metric/fastMeasure``), of a slice; nothing for cases with weights
    /// or of one class.
    private func ranking(
        of slice: RankedCases, _ columns: [Column]
    ) throws -> [String: Estimate] {
        let measures = columns.compactMap { column in
            column.metric.fastMeasure.map { (column.metric.name, $0, interval ?? column.metric.bootstrapInterval) }
        }
        guard !measures.isEmpty else { return [:] }
        guard slice.weights == nil, slice.curve.positives > 0, slice.curve.negatives > 0 else { return [:] }
        let members = slice.members.map { Int($0) }, cases = slice.cases
        let bootstrap = try ClusterBootstrap(
            scores: [members.map { cases.scores[$0] }], positive: members.map { cases.isInjected[$0] },
            clusters: members.map { CaseResampling.cluster(ofRank: $0, in: cases) },
            days: CaseResampling.days(of: cases, blockDays: blockDays).map { blocks, day in
                (blocks, members.map { day[$0] })
            })
        let found = try bootstrap.replicates(
            replicates, for: interval ?? .percentile, seed: seed, workers: workers, isCancelled: isCancelled)
        return try measures.reduce(into: [:]) { $0[$1.0] = try found.estimate($1.1, by: $1.2, level: level) }
    }

    private static func text(_ count: Double) -> String {
        count < 1e15 ? "\(Int(count))" : "\(count)"
    }
}
