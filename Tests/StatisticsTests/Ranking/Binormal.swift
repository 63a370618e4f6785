import Foundation
import Statistics

/// Scores of clusters of cases, normal in each class, of which the areas under the ROC curves are known.
struct Binormal: Sendable {
    var positiveClusters: Int
    var negativeClusters: Int
    var casesPerCluster = 1
    /// The fraction of the variance, 1, that the cases of a cluster have in common.
    var withinClusters = 0.0
    /// How far the positives lie above the negatives, in standard deviations, by scorer.
    var separations: [Double]
    /// The correlation of two scorers, cluster effects aside.
    var correlation = 0.5

    struct Sample {
        var scores: [[Double]]
        var positive: [Bool] = []
        var clusters: [Int] = []
    }

    /// Φ(separation/√2), the area of a scorer.
    func area(_ scorer: Int) -> Double {
        erfc(-separations[scorer] / 2) / 2
    }

    func sample(_ seed: Seed) -> Sample {
        let random = RandomStream(seed: seed)
        var sample = Sample(scores: separations.map { _ in [] })
        for cluster in 0..<positiveClusters + negativeClusters {
            let positive = cluster < positiveClusters
            let effect = random.gaussian(standardDeviation: withinClusters.squareRoot())
            for _ in 0..<casesPerCluster {
                let shared = random.gaussian(standardDeviation: correlation.squareRoot())
                for scorer in separations.indices {
                    let own = random.gaussian(standardDeviation: (1 - correlation).squareRoot())
                    let noise = effect + (1 - withinClusters).squareRoot() * (shared + own)
                    sample.scores[scorer].append((positive ? separations[scorer] : 0) + noise)
                }
                sample.positive.append(positive)
                sample.clusters.append(cluster)
            }
        }
        return sample
    }
}

extension Binormal.Sample {
    func delong(_ scorer: Int = 0) throws -> DeLong {
        try DeLong(scores: scores[scorer], positive: positive)
    }

    func replicates(
        _ count: Int, for interval: BootstrapInterval = .percentile, seed: Seed
    ) throws -> BootstrapReplicates {
        try ClusterBootstrap(scores: scores, positive: positive, clusters: clusters)
            .replicates(count, for: interval, seed: seed)
    }
}
