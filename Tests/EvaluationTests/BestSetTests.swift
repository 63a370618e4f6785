import Evaluation
import Statistics
import Testing

@Suite("Scorers that cannot be told apart from the best")
struct BestSetTests {
    /// Scorers with normal values of known errors, all independent.
    private func best(_ values: [Double], error: Double) throws -> BestSet {
        try #require(
            BestSet(of: values.indices.map { "s\($0)" }) { first, second, level in
                // The quantile by Student's t with many degrees of freedom.
                let quantile = ResampledUnits(1_000_000).deviations(for: 2 * level - 1)
                return values[first] - values[second] - quantile * error
            })
    }

    @Test("are all where nothing is known, and those near the best otherwise")
    func members() throws {
        #expect(try best([0.9, 0.5, 0.1], error: 10).members == ["s0", "s1", "s2"])
        let found = try best([0.5, 0.9, 0.88, 0.1], error: 0.02)
        #expect(found.members == ["s1", "s2"])
        #expect(found.others.map(\.name) == ["s0", "s3"])
        #expect(found.others.allSatisfy { $0.better == "s1" && $0.margin > 0 })
        #expect(BestSet(of: ["one"]) { _, _, _ in 1 } == nil)
    }

    @Test("keep one that cannot be compared")
    func unknown() throws {
        let found = try #require(BestSet(of: ["a", "b"]) { _, _, _ in nil })
        #expect(found.members == ["a", "b"])
    }

    @Test("hold the best one as often as they say, and no more than they must")
    func confidence() throws {
        // The first is the best by a hair, so that leaving it out is as likely as it can be.
        let random = RandomStream(seed: Seed(11)), repetitions = 4_000
        var held = 0, others = 0
        for _ in 0..<repetitions {
            // Differences have the error √2 of a value.
            let values = [1e-9, 0, 0, 0].map { $0 + random.gaussian() }
            let found = try best(values, error: 2.0.squareRoot())
            if found.members.contains("s0") { held += 1 }
            others += found.others.count
        }
        #expect(Double(held) / Double(repetitions) >= 0.95)
        #expect(others > 0)
    }

    @Test("by resamples, know the direction of the metric")
    func resampled() throws {
        let draws = [[0.01, -0.01, 0.01, -0.01]]
        func difference(_ first: Int, _ second: Int) -> NestedReplicates? {
            NestedReplicates(values: [Double(first - second)], draws: draws, units: ResampledUnits(50))
        }
        #expect(BestSet(of: ["low", "high"], higherIsBetter: true, difference: difference)?.members == ["high"])
        #expect(BestSet(of: ["low", "high"], higherIsBetter: false, difference: difference)?.members == ["low"])
    }
}
