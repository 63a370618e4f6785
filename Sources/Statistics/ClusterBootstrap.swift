import Dispatch

/// Resamples whole clusters of cases, to say how certain the measures of one or several rankings are.
///
/// The draws are those of ``ClusterResampling``. All scorers see the same ones, so that differences are paired.
public struct ClusterBootstrap: Sendable {
    /// What draws the clusters.
    public let resampling: ClusterResampling
    private let rankings: [WeightedRanking]

    /// The measures of eight sets of weights at once, for each scorer.
    private typealias Lanes = [(area: SIMD8<Double>, precision: SIMD8<Double>)]

    /// Sorts the cases once for each scorer.
    ///
    /// - Parameters:
    ///   - scores: for each scorer, the score of each case.
    ///   - clusters: the cluster of each case, by any number.
    /// - Throws: ``StatisticsError/oneClass``, ``StatisticsError/notANumber``, or
    ///   ``StatisticsError/outOfRange(_:)`` for more than 2²⁶ cases.
    /// - Precondition: one label, one cluster, and one score of each scorer for each case.
    public init(scores: [[Double]], positive: [Bool], clusters: [Int]) throws(StatisticsError) {
        precondition(clusters.count == positive.count && scores.allSatisfy { $0.count == positive.count })
        guard positive.contains(true), positive.contains(false) else { throw .oneClass }
        guard !scores.contains(where: { $0.contains(where: \.isNaN) }) else { throw .notANumber }
        guard positive.count <= WeightedRanking.mostCases else { throw .outOfRange("\(positive.count) cases") }
        let resampling = ClusterResampling(clusters: clusters, positive: positive)
        rankings = scores.map { WeightedRanking(scores: $0, positive: positive, clusters: resampling.clusters) }
        self.resampling = resampling
    }

    /// Measures resampled cases.
    ///
    /// A replicate's seed derives from its number, so that the number of workers changes nothing.
    ///
    /// - Parameter interval: what the replicates are for; BCa measures the cases without each cluster as well.
    /// - Returns: no replicates where a stratum is a single cluster, whose variation nobody knows; the estimates then
    ///   have no interval and say why.
    public func replicates(
        _ count: Int = 2_000, for interval: BootstrapInterval = .percentile, seed: Seed, workers: Int = 2
    ) -> BootstrapReplicates {
        let observed = measures(of: 1, workers: 1) { _, cluster in (0..<resampling.clusterCount).forEach(cluster) }
        let values = measures(of: resampling.varies ? max(0, count) : 0, workers: workers) { replicate, drawn in
            resampling.draw(replicate, seed: seed, drawn)
        }
        return BootstrapReplicates(
            observed: observed.map { $0[0] }, values: values,
            jackknife: interval == .bca && resampling.varies ? jackknife(workers: workers) : nil,
            resampling: resampling)
    }

    /// The measures without each cluster, for each scorer and stratum.
    private func jackknife(workers: Int) -> [[[BootstrapReplicates.Measures]]] {
        let strata = resampling.leftOutCounts.enumerated().map { stratum, count in
            measures(of: count, workers: workers) { index, kept in
                var isKept = [Bool](repeating: true, count: resampling.clusterCount)
                resampling.leaveOut(index, ofStratum: stratum) { isKept[$0] = false }
                for cluster in isKept.indices where isKept[cluster] { kept(cluster) }
            }
        }
        return rankings.indices.map { scorer in strata.map { $0[scorer] } }
    }

    /// The measures of several weightings for each scorer.
    ///
    /// - Parameter weigh: names the clusters of a weighting, each as often as it counts.
    private func measures(
        of count: Int, workers: Int, weigh: @Sendable (Int, (Int) -> Void) -> Void
    ) -> [[BootstrapReplicates.Measures]] {
        let batches = (count + 7) / 8
        var lanes = [Lanes](repeating: [], count: batches)
        lanes.withUnsafeMutableBufferPointer { buffer in
            // Each batch writes its own element.
            nonisolated(unsafe) let lanes = buffer
            let workers = max(1, min(workers, batches))
            DispatchQueue.concurrentPerform(iterations: workers) { worker in
                for batch in stride(from: worker, to: batches, by: workers) {
                    var weights = [WeightedRanking.Weights](repeating: .zero, count: resampling.clusterCount)
                    for lane in 0..<min(8, count - batch * 8) {
                        weigh(batch * 8 + lane) { weights[$0][lane] &+= 1 }
                    }
                    lanes[batch] = weights.withUnsafeBufferPointer { weights in rankings.map { $0.measures(weights) } }
                }
            }
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
