import Statistics
import Testing

@Suite("A resampling of clusters")
struct ClusterResamplingTests {
    /// Clusters of three cases, the first four with a positive.
    private let clusters = (0..<30).map { 100 - $0 / 3 }
    private let positive = (0..<30).map { $0 < 12 && $0 % 3 == 1 }

    @Test("draws whole clusters, as many as there are on either side")
    func weights() {
        let resampling = ClusterResampling(clusters: clusters, positive: positive)
        #expect(resampling.positiveClusters == 4 && resampling.negativeClusters == 6)
        for replicate in 0..<20 {
            let weights = resampling.weights(ofReplicate: replicate, seed: Seed(1))
            for index in stride(from: 0, to: 30, by: 3) { #expect(Set(weights[index..<index + 3]).count == 1) }
            #expect(weights[..<12].reduce(0, +) == 12)
            #expect(weights[12...].reduce(0, +) == 18)
        }
    }

    @Test("depends on the seed and the number of the replicate alone")
    func determined() {
        let resampling = ClusterResampling(clusters: clusters, positive: positive)
        let later = resampling.weights(ofReplicate: 7, seed: Seed(1))
        #expect(later == resampling.weights(ofReplicate: 7, seed: Seed(1)))
        #expect(later != resampling.weights(ofReplicate: 8, seed: Seed(1)))
        #expect(later != resampling.weights(ofReplicate: 7, seed: Seed(2)))
        // Other numbers for the same clusters are the same clusters.
        let renamed = ClusterResampling(clusters: clusters.map { $0 * 7 }, positive: positive)
        #expect(later == renamed.weights(ofReplicate: 7, seed: Seed(1)))
    }

    @Test("draws each cluster once on average, with the variance of a multinomial count")
    func moments() {
        let resampling = ClusterResampling(clusters: Array(0..<10), positive: (0..<10).map { $0 < 5 })
        let replicates = 4_000
        var sum = 0.0, squares = 0.0
        for replicate in 0..<replicates {
            let weight = resampling.weights(ofReplicate: replicate, seed: Seed(3))[2]
            sum += weight
            squares += weight * weight
        }
        let mean = sum / Double(replicates), variance = squares / Double(replicates) - mean * mean
        // Five draws of five: variance 1 − 1/5; within about four standard errors.
        #expect(isClose(mean, 1, within: 0.06))
        #expect(isClose(variance, 0.8, within: 0.09))
    }

    @Test("leaves out each cluster once")
    func leavingOut() {
        let resampling = ClusterResampling(clusters: clusters, positive: positive)
        #expect(resampling.leftOutCounts == [4, 6])
        let first = resampling.weights(leavingOut: 0, ofStratum: 1)
        #expect(first.indices.filter { first[$0] == 0 } == [12, 13, 14])
        #expect(first.reduce(0, +) == 27)
    }

    @Test("leaves out groups of very many clusters, each cluster once")
    func groups() {
        let resampling = ClusterResampling(clusters: Array(0..<3_001), positive: (0..<3_001).map { $0 == 5 || $0 == 6 })
        #expect(resampling.leftOutCounts == [2, 200])
        var left = [Double](repeating: 0, count: 3_001)
        for group in 0..<200 {
            for (index, weight) in resampling.weights(leavingOut: group, ofStratum: 1).enumerated() {
                left[index] += 1 - weight
            }
        }
        #expect(left.indices.filter { left[$0] != 1 } == [5, 6])
        #expect(left.max() == 1)
    }

    @Test("gives the interval of any statistic")
    func statistic() throws {
        let random = RandomStream(seed: Seed(4))
        let values = (0..<200).map { _ in random.gaussian(mean: 3) }
        let resampling = ClusterResampling(clusters: Array(0..<200), positive: values.map { _ in false })
        func mean(_ weights: [Double]) -> Double {
            zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
        }
        let replicates = (0..<2_000).map { mean(resampling.weights(ofReplicate: $0, seed: Seed(1))) }
        let jackknife = resampling.leftOutCounts.enumerated().map { stratum, count in
            (0..<count).map { mean(resampling.weights(leavingOut: $0, ofStratum: stratum)) }
        }
        let observed = mean(values.map { _ in 1 })
        let t = try #require(Estimate.mean(of: values)?.interval)
        for interval in [BootstrapInterval.percentile, .bca] {
            let estimate = try resampling.estimate(
                observed, replicates: replicates, by: interval, jackknife: jackknife)
            // A tenth of the width of 3.9 standard errors is four times the error of 2,000 replicates' quantiles.
            let tolerance = (t.upperBound - t.lowerBound) / 10
            #expect(isClose(estimate.interval?.lowerBound, t.lowerBound, within: tolerance))
            #expect(isClose(estimate.interval?.upperBound, t.upperBound, within: tolerance))
            #expect(estimate.method.hasSuffix("2000 replicates, 0 + 200 clusters"))
        }
    }

    @Test("says that a single cluster has no variation")
    func alone() throws {
        let resampling = ClusterResampling(clusters: [1, 2, 3], positive: [true, false, false])
        #expect(!resampling.varies)
        let estimate = try resampling.estimate(0.5, replicates: [0.4, 0.6])
        #expect(estimate.interval == nil)
        #expect(estimate.method == "no interval: a single cluster says nothing of the variation between clusters")
        #expect(throws: StatisticsError.notANumber) { try resampling.estimate(.nan, replicates: []) }
    }
}
