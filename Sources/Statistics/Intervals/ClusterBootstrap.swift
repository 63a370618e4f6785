public import Concurrency

/// Resamples whole clusters of cases, to say how certain the measures of one or several rankings are.
///
/// The draws are those of ``ClusterResampling``. All scorers see the same ones, so that differences are paired.
public struct ClusterBootstrap: Sendable {
    /// What draws the clusters.
    public let resampling: ClusterResampling
    /// Drawn days besides the clusters: a case then counts as often as its cluster times as often as its day.
    private let days: Days?
    private let rankings: [WeightedRanking]

    /// Cases that share a cluster and a day.
    private struct Days: Sendable {
        let blocks: MovingBlocks
        let cells: [(cluster: Int, day: Int)]

        /// The weights of the cells in eight replicates: those of their clusters times those of their days.
        func weights(
            of clusters: [WeightedRanking.Weights], batch: Int, count: Int, seed: Seed?
        ) -> [WeightedRanking.Weights] {
            var drawn = [WeightedRanking.Weights](repeating: .one, count: blocks.days)
            if let seed {
                for lane in 0..<min(8, count - batch * 8) {
                    let counts = blocks.multiplicities(ofReplicate: batch * 8 + lane, seed: seed)
                    for day in drawn.indices { drawn[day][lane] = UInt32(counts[day]) }
                }
            }
            return cells.map { clusters[$0.cluster] &* drawn[$0.day] }
        }
    }

    /// The measures of eight sets of weights at once, for each scorer.
    private typealias Lanes = [(area: SIMD8<Double>, precision: SIMD8<Double>)]

    /// Sorts the cases once for each scorer.
    ///
    /// - Parameters:
    ///   - scores: for each scorer, the score of each case.
    ///   - clusters: the cluster of each case, by any number.
    ///   - days: the day of each case, from 0 to below the days of the blocks, to draw blocks of days as well.
    /// - Throws: ``StatisticsError/oneClass``, ``StatisticsError/notANumber``, or
    ///   ``StatisticsError/outOfRange(_:)`` for more than 2²⁶ cases.
    /// - Precondition: one label, one cluster, and one score of each scorer for each case.
    public init(
        scores: [[Double]], positive: [Bool], clusters: [Int], days: (blocks: MovingBlocks, day: [Int])? = nil
    ) throws(StatisticsError) {
        precondition(clusters.count == positive.count && scores.allSatisfy { $0.count == positive.count })
        guard positive.contains(true), positive.contains(false) else { throw .oneClass }
        guard !scores.contains(where: { $0.contains(where: \.isNaN) }) else { throw .notANumber }
        guard positive.count <= WeightedRanking.mostCases else { throw .outOfRange("\(positive.count) cases") }
        let resampling = ClusterResampling(clusters: clusters, positive: positive)
        var cellOfCase = resampling.clusters
        if let days {
            var cells: [(cluster: Int, day: Int)] = [], cellOfKey: [Int64: Int32] = [:]
            cellOfCase = zip(resampling.clusters, days.day).map { cluster, day in
                let key = Int64(cluster) << 32 | Int64(day)
                if let cell = cellOfKey[key] { return cell }
                let cell = Int32(cells.count)
                cellOfKey[key] = cell
                cells.append((Int(cluster), day))
                return cell
            }
            self.days = Days(blocks: days.blocks, cells: cells)
        } else {
            self.days = nil
        }
        rankings = scores.map { WeightedRanking(scores: $0, positive: positive, clusters: cellOfCase) }
        self.resampling = resampling
    }

    /// Measures resampled cases.
    ///
    /// A replicate's seed derives from its number, so that the number of workers changes nothing.
    ///
    /// - Parameters:
    ///   - interval: what the replicates are for; BCa measures the cases without each cluster as well.
    ///   - isCancelled: asked between batches of replicates, on any worker.
    /// - Returns: no replicates where a stratum is a single cluster, whose variation is unknown; the estimates then
    ///   have no interval and say why.
    /// - Throws: `CancellationError` once `isCancelled` is true.
    public func replicates(
        _ count: Int = 2_000, for interval: BootstrapInterval = .percentile, seed: Seed, workers: Workers = Workers(2),
        isCancelled: @Sendable () -> Bool = { false }
    ) throws(CancellationError) -> BootstrapReplicates {
        let observed = try measures(of: 1, workers: .one, isCancelled: isCancelled) { _, cluster in
            (0..<resampling.clusterCount).forEach(cluster)
        }
        let values = try measures(
            of: resampling.varies ? max(0, count) : 0, daysDrawnBy: seed, workers: workers, isCancelled: isCancelled
        ) { replicate, drawn in
            resampling.draw(replicate, seed: seed, drawn)
        }
        return BootstrapReplicates(
            observed: observed.map { $0[0] }, values: values,
            jackknife: interval == .bca && resampling.varies
                ? try jackknife(workers: workers, isCancelled: isCancelled) : nil,
            resampling: resampling, blocks: days?.blocks)
    }

    /// The measures without each cluster, for each scorer and stratum.
    private func jackknife(
        workers: Workers, isCancelled: @Sendable () -> Bool
    ) throws(CancellationError) -> [[[BootstrapReplicates.Measures]]] {
        var strata: [[[BootstrapReplicates.Measures]]] = []
        for (stratum, count) in resampling.leftOutCounts.enumerated() {
            strata.append(
                try measures(of: count, workers: workers, isCancelled: isCancelled) { index, kept in
                    var isKept = [Bool](repeating: true, count: resampling.clusterCount)
                    resampling.leaveOut(index, ofStratum: stratum) { isKept[$0] = false }
                    for cluster in isKept.indices where isKept[cluster] { kept(cluster) }
                })
        }
        return rankings.indices.map { scorer in strata.map { $0[scorer] } }
    }

    /// The measures of several weightings for each scorer.
    ///
    /// - Parameters:
    ///   - seed: draws the days, where there are any; nil to count each once.
    ///   - weigh: calls back with each cluster of a weighting, as often as it counts.
    private func measures(
        of count: Int, daysDrawnBy seed: Seed? = nil, workers: Workers, isCancelled: @Sendable () -> Bool,
        weigh: @Sendable (Int, (Int) -> Void) -> Void
    ) throws(CancellationError) -> [[BootstrapReplicates.Measures]] {
        let lanes: [Lanes] = try workers.map((count + 7) / 8, unless: isCancelled) { batch in
            var weights = [WeightedRanking.Weights](repeating: .zero, count: resampling.clusterCount)
            for lane in 0..<min(8, count - batch * 8) {
                weigh(batch * 8 + lane) { weights[$0][lane] &+= 1 }
            }
            if let days { weights = days.weights(of: weights, batch: batch, count: count, seed: seed) }
            return weights.withUnsafeBufferPointer { weights in rankings.map { $0.measures(weights) } }
        }
        return rankings.indices.map { scorer in
            (0..<count).map { index in
                let measures = lanes[index / 8][scorer]
                return BootstrapReplicates.Measures(
                    rocAUC: measures.area[index % 8], averagePrecision: measures.precision[index % 8])
            }
        }
    }
}
