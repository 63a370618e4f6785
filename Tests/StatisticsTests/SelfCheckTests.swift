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

    private static let world = Binormal(positiveClusters: 100, negativeClusters: 150, separations: [1, 1])

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

    @Test("by signed ranks over worlds reject as often as their level says")
    func worlds() throws {
        var world = Self.world
        (world.positiveClusters, world.negativeClusters) = (5, 15)
        let rejected = try fraction(Self.repetitions) { seed in
            let areas = try (0..<10).map { number in
                let sample = world.sample(seed.derived("world", number))
                return try sample.scores.map { try RankingCurve(scores: $0, positive: sample.positive).rocAUC ?? 0 }
            }
            let pairs = try PairedSample(areas.map { $0[0] }, areas.map { $0[1] })
            return pairs.wilcoxon().pValue <= 0.05
        }
        #expect(Self.rejections.contains(rejected))
    }

    @Test("by exchanges of ranks reject as often as their level says, with uniform p-values", arguments: [1, 3])
    func exchanges(casesPerCluster: Int) throws {
        var world = Self.world
        (world.positiveClusters, world.negativeClusters) = (10, 24)
        (world.casesPerCluster, world.withinClusters) = (casesPerCluster, casesPerCluster > 1 ? 0.3 : 0)
        var pValues = [[Double]](repeating: [], count: 2)
        for repetition in 0..<Self.repetitions {
            let seed = Seed(1_996).derived("repetition", repetition), sample = world.sample(seed)
            let results = try ExchangeTest(
                first: sample.scores[0], second: sample.scores[1], positive: sample.positive, clusters: sample.clusters
            ).results(exchanges: 99, seed: seed)
            pValues[0].append(results.rocAUC.pValue)
            pValues[1].append(results.averagePrecision.pValue)
        }
        for pValues in pValues {
            let rejected = Double(pValues.count { $0 <= 0.05 }) / Double(Self.repetitions)
            #expect(Self.rejections.contains(rejected), "\(rejected)")
            let distance = pValues.sorted().enumerated().map { index, pValue in
                abs(pValue - (Double(index) + 0.5) / Double(Self.repetitions))
            }
            // The p-values of 99 exchanges are a hundredth apart.
            #expect((distance.max() ?? 1) <= 1.63 / Double(Self.repetitions).squareRoot() + 0.01)
        }
    }

    @Test(
        "reject at most as often as their levels say, by 2,000 repetitions of 999 exchanges",
        .enabled(if: ProcessInfo.processInfo.environment["ACCESSLAB_LONG_CHECKS"] != nil, "takes minutes"),
        arguments: [10, 20, 50, 200], [1, 4])
    func long(positiveClusters: Int, casesPerCluster: Int) throws {
        let repetitions = 2_000, isClustered = casesPerCluster > 1
        let world = Binormal(
            positiveClusters: positiveClusters, negativeClusters: 3 * positiveClusters,
            casesPerCluster: casesPerCluster, withinClusters: isClustered ? 0.3 : 0, separations: [1.5, 1.5])
        var pValues = ["area": [Double](), "precision": []]
        for repetition in 0..<repetitions {
            let seed = Seed(64).derived("long", repetition), sample = world.sample(seed)
            let results = try ExchangeTest(
                first: sample.scores[0], second: sample.scores[1], positive: sample.positive, clusters: sample.clusters
            ).results(exchanges: 999, seed: seed)
            pValues["area", default: []].append(results.rocAUC.pValue)
            pValues["precision", default: []].append(results.averagePrecision.pValue)
            if !isClustered, positiveClusters >= 100 {
                pValues["DeLong", default: []].append(try sample.delong(0).compared(with: sample.delong(1)).pValue)
            }
        }
        for (name, pValues) in pValues {
            for level in [0.01, 0.05, 0.1] {
                let rejected = Double(pValues.count { $0 <= level }) / Double(repetitions)
                // The one-sided 99 % band of a binomial count.
                let band = level + 2.326 * (level * (1 - level) / Double(repetitions)).squareRoot()
                #expect(rejected <= band, "\(name) at \(level): \(rejected)")
            }
        }
    }

    @Test("by the t test of replicates that divide a dataset anew reject as often as their level says")
    func replicates() throws {
        // Differences of replicates that share a tenth of their variance, as a test set of a tenth has it.
        let shared = 0.1, replicates = 10, nothing = [0.0, 0, 0]
        let rejected = try fraction(2_000) { seed in
            let random = RandomStream(seed: seed)
            let common = random.gaussian(standardDeviation: shared.squareRoot())
            let differences = (0..<replicates).map { _ in
                common + random.gaussian(standardDeviation: (1 - shared).squareRoot())
            }
            return try SharedReplicates(
                values: differences,
                draws: SharedReplicates.Draws(users: nothing, resources: nothing, cells: nothing),
                units: SharedReplicates.Units(users: 20, resources: 20, cells: 20),
                testToTraining: shared / (1 - shared)
            ).test().pValue <= 0.05
        }
        // Three standard errors of 0.5 %.
        #expect((0.035...0.065).contains(rejected), "\(rejected)")
    }

    @Test("by ranks of several algorithms over worlds find any difference at most as often as their level says")
    func algorithms() throws {
        var nemenyi = 0, friedman = 0
        let repetitions = 1_000
        let holm = try fraction(repetitions) { seed in
            let random = RandomStream(seed: seed)
            let values = (0..<8).map { _ in
                let world = random.gaussian()
                return (0..<4).map { _ in world + random.gaussian() }
            }
            let ranked = try Friedman(values)
            if ranked.nemenyi().joined().contains(where: { $0 <= 0.05 }) { nemenyi += 1 }
            if ranked.imanDavenport.pValue <= 0.05 { friedman += 1 }
            let pairs = (0..<4).flatMap { first in (first + 1..<4).map { (first, $0) } }
            let pValues = try pairs.map { first, second in
                try PairedSample(values.map { $0[first] }, values.map { $0[second] }).wilcoxon().pValue
            }
            return try MultipleTests.holm(pValues).contains { $0 <= 0.05 }
        }
        // 5 % and 2.58 standard errors of 0.7 %.
        for rejected in [holm, Double(nemenyi) / Double(repetitions), Double(friedman) / Double(repetitions)] {
            #expect(rejected <= 0.068, "\(rejected)")
        }
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
