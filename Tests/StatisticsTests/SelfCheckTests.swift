import Foundation
import Statistics
import Testing

/// How often something happens in several repetitions of a chance experiment.
private func fraction(_ repetitions: Int, _ happens: (Seed) throws -> Bool) rethrows -> Double {
    let root = Seed(2_024)
    return Double(try (0..<repetitions).count { try happens(root.derived("repetition", $0)) }) / Double(repetitions)
}

extension Estimate {
    /// Whether there is an interval, and it holds the value.
    fileprivate func covers(_ value: Double) -> Bool {
        interval?.contains(value) ?? false
    }
}

@Suite("Tests of two equal scorers")
struct EqualScorersTests {
    private static let repetitions = 200
    /// 99 % of binomial counts of 200 with a probability of 5 % are in 3...19.
    private static let rejections = 3.0 / 200...19.0 / 200

    private static let world = Binormal(positiveClusters: 30, negativeClusters: 60, separations: [1, 1])

    @Test("by DeLong reject as often as their level says, with uniform p-values")
    func delong() throws {
        var pValues: [Double] = []
        let rejected = try fraction(Self.repetitions) { seed in
            let sample = Self.world.sample(seed)
            let pValue = try sample.delong(0).compared(with: sample.delong(1)).pValue
            pValues.append(pValue)
            return pValue <= 0.05
        }
        #expect(Self.rejections.contains(rejected))
        // The statistic of Kolmogorov and Smirnov exceeds 1.63/√n with a probability of 1 %.
        let distance = pValues.sorted().enumerated().map { index, pValue in
            abs(pValue - (Double(index) + 0.5) / Double(Self.repetitions))
        }
        #expect((distance.max() ?? 1) <= 1.63 / Double(Self.repetitions).squareRoot())
    }

    @Test("by the paired bootstrap exclude no difference as often as their level says")
    func bootstrap() throws {
        let rejected = try fraction(Self.repetitions) { seed in
            try !Self.world.sample(seed).replicates(200, seed: seed).difference(\.rocAUC, 0, 1).covers(0)
        }
        #expect(Self.rejections.contains(rejected))
    }

    @Test("by signed ranks and by randomisation over worlds reject as often as their level says")
    func worlds() throws {
        var world = Self.world
        (world.positiveClusters, world.negativeClusters) = (5, 15)
        var randomizations = 0
        let rejected = try fraction(Self.repetitions) { seed in
            let areas = try (0..<10).map { number in
                let sample = world.sample(seed.derived("world", number))
                return try sample.scores.map { try RankingCurve(scores: $0, positive: sample.positive).rocAUC ?? 0 }
            }
            let pairs = try PairedSample(areas.map { $0[0] }, areas.map { $0[1] })
            if try pairs.randomizationTest(seed: seed).pValue <= 0.05 { randomizations += 1 }
            return pairs.wilcoxon().pValue <= 0.05
        }
        #expect(Self.rejections.contains(rejected))
        #expect(Self.rejections.contains(Double(randomizations) / Double(Self.repetitions)))
    }
}

@Suite("Intervals of a known difference")
struct KnownDifferenceTests {
    private static let world = Binormal(positiveClusters: 40, negativeClusters: 60, separations: [1.5, 1])
    private static var difference: Double { world.area(0) - world.area(1) }

    @Test("by DeLong hold it in 93 to 97 % of 500 repetitions")
    func delong() throws {
        let covered = try fraction(500) { seed in
            let sample = Self.world.sample(seed)
            return try sample.delong(0).difference(from: sample.delong(1)).covers(Self.difference)
        }
        #expect((0.93...0.97).contains(covered))
    }

    @Test("by the paired bootstrap hold it in 93 to 97 % of 500 repetitions")
    func bootstrap() throws {
        let covered = try fraction(500) { seed in
            try Self.world.sample(seed).replicates(200, seed: seed).difference(\.rocAUC, 0, 1).covers(Self.difference)
        }
        #expect((0.93...0.97).contains(covered))
    }
}
