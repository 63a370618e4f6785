import Statistics
import Testing

/// Whether an interval has the expected ends, to a relative tolerance.
func isClose(_ interval: ClosedRange<Double>?, _ expected: [Double], within tolerance: Double) -> Bool {
    isClose(interval?.lowerBound, expected[0], within: tolerance * max(1e-9, abs(expected[0])))
        && isClose(interval?.upperBound, expected[1], within: tolerance * max(1e-9, abs(expected[1])))
}

@Suite("The interval of a proportion")
struct ProportionTests {
    @Test("is the one that SciPy gives", arguments: ProportionFixture.all)
    func oracle(fixture: ProportionFixture) throws {
        let estimate = try Estimate.proportion(fixture.hits, of: fixture.trials, level: fixture.level)
        #expect(isClose(estimate.interval, fixture.wilson, within: 1e-7))
        #expect(estimate.value == Double(fixture.hits) / Double(fixture.trials))
    }

    @Test("holds the proportion, and mirrors with hits and misses")
    func mirrored() throws {
        for hits in 0...12 {
            let estimate = try Estimate.proportion(hits, of: 12)
            let mirror = try Estimate.proportion(12 - hits, of: 12)
            let interval = try #require(estimate.interval), mirrored = try #require(mirror.interval)
            #expect(interval.contains(estimate.value))
            #expect(isClose(interval.lowerBound, 1 - mirrored.upperBound, within: 1e-12))
        }
    }

    @Test("names its method")
    func method() throws {
        #expect(try Estimate.proportion(1, of: 3).method == "Wilson, 95 %, n = 3")
        #expect(try Estimate.proportion(1, of: 3, level: 0.995).method == "Wilson, 99.5 %, n = 3")
    }

    @Test("does not exist for counts that cannot be")
    func impossible() {
        #expect(throws: StatisticsError.empty) { try Estimate.proportion(0, of: 0) }
        #expect(throws: StatisticsError.self) { try Estimate.proportion(4, of: 3) }
        #expect(throws: StatisticsError.self) { try Estimate.proportion(-1, of: 3) }
        #expect(throws: StatisticsError.self) { try Estimate.proportion(1, of: 3, level: 1) }
        #expect(throws: StatisticsError.self) { try Estimate.proportion(1, of: 3, level: .nan) }
    }
}

@Suite("The interval of a rate")
struct RateTests {
    @Test("is the one that SciPy's chi-square quantiles give", arguments: RateFixture.all)
    func oracle(fixture: RateFixture) throws {
        let estimate = try Estimate.rate(ofEvents: fixture.events, exposure: fixture.exposure, level: fixture.level)
        #expect(isClose(estimate.interval, fixture.interval, within: 1e-9))
        #expect(estimate.value == Double(fixture.events) / fixture.exposure)
    }

    @Test("does not exist without exposure, nor for a negative count", arguments: [0, -1, .infinity, .nan])
    func impossible(exposure: Double) {
        #expect(throws: StatisticsError.zeroExposure) { try Estimate.rate(ofEvents: 1, exposure: exposure) }
        #expect(throws: StatisticsError.self) { try Estimate.rate(ofEvents: -1, exposure: 1) }
    }
}

/// Intervals of a proportion: `[low, high]`.
struct ProportionFixture: Decodable, Sendable {
    static let all: [ProportionFixture] = Fixtures.read("proportions")

    let hits: Int
    let trials: Int
    let level: Double
    let wilson: [Double]
}

/// The exact interval of a Poisson rate: `[low, high]`.
struct RateFixture: Decodable, Sendable {
    static let all: [RateFixture] = Fixtures.read("rates")

    let events: Int
    let exposure: Double
    let level: Double
    let interval: [Double]
}
