import Concurrency
import Evaluation
import Foundation
import Interactions
import Statistics
import Testing

/// An organisation whose benign users have levels of their own, measured in several replicates: all have the benign cases
/// in common, and each has attacks and a start of its own.
private struct Replicated: Sendable {
    var users = 60
    var casesPerUser = 5
    var attacks = 30
    var replicates = 10
    /// The standard deviation of what a start adds to all attacks.
    var start = 0.15
    var separation = 1.5

    /// The cases of each replicate of a world, ranked; benign cases are in another order in each.
    func world(_ random: RandomStream) throws -> [ScoredCases] {
        let benign = (0..<users).flatMap { user -> [ScoredCases.Case] in
            let level = random.gaussian() * 0.5.squareRoot()
            return (0..<casesPerUser).map { _ in
                ScoredCases.Case(
                    score: level + random.gaussian() * 0.5.squareRoot(), isInjected: false, user: Int32(user))
            }
        }
        return try (0..<replicates).map { _ in
            let shift = separation + start * random.gaussian()
            var cases = benign
            for attack in 0..<attacks {
                cases.append(
                    ScoredCases.Case(
                        score: shift + random.gaussian(), isInjected: true, scenario: 0, attack: Int32(attack),
                        user: Int32(users + attack)))
            }
            random.shuffle(&cases)
            return try ScoredCases(
                cases, window: ScoredCases.Window(days: nil, activeUsers: users, accesses: cases.count),
                policy: .rankLast, scenarios: ["one"])
        }
    }

    func means(_ world: [ScoredCases], seed: Seed) throws -> (own: [ResampledMeasurements], ResampledMeasurements.Means)
    {
        let windows = try world.enumerated().map { replicate, cases in
            try IntervalEstimation(
                replicates: 300, seed: seed.derived("replicate", replicate), workers: .one, sharedSeed: seed
            ).resampled(cases, metrics: [ROCAUC(), AveragePrecision()], budgets: [])
        }
        return (windows, ResampledMeasurements.Means(of: windows))
    }
}

@Suite("Intervals of means over replicates")
struct ReplicateCoverageTests {
    @Test("see the same draws of the benign cases that replicates share, whatever their order")
    func sharedDraws() throws {
        var setting = Replicated()
        setting.attacks = 2_000
        setting.start = 0
        setting.replicates = 3
        let (_, means) = try setting.means(setting.world(RandomStream(seed: Seed(5))), seed: Seed(6))
        let shared = try #require(means.of(metric: "roc_auc", slice: "pooled"))
        // With so many attacks nearly all of the variation is of the benign users, which three replicates do not reduce.
        let single = try setting.means(Array(setting.world(RandomStream(seed: Seed(5))).prefix(1)), seed: Seed(6)).1
        let alone = try #require(single.of(metric: "roc_auc", slice: "pooled"))
        #expect(abs(shared.casesDeviation / alone.casesDeviation - 1) < 0.1)
    }

    @Test("narrow with replicates where attacks are what varies, but not below what users vary by")
    func narrowing() throws {
        var setting = Replicated()
        setting.attacks = 10
        setting.users = 400
        let world = try setting.world(RandomStream(seed: Seed(7)))
        let one = try #require(
            try setting.means(Array(world.prefix(1)), seed: Seed(8)).1.of(metric: "roc_auc", slice: "pooled"))
        let ten = try #require(try setting.means(world, seed: Seed(8)).1.of(metric: "roc_auc", slice: "pooled"))
        #expect(ten.casesDeviation < 0.6 * one.casesDeviation)
        #expect(ten.halfWidth(level: 0.95) > 0)
    }

    /// How many of 400 worlds an interval of 95 % over replicates held the mean over all worlds for, and Student's t over
    /// the replicates alone beside it.
    @Test(
        "hold the truth as often as they say",
        .enabled(if: ProcessInfo.processInfo.environment["ACCESSLAB_LONG_CHECKS"] != nil),
        arguments: [3, 10], [20, 50])
    func coverage(replicates: Int, attacks: Int) async throws {
        var setting = Replicated()
        setting.replicates = replicates
        setting.attacks = attacks
        let worlds = 400, root = Seed(20_261_130)
        for metric in ["roc_auc", "average_precision"] {
            var nested: [ClosedRange<Double>] = [], alone: [ClosedRange<Double>] = [], values: [Double] = []
            for world in 0..<worlds {
                let seed = root.derived("world", world)
                let (own, means) = try setting.means(
                    setting.world(RandomStream(seed: seed.derived("cases"))), seed: seed.derived("draws"))
                let found = try #require(means.of(metric: metric, slice: "pooled"))
                values.append(found.mean)
                nested.append(try #require(try found.estimate(within: 0...1).interval))
                let single = own.compactMap { window in
                    window.measurements.first { $0.metric == metric && $0.slice == "pooled" }?.value.number
                }
                alone.append(try #require(Estimate.mean(of: single)?.interval))
            }
            // The mean at this size of sample, which for average precision is not that of larger ones.
            let truth = values.reduce(0, +) / Double(worlds)
            func held(_ intervals: [ClosedRange<Double>]) -> Double {
                Double(intervals.count { $0.contains(truth) }) / Double(worlds)
            }
            print(
                "coverage \(metric), \(replicates) replicates of \(attacks) attacks: \(held(nested)), t alone \(held(alone))"
            )
            #expect(held(nested) > 0.92 && held(nested) > held(alone))
        }
    }
}
