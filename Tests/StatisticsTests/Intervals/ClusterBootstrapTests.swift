import Concurrency
@testable import Statistics
import Testing

@Suite("A weighted ranking")
struct WeightedRankingTests {
    @Test("agrees with scikit-learn in every lane", arguments: WeightedRankingFixture.all)
    func oracle(fixture: WeightedRankingFixture) {
        let ranking = WeightedRanking(
            scores: fixture.scores, positive: fixture.positive.map { $0 == 1 }, clusters: fixture.clusters)
        // Every other lane has all weights 1.
        let weights = fixture.weights.map { weight in
            var lanes = WeightedRanking.Weights.one
            for lane in stride(from: 0, to: 8, by: 2) { lanes[lane] = weight }
            return lanes
        }
        let measures = weights.withUnsafeBufferPointer { ranking.measures($0) }
        let plain = try? RankingCurve(scores: fixture.scores, positive: fixture.positive.map { $0 == 1 })
        for lane in 0..<8 {
            let area = lane % 2 == 0 ? fixture.rocAUC : plain?.rocAUC ?? .nan
            let precision = lane % 2 == 0 ? fixture.averagePrecision : plain?.averagePrecision ?? .nan
            #expect(isClose(measures.area[lane], area, within: 1e-12))
            #expect(isClose(measures.precision[lane], precision, within: 1e-12))
        }
    }
}

@Suite("A cluster bootstrap")
struct ClusterBootstrapTests {
    /// Cases of which each cluster has five, with two scorers.
    private func sample(clusters: Int, positiveClusters: Int) throws -> ClusterBootstrap {
        let random = RandomStream(seed: Seed(5))
        let positive = (0..<clusters * 5).map { $0 / 5 < positiveClusters }
        let shared = positive.map { random.gaussian(mean: $0 ? 1 : 0) }
        let scores = (0..<2).map { _ in shared.map { $0 + random.gaussian(standardDeviation: 0.1) } }
        return try ClusterBootstrap(scores: scores, positive: positive, clusters: positive.indices.map { $0 / 5 })
    }

    @Test("gives the same replicates for any number of workers")
    func workers() throws {
        let bootstrap = try sample(clusters: 40, positiveClusters: 6)
        let runs = try [1, 2, 7].map { try bootstrap.replicates(100, seed: Seed(1), workers: Workers($0)).values }
        #expect(runs[0] == runs[1] && runs[0] == runs[2])
        #expect(runs[0][0].count == 100)
        #expect(try bootstrap.replicates(100, seed: Seed(2)).values != runs[0])
        // A longer run begins with the shorter one.
        #expect(try bootstrap.replicates(50, seed: Seed(1)).values[1] == Array(runs[0][1][..<50]))
    }

    @Test("has intervals around the observed measures, narrower for a difference than for either side")
    func intervals() throws {
        let replicates = try sample(clusters: 40, positiveClusters: 8).replicates(500, seed: Seed(1))
        for measure in [\BootstrapReplicates.Measures.rocAUC, \.averagePrecision] {
            let estimate = try replicates.estimate(measure), difference = try replicates.difference(measure, 0, 1)
            let interval = try #require(estimate.interval), paired = try #require(difference.interval)
            #expect(interval.contains(estimate.value))
            #expect(paired.contains(difference.value))
            #expect(paired.upperBound - paired.lowerBound < interval.upperBound - interval.lowerBound)
            #expect(estimate.method == "cluster bootstrap, 95 %, 500 replicates, 8 + 32 clusters")
        }
    }

    @Test("has the intervals of NumPy, within the error of replicates", arguments: ClusterBootstrapFixture.all)
    func oracle(fixture: ClusterBootstrapFixture) throws {
        let bootstrap = try ClusterBootstrap(
            scores: [fixture.scores], positive: fixture.positive.map { $0 == 1 }, clusters: fixture.clusters)
        let replicates = try bootstrap.replicates(4_000, for: .bca, seed: Seed(1))
        let percentiles = try bootstrap.replicates(4_000, seed: Seed(1))
        let measures = [
            (\BootstrapReplicates.Measures.rocAUC, fixture.rocAUC), (\.averagePrecision, fixture.averagePrecision),
        ]
        for (measure, expected) in measures {
            let kinds = [
                (percentiles, BootstrapInterval.percentile, expected.percentile),
                (percentiles, .logit, expected.logit), (replicates, .bca, expected.bca),
            ]
            for (replicates, kind, expected) in kinds {
                let estimate = try replicates.estimate(measure, by: kind, level: fixture.level)
                let interval = try #require(estimate.interval)
                // Of 4,000 replicates the ends have a standard error of about 2 % of the width, where BCa takes quantiles
                // far out in a tail.
                let tolerance = 0.08 * (expected[1] - expected[0])
                #expect(isClose(interval.lowerBound, expected[0], within: tolerance))
                #expect(isClose(interval.upperBound, expected[1], within: tolerance))
            }
        }
    }

    @Test("has about the same BCa interval by groups of clusters as by each")
    func grouped() throws {
        // Just above and below the number of clusters that are left out one by one.
        let random = RandomStream(seed: Seed(6))
        let positive = (0..<2_100).map { $0 < 90 }
        let scores = positive.map { random.gaussian(mean: $0 ? 1 : 0) }
        func interval(_ cases: Int) throws -> ClosedRange<Double> {
            let bootstrap = try ClusterBootstrap(
                scores: [Array(scores[..<cases])], positive: Array(positive[..<cases]), clusters: Array(0..<cases))
            #expect(bootstrap.resampling.leftOutCounts[1] == (cases > 2_090 ? 200 : 2_000))
            return try #require(try bootstrap.replicates(1_000, for: .bca, seed: Seed(1)).estimate(\.rocAUC).interval)
        }
        let each = try interval(2_090), grouped = try interval(2_100)
        let tolerance = 0.15 * (each.upperBound - each.lowerBound)
        #expect(isClose(grouped.lowerBound, each.lowerBound, within: tolerance))
        #expect(isClose(grouped.upperBound, each.upperBound, within: tolerance))
    }

    @Test("of clusters of one case has about the standard error of DeLong")
    func standardError() throws {
        let random = RandomStream(seed: Seed(7))
        let positive = (0..<300).map { $0 % 3 == 0 }
        let scores = positive.map { random.gaussian(mean: $0 ? 1 : 0) }
        let bootstrap = try ClusterBootstrap(scores: [scores], positive: positive, clusters: Array(0..<300))
        let areas = try bootstrap.replicates(2_000, seed: Seed(1)).values[0].map(\.rocAUC)
        let mean = areas.reduce(0, +) / 2_000
        let variance = areas.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2_000
        // The relative error of a variance of 2,000 draws is about √(2/2000) = 3 %.
        let delong = try DeLong(scores: scores, positive: positive).variance
        #expect(isClose(variance / delong, 1, within: 0.15))
    }

    @Test("is undefined for a single cluster, and says why", arguments: [(2, 1), (3, 2), (1, 1)])
    func alone(clusters: Int, positiveClusters: Int) throws {
        let positive = (0..<clusters * 5).map { $0 / 5 < positiveClusters && $0 % 5 < 3 }
        let bootstrap = try ClusterBootstrap(
            scores: [positive.indices.map(Double.init)], positive: positive, clusters: positive.indices.map { $0 / 5 })
        let estimate = try bootstrap.replicates(20, seed: Seed(1)).estimate(\.rocAUC)
        #expect(estimate.interval == nil)
        #expect(estimate.method == "no interval: a single cluster says nothing of the variation between clusters")
        #expect(!estimate.value.isNaN)
    }

    @Test("of separate classes has no interval, and says why", arguments: BootstrapInterval.allCases)
    func separate(interval: BootstrapInterval) throws {
        let positive = (0..<60).map { $0 < 20 }
        let bootstrap = try ClusterBootstrap(
            scores: [positive.indices.map { -Double($0) }, positive.map { $0 ? 1 : 0 }], positive: positive,
            clusters: Array(positive.indices))
        let replicates = try bootstrap.replicates(200, for: interval, seed: Seed(1))
        let estimates = try [
            replicates.estimate(\.rocAUC), replicates.estimate(\.averagePrecision),
            replicates.difference(\.rocAUC, 0, 1),
        ]
        for estimate in estimates {
            #expect(estimate.interval == nil)
            #expect(estimate.method == "no interval: the replicates do not vary")
        }
    }

    @Test("gives no interval where many replicates lack a class")
    func lackingClass() throws {
        // Every cluster has a positive, but only one of three a negative.
        let bootstrap = try ClusterBootstrap(
            scores: [[1, 2, 3, 4]], positive: [true, true, true, false], clusters: [0, 1, 2, 2])
        let estimate = try bootstrap.replicates(200, seed: Seed(1)).estimate(\.rocAUC)
        #expect(estimate.interval == nil)
        #expect(estimate.method.hasSuffix("of 200 replicates are undefined"))
    }

    @Test("refuses one class and NaN, and takes infinite scores")
    func impossible() throws {
        #expect(throws: StatisticsError.oneClass) { try ClusterBootstrap(scores: [[]], positive: [], clusters: []) }
        #expect(throws: StatisticsError.oneClass) {
            try ClusterBootstrap(scores: [[1, 2]], positive: [false, false], clusters: [0, 1])
        }
        #expect(throws: StatisticsError.notANumber) {
            try ClusterBootstrap(scores: [[1, .nan]], positive: [true, false], clusters: [0, 1])
        }
        let infinite = try ClusterBootstrap(
            scores: [[.infinity, .infinity, -.infinity, 0]], positive: [true, true, false, false],
            clusters: [0, 1, 2, 3])
        #expect(try infinite.replicates(50, seed: Seed(1)).estimate(\.rocAUC).value == 1)
    }
}

/// A ranking whose cases weigh as much as their clusters.
struct WeightedRankingFixture: Decodable, Sendable {
    static let all: [WeightedRankingFixture] = Fixtures.read("weighted-ranking")

    let scores: [Double]
    let positive: [Int]
    let clusters: [Int32]
    let weights: [UInt32]
    let rocAUC: Double
    let averagePrecision: Double
}
