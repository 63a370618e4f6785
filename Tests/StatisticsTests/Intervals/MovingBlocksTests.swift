@testable import Statistics
import Testing

@Suite("Moving blocks of days")
struct MovingBlocksTests {
    @Test(
        "draw as many days as there are, in runs of the block's length", arguments: [(14, 7), (20, 7), (9, 2), (30, 1)])
    func runs(days: Int, length: Int) throws {
        let blocks = try #require(MovingBlocks(days: days, length: length))
        var total = [Double](repeating: 0, count: days)
        for replicate in 0..<2_000 {
            let counts = blocks.multiplicities(ofReplicate: replicate, seed: Seed(3))
            #expect(counts.reduce(0, +) == Double(days))
            for day in total.indices { total[day] += counts[day] / 2_000 }
        }
        // A block begins on any of the days that leave room for it, so the outer days are drawn less often.
        let starts = Double(days - length + 1)
        let first = (Double(days / length) + (days % length == 0 ? 0 : 1)) / starts
        #expect(abs(total[0] - first) < 0.1)
    }

    @Test("are the same for the same seed and replicate, and others for others")
    func seeded() throws {
        let blocks = try #require(MovingBlocks(days: 28, length: 7))
        let first = blocks.multiplicities(ofReplicate: 0, seed: Seed(1))
        #expect(first == blocks.multiplicities(ofReplicate: 0, seed: Seed(1)))
        #expect(first != blocks.multiplicities(ofReplicate: 1, seed: Seed(1)))
        #expect(first != blocks.multiplicities(ofReplicate: 0, seed: Seed(2)))
    }

    @Test("do not exist where there is no room for two", arguments: [(13, 7), (0, 1), (1, 1), (5, 0), (5, -1)])
    func none(days: Int, length: Int) {
        #expect(MovingBlocks(days: days, length: length) == nil)
    }

    /// Scores that shift from day to day make an area's interval wider once days are drawn.
    @Test("make the intervals of a ranking wider where days differ, and are those of a weighted ranking")
    func ranking() throws {
        let random = RandomStream(seed: Seed(8)), days = 28
        let shift = (0..<days).map { _ in random.gaussian(standardDeviation: 1) }
        var scores: [Double] = [], positive: [Bool] = [], clusters: [Int] = [], day: [Int] = []
        for index in 0..<1_200 {
            let isPositive = index % 6 == 0, when = random.index(below: days)
            scores.append(random.gaussian() + shift[when] + (isPositive ? 1 : 0))
            positive.append(isPositive)
            clusters.append(isPositive ? 1_000 + index : index % 100)
            day.append(when)
        }
        let blocks = try #require(MovingBlocks(days: days, length: 7))
        let plain = try ClusterBootstrap(scores: [scores], positive: positive, clusters: clusters)
        let blocked = try ClusterBootstrap(
            scores: [scores], positive: positive, clusters: clusters, days: (blocks, day))
        let narrow = try #require(try plain.replicates(1_000, seed: Seed(1)).estimate(\.rocAUC).interval)
        let estimate = try blocked.replicates(1_000, seed: Seed(1)).estimate(\.rocAUC)
        let wide = try #require(estimate.interval)
        #expect(wide.upperBound - wide.lowerBound > 1.02 * (narrow.upperBound - narrow.lowerBound))
        #expect(estimate.method.hasSuffix("and blocks of 7 days"))

        // One replicate by hand: a case counts as often as its cluster times as often as its day.
        let resampling = ClusterResampling(clusters: clusters, positive: positive)
        let drawn = resampling.weights(ofReplicate: 0, seed: Seed(1))
        let times = blocks.multiplicities(ofReplicate: 0, seed: Seed(1))
        let weights = zip(drawn, day).map { $0 * times[$1] }
        var below = 0.0, hits = 0.0, alarms = 0.0
        for one in scores.indices where positive[one] {
            for other in scores.indices where !positive[other] {
                let weight = weights[one] * weights[other]
                below += weight * (scores[one] > scores[other] ? 1 : scores[one] == scores[other] ? 0.5 : 0)
            }
        }
        for index in scores.indices { if positive[index] { hits += weights[index] } else { alarms += weights[index] } }
        let alone = try blocked.replicates(1, seed: Seed(1)).values[0][0].rocAUC
        #expect(abs(alone - below / (hits * alarms)) < 1e-12)
    }
}
