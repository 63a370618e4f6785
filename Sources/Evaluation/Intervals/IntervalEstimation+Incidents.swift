import Statistics

/// The incidents of one slice.
///
/// Slices do not share their cases: what an account does in a window differs with the attacks that are injected.
package struct IncidentSlice: Sendable {
    /// The slice, as ``Evaluation/Measurement/slice`` names it.
    package let name: String
    /// Whether it is a scenario, which counts in the mean over scenarios.
    package let isScenario: Bool
    /// Its incidents; their attacks have no scenario. Nil where there are none.
    package let cases: ScoredCases?
    /// Why there are none.
    private let reason: String

    /// - Parameter cases: the incidents of the slice.
    package init(name: String, isScenario: Bool, cases: ScoredCases) {
        self.init(name: name, isScenario: isScenario, cases: cases, reason: "")
    }

    private init(name: String, isScenario: Bool, cases: ScoredCases?, reason: String) {
        self.name = name
        self.isScenario = isScenario
        self.cases = cases
        self.reason = reason
    }

    /// The slices of accesses of which no incidents can be made.
    package static func none(in scenarios: [String], because reason: String) -> [IncidentSlice] {
        scenarios.map { IncidentSlice(name: $0, isScenario: true, cases: nil, reason: reason) }
            + [IncidentSlice(name: Evaluation.pooled, isScenario: false, cases: nil, reason: reason)]
    }

    /// The measurements of the slice without intervals, each of its name.
    fileprivate func measurements(
        _ metrics: [any Metric], _ budgets: [Double], _ isCancelled: () -> Bool
    ) -> [Evaluation.Measurement] {
        guard let cases else {
            return metrics.filter { $0.unit == .incident }.flatMap { metric in
                (metric.isBudgeted ? budgets.map { metric.name(at: $0) } : [metric.name]).map {
                    Evaluation.Measurement(metric: $0, slice: name, value: .undefined(reason))
                }
            }
        }
        return Evaluation(of: cases, metrics: metrics, budgets: budgets, unless: isCancelled).measurements
            .filter { $0.slice == Evaluation.pooled }.map { $0.renamed(name) }
    }
}

extension Evaluation {
    /// What the names of slices begin with in which the windows of a kind of innocent events stand for those of attacks,
    /// and nobody attacks: `innocent/transfer`.
    package static let innocent = "innocent/"

    /// Measures incidents, slice by slice, with every metric of incidents at every budget, and the mean over scenarios.
    package init(
        of slices: [IncidentSlice], metrics: [any Metric], budgets: [Double], unless isCancelled: () -> Bool = { false }
    ) {
        let parts = slices.map { ($0, $0.measurements(metrics, budgets, isCancelled)) }
        self.init(measurements: parts.flatMap(\.1) + Self.means(parts))
    }

    /// The mean over the scenarios of each metric.
    fileprivate static func means(_ parts: [(slice: IncidentSlice, measurements: [Measurement])]) -> [Measurement] {
        let scenarios = parts.filter(\.slice.isScenario).map(\.measurements)
        // Fewer where the work was stopped midway.
        guard let first = scenarios.first, scenarios.allSatisfy({ $0.count == first.count }) else { return [] }
        return first.indices.map { index in
            Measurement(
                metric: first[index].metric, slice: macro,
                value: mean(of: scenarios.map { $0[index].value }))
        }
    }
}

extension Evaluation.Measurement {
    fileprivate func renamed(_ slice: String) -> Self {
        var renamed = self
        renamed.slice = slice
        return renamed
    }
}

extension IntervalEstimation {
    /// The measurements of ``Evaluation/init(of:metrics:budgets:unless:)`` with their intervals, and what resamples gave.
    ///
    /// Slices see the same draws of benign accounts where there is a ``sharedSeed``, so that the mean over scenarios has
    /// an interval from the same replicates.
    ///
    /// - Throws: `StatisticsError` for a level outside 0..<1, `CancellationError`.
    package func resampled(
        _ slices: [IncidentSlice], metrics: [any Metric], budgets: [Double]
    ) throws -> ResampledMeasurements {
        // One bound for all slices; fewer replicates are better than none.
        let size = slices.reduce(0) { $0 + Double($1.cases?.count ?? 0) }
        var estimation = self
        if size * Double(replicates) > mostCaseReplicates {
            estimation.replicates = min(replicates, Self.fewestReplicates)
        }
        let parts = try slices.map { slice -> ResampledMeasurements in
            guard let cases = slice.cases else {
                let measurements = slice.measurements(metrics, budgets, isCancelled)
                let nothing = CaseResampling.ClusterCounts(attacks: 0, scenarios: 0, benign: 0)
                return ResampledMeasurements(
                    measurements: measurements, draws: measurements.map { _ in [] },
                    clusters: measurements.map { _ in nothing })
            }
            return try estimation.resampled(cases, metrics: metrics, budgets: budgets).ofAll(named: slice.name)
        }
        let scenarios = zip(slices, parts).filter { $0.0.isScenario }.map(\.1)
        let means = try (scenarios.first?.measurements ?? []).indices.map { index in
            try checkCancellation()
            return try mean(of: scenarios, at: index, metrics: metrics)
        }
        return ResampledMeasurements(
            measurements: parts.flatMap(\.measurements) + means.map(\.measurement),
            draws: parts.flatMap(\.draws) + means.map(\.draws),
            clusters: parts.flatMap(\.clusters) + means.map(\.clusters))
    }

    /// The replicates where there are too many incidents for more.
    private static let fewestReplicates = 200

    /// The mean of a measurement over scenarios, whose resamples are paired.
    private func mean(
        of scenarios: [ResampledMeasurements], at index: Int, metrics: [any Metric]
    ) throws -> (measurement: Evaluation.Measurement, draws: [Double], clusters: CaseResampling.ClusterCounts) {
        let all = scenarios.map { $0.measurements[index] }, count = Double(scenarios.count)
        var mean = all[0]
        mean.slice = Evaluation.macro
        mean.value = Evaluation.mean(of: all.map(\.value))
        // What a scenario says of its own, which is why there is no interval, holds for the mean as well.
        (mean.interval, mean.method) = (nil, all.lazy.compactMap(\.method).first { $0.hasPrefix("no interval") })
        let clusters = CaseResampling.ClusterCounts.joining(scenarios.map { $0.clusters[index] })
        let length = scenarios.map { $0.draws[index].count }.min() ?? 0
        guard let value = mean.value.number,
            let metric = metrics.first(where: { mean.metric.split(separator: "@").first.map(String.init) == $0.name }),
            length > 0
        else { return (mean, [], clusters) }
        let draws = (0..<length).map { draw in scenarios.reduce(0) { $0 + $1.draws[index][draw] } / count }
        let estimate = try Estimate.bootstrap(
            value, replicates: draws, by: kind(for: metric), units: clusters.units(windows: 1), level: level,
            of: "\(clusters.attacks) + \(clusters.benign) clusters")
        (mean.interval, mean.method) = (estimate.interval, estimate.method)
        return (mean, draws, clusters)
    }
}

extension ResampledMeasurements {
    /// Those of all cases together, as of a slice of another name.
    fileprivate func ofAll(named slice: String) -> ResampledMeasurements {
        let kept = measurements.indices.filter { measurements[$0].slice == Evaluation.pooled }
        return ResampledMeasurements(
            measurements: kept.map { measurements[$0].renamed(slice) }, draws: kept.map { draws[$0] },
            clusters: kept.map { clusters[$0] })
    }
}
