import Statistics

/// The incidents of one slice.
///
/// Slices do not share their cases: what an account does in a window differs with the attacks that are injected.
package struct IncidentSlice: Sendable {
    /// The slice, as ``Evaluation/Measurement/slice`` names it.
    package let name: String
    /// Whether it is a scenario, which counts in the mean over scenarios.
    package let isScenario: Bool
    /// Its incidents; their attacks have no scenario.
    package let cases: ScoredCases

    package init(name: String, isScenario: Bool, cases: ScoredCases) {
        self.name = name
        self.isScenario = isScenario
        self.cases = cases
    }
}

extension Evaluation {
    /// Measures incidents, slice by slice, with every metric of incidents at every budget, and the mean over scenarios.
    package init(
        of slices: [IncidentSlice], metrics: [any Metric], budgets: [Double], unless isCancelled: () -> Bool = { false }
    ) {
        let parts = slices.map { slice in
            (slice, Evaluation(of: slice.cases, metrics: metrics, budgets: budgets, unless: isCancelled).ofAll)
        }
        self.init(measurements: parts.flatMap { slice, all in all.map { $0.renamed(slice.name) } } + Self.means(parts))
    }

    /// The measurements of all cases together.
    fileprivate var ofAll: [Measurement] { measurements.filter { $0.slice == Self.pooled } }

    /// The mean over the scenarios of each metric.
    fileprivate static func means(_ parts: [(slice: IncidentSlice, measurements: [Measurement])]) -> [Measurement] {
        let scenarios = parts.filter(\.slice.isScenario).map(\.measurements)
        return (parts.first?.measurements ?? []).indices.map { index in
            Measurement(
                metric: parts[0].measurements[index].metric, slice: macro,
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
        let parts = try slices.map { slice in
            try resampled(slice.cases, metrics: metrics, budgets: budgets).ofAll(named: slice.name)
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

    /// The mean of a measurement over scenarios, whose resamples are paired.
    private func mean(
        of scenarios: [ResampledMeasurements], at index: Int, metrics: [any Metric]
    ) throws -> (measurement: Evaluation.Measurement, draws: [Double], clusters: CaseResampling.ClusterCounts) {
        let all = scenarios.map { $0.measurements[index] }, count = Double(scenarios.count)
        var mean = all[0]
        mean.slice = Evaluation.macro
        mean.value = Evaluation.mean(of: all.map(\.value))
        (mean.interval, mean.method) = (nil, "no interval: there is no value")
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
