/// The measures of resampled rankings.
public struct BootstrapReplicates: Sendable {
    public struct Measures: Hashable, Sendable {
        public let rocAUC: Double
        public let averagePrecision: Double
    }

    /// The measures of the cases as they are, for each scorer.
    public let observed: [Measures]
    /// The measures of each replicate, for each scorer; NaN where a replicate has no positives or no negatives.
    let values: [[Measures]]
    let size: String
    /// Why there are no replicates.
    let reason: StatisticsError?

    /// A measure of a scorer with its percentile interval (B. Efron, "Bootstrap methods: another look at the
    /// jackknife", Annals of Statistics 7, 1979).
    public func estimate(
        _ measure: KeyPath<Measures, Double>, scorer: Int = 0, level: Double = 0.95
    ) throws(StatisticsError) -> Estimate {
        try estimate(observed[scorer][keyPath: measure], values[scorer].map { $0[keyPath: measure] }, level)
    }

    /// The difference of a measure between two scorers, first minus second, with its paired percentile interval.
    public func difference(
        _ measure: KeyPath<Measures, Double>, _ first: Int, _ second: Int, level: Double = 0.95
    ) throws(StatisticsError) -> Estimate {
        let differences = zip(values[first], values[second]).map { $0[keyPath: measure] - $1[keyPath: measure] }
        return try estimate(
            observed[first][keyPath: measure] - observed[second][keyPath: measure], differences, level)
    }

    private func estimate(
        _ value: Double, _ replicates: [Double], _ level: Double
    ) throws(StatisticsError) -> Estimate {
        try StatisticsError.checkLevel(level)
        if let reason { return Estimate(value: value, interval: nil, method: "no interval: \(reason)") }
        let defined = replicates.filter { !$0.isNaN }, undefined = replicates.count - defined.count
        // The tails of an interval are lost among many undefined replicates.
        guard undefined * 20 <= replicates.count, let quantiles = Quantiles(of: defined) else {
            let share = "\(undefined) of \(replicates.count) replicates lack a class"
            return Estimate(value: value, interval: nil, method: "no interval: \(share)")
        }
        let note = undefined == 0 ? "" : ", \(undefined) undefined"
        return Estimate(
            value: value, interval: quantiles((1 - level) / 2)...quantiles((1 + level) / 2),
            method: "cluster bootstrap, \(Estimate.percent(level)), \(replicates.count) replicates\(note), \(size)")
    }
}
