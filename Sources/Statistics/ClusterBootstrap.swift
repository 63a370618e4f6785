import Dispatch

/// Resamples whole clusters of cases, to say how certain the measures of one or several rankings are.
///
/// Cases of a cluster — a user, a scenario — share what makes them likely, so that they vary together (Davison and
/// Hinkley, "Bootstrap methods and their application", 1997, section 3.8). Clusters with positives and clusters without
/// are drawn apart, which keeps their numbers. All scorers see the same draws, so that differences are paired.
public struct ClusterBootstrap: Sendable {
    /// The clusters that hold a positive, and the others.
    public let positiveClusters: Int
    public let negativeClusters: Int
    private let rankings: [WeightedRanking]
    /// The clusters of each stratum.
    private let strata: [[Int32]]
    private let clusters: Int

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
        var numbers: [Int: Int32] = [:], held: [Bool] = []
        let dense = zip(clusters, positive).map { cluster, positive in
            let number = numbers[cluster] ?? Int32(numbers.count)
            if Int(number) == held.count {
                numbers[cluster] = number
                held.append(false)
            }
            if positive { held[Int(number)] = true }
            return number
        }
        strata = [true, false].map { side in held.indices.filter { held[$0] == side }.map(Int32.init) }
        positiveClusters = strata[0].count
        negativeClusters = strata[1].count
        self.clusters = held.count
        rankings = scores.map { WeightedRanking(scores: $0, positive: positive, clusters: dense) }
    }

    /// Measures resampled cases.
    ///
    /// A replicate's seed derives from its number, so that the number of workers changes nothing.
    ///
    /// - Returns: no replicates where a stratum is a single cluster, whose variation nobody knows; the estimates then
    ///   have no interval and say why.
    public func replicates(_ count: Int = 2_000, seed: Seed, workers: Int = 2) -> BootstrapReplicates {
        let observed = measures([WeightedRanking.Weights](repeating: .one, count: clusters))
            .map { BootstrapReplicates.Measures(rocAUC: $0.area[0], averagePrecision: $0.precision[0]) }
        let alone = strata.contains { $0.count == 1 }
        let batches = alone ? 0 : (max(0, count) + 7) / 8
        let size = "\(positiveClusters) + \(negativeClusters) clusters"
        guard batches > 0 else {
            let reason = alone ? StatisticsError.oneCluster : .tooFew(needed: 1, found: 0)
            return BootstrapReplicates(observed: observed, values: observed.map { _ in [] }, size: size, reason: reason)
        }
        var lanes = [[(area: SIMD8<Double>, precision: SIMD8<Double>)]](repeating: [], count: batches)
        lanes.withUnsafeMutableBufferPointer { buffer in
            // Each batch writes its own element.
            nonisolated(unsafe) let lanes = buffer
            let workers = max(1, min(workers, batches))
            DispatchQueue.concurrentPerform(iterations: workers) { worker in
                for batch in stride(from: worker, to: batches, by: workers) {
                    lanes[batch] = measures(weights(ofBatch: batch, seed: seed))
                }
            }
        }
        let values = rankings.indices.map { scorer in
            (0..<count).map { replicate in
                let measures = lanes[replicate / 8][scorer]
                return BootstrapReplicates.Measures(
                    rocAUC: measures.area[replicate % 8], averagePrecision: measures.precision[replicate % 8])
            }
        }
        return BootstrapReplicates(observed: observed, values: values, size: size, reason: nil)
    }

    private func measures(
        _ weights: [WeightedRanking.Weights]
    ) -> [(area: SIMD8<Double>, precision: SIMD8<Double>)] {
        weights.withUnsafeBufferPointer { weights in rankings.map { $0.measures(weights) } }
    }

    /// How often each cluster is drawn in eight replicates: multinomial counts within each stratum.
    private func weights(ofBatch batch: Int, seed: Seed) -> [WeightedRanking.Weights] {
        var weights = [WeightedRanking.Weights](repeating: .zero, count: clusters)
        for lane in 0..<8 {
            let random = RandomStream(seed: seed.derived("bootstrap", batch * 8 + lane))
            for stratum in strata where !stratum.isEmpty {
                for _ in stratum { weights[Int(stratum[random.index(below: stratum.count)])][lane] &+= 1 }
            }
        }
        return weights
    }
}
