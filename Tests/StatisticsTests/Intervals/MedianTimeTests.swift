import Statistics
import Testing

/// Times until an event, infinite for never, with their median and its interval.
struct MedianTimeFixture: Decodable, Sendable {
    static let all: [MedianTimeFixture] = Fixtures.read("median-time")

    let times: [Double]
    let level: Double
    /// Infinite for never.
    let median: Double
    /// Empty where there are too few units for the level.
    let interval: [Double]
    let found: Int
}

@Suite("The median time until an event that some never have")
struct MedianTimeTests {
    @Test("agrees with statsmodels, and its interval with SciPy", arguments: MedianTimeFixture.all)
    func oracle(fixture: MedianTimeFixture) throws {
        let estimate = try Estimate.medianTime(of: fixture.times, level: fixture.level)
        guard fixture.median.isFinite else {
            #expect(estimate == nil)
            return
        }
        let found = try #require(estimate)
        #expect(found.value == fixture.median)
        #expect(found.interval.map { [$0.lowerBound, $0.upperBound] } ?? [] == fixture.interval)
        if !fixture.interval.isEmpty {
            #expect(found.method.contains("\(fixture.found) events of \(fixture.times.count), the others never"))
        }
    }

    @Test("is never where fewer than half have the event, however early these few have it")
    func never() throws {
        let four = [1, 1, 2, 2] + Array(repeating: Double.infinity, count: 10)
        #expect(try Estimate.medianTime(of: four) == nil)
        #expect(try Estimate.medianTime(of: [1, .infinity])?.value == 1)
        #expect(try Estimate.medianTime(of: [.infinity]) == nil)
    }

    @Test("has no interval where the units are too few for its level, and says so")
    func few() throws {
        let estimate = try #require(try Estimate.medianTime(of: [1, 2, 3, 4, 5]))
        #expect(estimate.value == 3 && estimate.interval == nil)
        #expect(estimate.method.contains("5 units are too few for 95 %"))
        // 2 · 2⁻⁶ is less than 5 %.
        #expect(try Estimate.medianTime(of: [1, 2, 3, 4, 5, 6])?.interval == 1...6)
    }

    @Test("has an interval without an upper end where that end is never")
    func openEnd() throws {
        let times = [1, 2, 3, 4, 5, 6] + Array(repeating: Double.infinity, count: 4)
        #expect(try Estimate.medianTime(of: times)?.interval == 2...Double.infinity)
    }

    @Test("refuses what is no time")
    func impossible() throws {
        #expect(throws: StatisticsError.empty) { try Estimate.medianTime(of: []) }
        #expect(throws: StatisticsError.self) { try Estimate.medianTime(of: [-1]) }
        #expect(throws: StatisticsError.self) { try Estimate.medianTime(of: [.nan]) }
        #expect(throws: StatisticsError.self) { try Estimate.medianTime(of: [1], level: 1) }
    }
}
