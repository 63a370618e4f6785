public import Statistics

/// How certain the figures of an evaluation are.
///
/// In closed form where cases are independent — nobody knows their users or incidents — or where a metric counts
/// incidents. Otherwise by a bootstrap that draws the attacks of each scenario by incident and benign cases by user,
/// the same draws in all slices, so that the mean over scenarios has an interval from the same replicates.
public struct IntervalEstimation: Hashable, Sendable {
    public var level: Double
    public var replicates: Int
    /// The most cases that are measured anew, summed over replicates and slices. Beyond, only the area under the ROC
    /// curve and average precision have bootstrap intervals, and the mean over scenarios has none.
    public var mostCaseReplicates: Double
    public var seed: Seed
    public var workers: Int

    public init(
        level: Double = 0.95, replicates: Int = 2_000, mostCaseReplicates: Double = 2e9, seed: Seed, workers: Int = 2
    ) {
        self.level = level
        self.replicates = replicates
        self.mostCaseReplicates = mostCaseReplicates
        self.seed = seed
        self.workers = workers
    }

    /// The figures of ``Evaluation/init(of:metrics:budgets:)`` with their intervals, in the same order.
    ///
    /// - Throws: `StatisticsError` for a level outside 0..<1.
    public func figures(
        of cases: ScoredCases, metrics: [any Metric], budgets: [Double]
    ) throws(StatisticsError) -> [EstimatedFigure] {
        guard level > 0, level < 1 else { throw .outOfRange("the level \(level)") }
        let slices = Evaluation.slices(of: cases).map {
            Measured(name: $0.name, slice: $0.slice, cases: RankedCases(cases, slice: $0.slice))
        }
        let evaluation = Evaluation(of: cases, metrics: metrics, budgets: budgets)
        let columns = Column.all(metrics, budgets: budgets)
        let size = slices.reduce(0) { $0 + Double($1.cases.members.count) } * Double(replicates)
        let isClustered = cases.user.contains { $0 >= 0 } || cases.incident.contains { $0 >= 0 }
        let closed = slices.map { slice in
            columns.map { column in
                isClustered && !column.metric.countsIncidents
                    ? nil : column.metric.closedForm(for: slice.cases, alerts: column.alerts(slice.cases), level: level)
            }
        }
        let resampling = CaseResampling(of: cases)
        let replicated = size <= mostCaseReplicates ? replicates(columns, of: slices, cases, resampling) : nil
        let attacks = slices.indices.filter { if case .scenario = slices[$0].slice { true } else { false } }

        var figures: [EstimatedFigure] = [], place = 0
        func estimated(_ column: Int, _ estimate: (Double) throws(StatisticsError) -> Estimate) throws(StatisticsError)
        {
            let figure = evaluation.figures[place]
            place += 1
            guard let value = figure.value.number else {
                figures.append(
                    EstimatedFigure(figure: figure, interval: nil, method: "no interval: there is no figure"))
                return
            }
            let found: Estimate
            if let reason = columns[column].metric.notResampled {
                found = .withoutInterval(value, reason)
            } else {
                found = try estimate(value)
            }
            figures.append(EstimatedFigure(figure: figure, interval: found.interval, method: found.method))
        }
        let tooMany = "\(Self.text(size)) case-replicates are more than \(Self.text(mostCaseReplicates))"
        for (number, slice) in slices.enumerated() {
            let fast = replicated == nil ? try ranking(of: slice.cases) : [:]
            for column in columns.indices {
                try estimated(column) { value throws(StatisticsError) in
                    if let estimate = closed[number][column] { return estimate }
                    if let replicated {
                        return try resampling.estimate(
                            value, replicates: replicated.map { $0[number][column] }, of: [slice.slice], level: level)
                    }
                    return fast[columns[column].metric.name] ?? .withoutInterval(value, tooMany)
                }
            }
        }
        for column in columns.indices {
            try estimated(column) { value throws(StatisticsError) in
                guard let replicated else { return .withoutInterval(value, tooMany) }
                let means = replicated.map { replicate in
                    attacks.reduce(0) { $0 + replicate[$1][column] } / Double(attacks.count)
                }
                return try resampling.estimate(
                    value, replicates: means, of: attacks.map { slices[$0].slice }, level: level)
            }
        }
        return figures
    }

    private struct Measured {
        let name: String
        let slice: Slice
        let cases: RankedCases
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

        func alerts(_ cases: RankedCases) -> AlertBudget { AlertBudget(cases, budget: budget) }
    }

    /// For each replicate and slice the value of each column; NaN where it has none.
    private func replicates(
        _ columns: [Column], of slices: [Measured], _ cases: ScoredCases, _ resampling: CaseResampling
    ) -> [[[Double]]] {
        let budgets = Set(columns.map(\.budget))
        return Replicates.computed(replicates, workers: workers) { replicate in
            let drawn = resampling.weights(ofReplicate: replicate, seed: seed)
            let weights = CaseResampling.ranked(drawn, cases)
            return slices.map { slice in
                let cases = slice.cases.reweighted(weights)
                let alerts = Dictionary(uniqueKeysWithValues: budgets.map { ($0, AlertBudget(cases, budget: $0)) })
                return columns.map { column in
                    guard column.metric.notResampled == nil, let alerts = alerts[column.budget] else { return .nan }
                    return column.metric.value(for: cases, alerts: alerts).number ?? .nan
                }
            }
        }
    }

    /// The area under the ROC curve and average precision of a slice by their own fast bootstrap; nothing for cases
    /// with weights or of one class.
    private func ranking(of slice: RankedCases) throws(StatisticsError) -> [String: Estimate] {
        guard slice.weights == nil, slice.curve.positives > 0, slice.curve.negatives > 0 else { return [:] }
        let members = slice.members.map { Int($0) }, cases = slice.cases
        let bootstrap = try ClusterBootstrap(
            scores: [members.map { cases.scores[$0] }], positive: members.map { cases.isInjected[$0] },
            clusters: members.map { CaseResampling.cluster(ofRank: $0, in: cases) })
        let found = bootstrap.replicates(replicates, seed: seed, workers: workers)
        return [
            ROCAUC().name: try found.estimate(\.rocAUC, level: level),
            AveragePrecision().name: try found.estimate(\.averagePrecision, level: level),
        ]
    }

    private static func text(_ count: Double) -> String {
        count < 1e15 ? "\(Int(count))" : "\(count)"
    }
}

extension Estimate {
    static func withoutInterval(_ value: Double, _ reason: String) -> Estimate {
        Estimate(value: value, interval: nil, method: "no interval: \(reason)")
    }
}
