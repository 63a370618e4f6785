import Statistics
import Testing

@Suite("Change and concentration")
struct DriftTests {
    @Test("agree with statsmodels, pandas and SciPy", arguments: DriftFixture.all)
    func oracle(fixture: DriftFixture) throws {
        let survival = try KaplanMeier(times: fixture.times, observed: fixture.observed.map { $0 == 1 }).survival
        try #require(survival.count == fixture.survival.count)
        let chart = try EWMAChart(fixture.times, mean: 5, deviation: 1, smoothing: 0.3)
        for (value, expected) in zip(survival + chart.means, fixture.survival + fixture.smoothed) {
            #expect(isClose(value, expected, within: 1e-12))
        }
        #expect(isClose(try Drift.gini(fixture.times), fixture.gini, within: 1e-12))
        let index = try Drift.populationStabilityIndex(expected: fixture.expected, actual: fixture.actual)
        #expect(isClose(index, fixture.stabilityIndex, within: 1e-12))
    }

    @Test("have a median time only where half the events are seen")
    func median() throws {
        #expect(try KaplanMeier(times: [1, 2, 3, 4], observed: [true, true, false, false]).median == 2)
        #expect(try KaplanMeier(times: [1, 2, 3], observed: [true, false, false]).median == nil)
        #expect(try KaplanMeier(times: [1], observed: [false]).median == nil)
        #expect(throws: StatisticsError.empty) { try KaplanMeier(times: [], observed: []) }
        #expect(throws: StatisticsError.self) { try KaplanMeier(times: [-1], observed: [true]) }
    }

    @Test("raise an alarm when the mean leaves its limits, and not before")
    func chart() throws {
        let chart = try EWMAChart([0, 0, 4, 4, 0], mean: 0, deviation: 1, smoothing: 0.5)
        #expect(chart.alarms == [2, 3])
        #expect(isClose(chart.halfWidths[0], 1.5, within: 1e-12))
        #expect(throws: StatisticsError.self) { try EWMAChart([1], mean: 0, deviation: 0) }
        #expect(throws: StatisticsError.notANumber) { try EWMAChart([.nan], mean: 0, deviation: 1) }
    }

    @Test("are none for equal shares, and refuse what has no share")
    func extremes() throws {
        #expect(try Drift.populationStabilityIndex(expected: [3, 0], actual: [3, 0]) == 0)
        #expect(throws: StatisticsError.empty) { try Drift.populationStabilityIndex(expected: [0], actual: [1]) }
        #expect(throws: StatisticsError.negativeWeight) {
            try Drift.populationStabilityIndex(expected: [-1, 2], actual: [1, 2])
        }
        #expect(try Drift.gini([2, 2]) == 0 && Drift.gini([0, 0, 0, 5]) == 0.75 && Drift.gini([0, 0]) == nil)
        #expect(throws: StatisticsError.negativeWeight) { try Drift.gini([-1, 2]) }
    }

    @Test("of a score is its conformal p-value, never 0")
    func tail() throws {
        let tail = try TailProbability(benign: [1, 2, 2, 3])
        #expect([0, 1, 2, 3, 4, .infinity].map { tail($0) } == [1, 1, 0.8, 0.4, 0.2, 0.2])
        #expect(tail(.nan).isNaN)
        #expect(throws: StatisticsError.empty) { try TailProbability(benign: []) }
        #expect(throws: StatisticsError.notANumber) { try TailProbability(benign: [.nan]) }
    }
}
