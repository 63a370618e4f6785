import Statistics
import Testing

@Suite("The mean of replicates that share cases")
struct NestedReplicatesTests {
    /// Draws with the mean 0 and the sample variance 1, of which no two are correlated.
    private static let draws = [[1.0, 1, -1, -1], [1, -1, 1, -1], [1, -1, -1, 1]].map {
        $0.map { $0 * 0.75.squareRoot() }
    }

    private func replicates(
        _ values: [Double], _ draws: [[Double]], units: ResampledUnits? = nil
    ) throws -> NestedReplicates {
        try #require(NestedReplicates(values: values, draws: draws, units: units))
    }

    @Test("vary by what is shared, however many they are")
    func shared() throws {
        for count in [1, 2, 10] {
            let found = try replicates(
                Array(repeating: 0.5, count: count), Array(repeating: Self.draws[0], count: count))
            #expect(abs(found.casesDeviation - 1) < 1e-12)
            #expect(found.excessVariance == 0)
        }
    }

    @Test("vary less, the more there are of what is not shared")
    func own() throws {
        let found = try replicates([0.5, 0.5, 0.5], Self.draws)
        #expect(abs(found.casesDeviation - (1 / 3.0).squareRoot()) < 1e-12)
    }

    @Test("add what they vary by beyond their cases, divided by their number")
    func excess() throws {
        // The values' variance is 4, of which their own draws explain 1.
        let found = try replicates([-2, 0, 2], Self.draws)
        #expect(abs(found.excessVariance - (4 - 1) / 3) < 1e-12)
        // Of what is shared nothing explains how they differ.
        let common = try replicates([-2, 0, 2], Array(repeating: Self.draws[0], count: 3))
        #expect(abs(common.excessVariance - 4 / 3.0) < 1e-12)
    }

    @Test("have an interval that is never narrower than that of the cases, and stays in the range")
    func interval() throws {
        let units = ResampledUnits(20)
        for values in [[0.9, 0.91, 0.92], [0.7, 0.9, 0.99]] {
            let draws = Self.draws.map { $0.map { $0 * 0.05 + 0.9 } }
            let found = try replicates(values, draws, units: units)
            #expect(found.halfWidth(level: 0.95) >= units.deviations(for: 0.95) * found.casesDeviation)
            let interval = try #require(try found.estimate(within: 0...1).interval)
            #expect(interval.lowerBound >= 0 && interval.upperBound <= 1 && interval.contains(found.mean))
            #expect(found.halfWidth(level: 0.99) > found.halfWidth(level: 0.95))
        }
        let constant = try replicates([0.5], [[0.5, 0.5, 0.5]])
        #expect(try constant.estimate().interval == nil)
    }

    @Test("are unknown where resamples have no value")
    func undefined() {
        #expect(NestedReplicates(values: [1], draws: [[1, .nan, 2]], units: nil) == nil)
        #expect(NestedReplicates(values: [1, .infinity], draws: [[1, 2], [1, 2]], units: nil) == nil)
        #expect(NestedReplicates(values: [], draws: [], units: nil) == nil)
        let mostly = Array(repeating: 1.0, count: 39) + [.nan]
        #expect(NestedReplicates(values: [1], draws: [mostly], units: nil)?.resamples == 39)
    }
}

@Suite("Intervals within a range")
struct RangeTests {
    @Test("never leave it, and hold the value")
    func stays() {
        for value in [0, 1e-9, 0.001, 0.5, 0.999, 1] {
            for half in [0, 1e-6, 0.1, 1, 50] {
                let fraction = Estimate.ends(around: value, half: half, within: 0...1)
                #expect(fraction.lowerBound >= 0 && fraction.upperBound <= 1 && fraction.contains(value))
                let rate = Estimate.ends(around: value, half: half, within: 0 ... .infinity)
                #expect(rate.lowerBound >= 0 && rate.upperBound.isFinite && rate.contains(value))
            }
        }
    }

    @Test("are those of the logit and of the square root")
    func scales() {
        let fraction = Estimate.ends(around: 0.8, half: 0.16, within: 0...1)
        // logit 0.8 = 1.386294; 0.16 / (0.8 · 0.2) = 1.
        #expect(abs(fraction.lowerBound - 0.595391) < 1e-6 && abs(fraction.upperBound - 0.915776) < 1e-6)
        let rate = Estimate.ends(around: 4, half: 2, within: 0 ... .infinity)
        #expect(rate == 2.25...6.25)
        #expect(Estimate.ends(around: 4, half: 2, within: Estimate.anyNumber) == 2...6)
        let difference = Estimate.ends(around: 0, half: 0.02, within: -1...1)
        #expect(abs(difference.upperBound - 0.02) < 1e-5 && abs(difference.lowerBound + 0.02) < 1e-5)
    }

    @Test("of a mean are Student's where they are far from its ends, and cut off nothing where they are near")
    func means() throws {
        let plain = try #require(Estimate.mean(of: [0.49, 0.5, 0.51])?.interval)
        let logit = try #require(Estimate.mean(of: [0.49, 0.5, 0.51], within: 0...1)?.interval)
        #expect(abs(plain.lowerBound - logit.lowerBound) < 1e-4)
        let near = try #require(Estimate.mean(of: [0.93, 0.99, 0.999], within: 0...1)?.interval)
        #expect(near.upperBound < 1 && near.lowerBound > 0)
    }
}
