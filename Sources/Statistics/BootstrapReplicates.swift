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
    /// For BCa, the measures without each cluster, for each scorer and stratum.
    let jackknife: [[[Measures]]]?
    let resampling: ClusterResampling

    /// A measure of a scorer with its interval.
    ///
    /// Too narrow where positives are few: of binormal areas of 0.76 the intervals of 95 % hold less than that with 20
    /// positive clusters (see the module's `SelfCheckTests`), as quantiles of replicates know nothing of the sample
    /// being one of many.
    public func estimate(
        _ measure: KeyPath<Measures, Double>, scorer: Int = 0, level: Double = 0.95
    ) throws(StatisticsError) -> Estimate {
        try resampling.estimate(
            observed[scorer][keyPath: measure], replicates: values[scorer].map { $0[keyPath: measure] },
            jackknife: jackknife?[scorer].map { $0.map { $0[keyPath: measure] } }, level: level)
    }

    /// The difference of a measure between two scorers, first minus second, with its paired interval.
    public func difference(
        _ measure: KeyPath<Measures, Double>, _ first: Int, _ second: Int, level: Double = 0.95
    ) throws(StatisticsError) -> Estimate {
        func differences(_ first: [Measures], _ second: [Measures]) -> [Double] {
            zip(first, second).map { $0[keyPath: measure] - $1[keyPath: measure] }
        }
        return try resampling.estimate(
            observed[first][keyPath: measure] - observed[second][keyPath: measure],
            replicates: differences(values[first], values[second]),
            jackknife: jackknife.map { zip($0[first], $0[second]).map(differences) }, level: level)
    }
}
