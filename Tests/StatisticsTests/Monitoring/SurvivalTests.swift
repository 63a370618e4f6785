import Statistics
import Testing

@Suite("Survival with censoring")
struct SurvivalTests {
    @Test("agrees with statsmodels, and its median with R", arguments: SurvivalFixture.all)
    func oracle(fixture: SurvivalFixture) throws {
        let curve = try KaplanMeier(times: fixture.times, observed: fixture.observed.map { $0 == 1 })
        try #require(curve.survival.count == fixture.survival.count)
        for (value, expected) in zip(curve.survival, fixture.survival) {
            #expect(isClose(value, expected, within: 1e-12))
        }
        let median = try #require(try curve.medianEstimate(level: fixture.level))
        #expect(median.value == fixture.median && curve.median == fixture.median)
        #expect(median.interval?.lowerBound == fixture.interval[0])
        #expect(median.interval?.upperBound == fixture.interval[1])
    }

    @Test("has a median time only where half the events are seen")
    func median() throws {
        #expect(try KaplanMeier(times: [1, 2, 3, 4], observed: [true, true, false, false]).median == 2)
        #expect(try KaplanMeier(times: [1, 2, 3], observed: [true, false, false]).median == nil)
        #expect(try KaplanMeier(times: [1, 2, 3], observed: [true, false, false]).medianEstimate() == nil)
        #expect(try KaplanMeier(times: [1], observed: [false]).median == nil)
    }

    @Test("has no interval of the median where all is over at once, and says why")
    func atOnce() throws {
        let estimate = try KaplanMeier(times: [2, 2, 2], observed: [true, true, true]).medianEstimate()
        #expect(estimate?.value == 2)
        #expect(estimate?.method == "no interval: all is over at once")
    }

    @Test("refuses what is no time")
    func impossible() throws {
        #expect(throws: StatisticsError.empty) { try KaplanMeier(times: [], observed: []) }
        #expect(throws: StatisticsError.self) { try KaplanMeier(times: [-1], observed: [true]) }
        #expect(throws: StatisticsError.infinite) { try KaplanMeier(times: [.infinity], observed: [true]) }
        #expect(throws: StatisticsError.self) {
            try KaplanMeier(times: [1], observed: [true]).medianEstimate(level: 1)
        }
    }
}
