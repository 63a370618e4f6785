/// The measures of resampled rankings.
public struct BootstrapReplicates: Sendable {
    /// What is measured of one replicate.
    public struct Measures: Hashable, Sendable {
        /// The area under the ROC curve, 0...1.
        public let rocAUC: Double
        /// The average precision, 0...1.
        public let averagePrecision: Double
    }

    /// The measures of the cases as they are, for each scorer.
    public let observed: [Measures]
    /// The measures of each replicate, for each scorer; NaN where a replicate has no positives or no negatives.
    let values: [[Measures]]
    /// For BCa, the measures without each cluster, for each scorer and stratum.
    let jackknife: [[[Measures]]]?
    let resampling: ClusterResampling
    /// The blocks of days that were drawn as well.
    let blocks: MovingBlocks?

    /// A measure of a scorer with its interval.
    ///
    /// Of binormal areas of 0.76 and 0.90, with five negative clusters for each positive one, 95 % intervals held
    /// (1,000 repetitions of 600 replicates, standard error 0.7 %):
    ///
    /// | positive clusters | area, logit | percentile | BCa | precision, logit | percentile | BCa |
    /// |---|---|---|---|---|---|---|
    /// | 20 | 96.3, 95.9 % | 95.1, 93.1 % | 96.0, 95.3 % | 95.0, 96.2 % | 93.3, 94.2 % | 94.6, 95.9 % |
    /// | 50 | 96.0, 95.7 % | 95.3, 95.1 % | 95.8, 95.7 % | 94.5, 95.1 % | 93.4, 93.5 % | 94.5, 95.0 % |
    /// | 200 | 95.7, 94.7 % | 94.9, 93.9 % | 95.4, 94.5 % | 95.5, 95.6 % | 95.4, 94.5 % | 94.8, 95.6 % |
    ///
    /// Percentile intervals ignore the skewness near 1, which BCa and the logit correct. All are widened for few clusters
    /// (``ResampledUnits``). With ten or twenty positives among many negatives, or areas near 1, they hold less often:
    /// results/audit has more kinds of samples.
    ///
    /// - Parameter interval: how the interval is read; nil for BCa where the replicates are for it, and otherwise for
    ///   percentiles. BCa needs replicates that are for it.
    public func estimate(
        _ measure: KeyPath<Measures, Double>, scorer: Int = 0, by interval: BootstrapInterval? = nil,
        level: Double = 0.95
    ) throws(StatisticsError) -> Estimate {
        try resampling.estimate(
            observed[scorer][keyPath: measure], replicates: values[scorer].map { $0[keyPath: measure] },
            by: interval ?? (jackknife == nil ? .percentile : .bca),
            jackknife: jackknife?[scorer].map { $0.map { $0[keyPath: measure] } } ?? [], blocks: blocks, level: level)
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
            replicates: differences(values[first], values[second]), by: jackknife == nil ? .percentile : .bca,
            jackknife: jackknife.map { zip($0[first], $0[second]).map(differences) } ?? [], blocks: blocks, level: level
        )
    }
}
