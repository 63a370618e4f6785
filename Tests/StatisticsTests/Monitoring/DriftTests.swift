import Statistics
import Testing

@Suite("Change and concentration")
struct DriftTests {
    @Test("have the control chart of pandas, with limits summed term by term", arguments: ChartFixture.all)
    func chart(fixture: ChartFixture) throws {
        let chart = try EWMAChart(
            fixture.values, mean: fixture.mean, deviation: fixture.deviation, smoothing: fixture.smoothing,
            width: fixture.width)
        try #require(chart.means.count == fixture.means.count && chart.halfWidths.count == fixture.halfWidths.count)
        for (value, expected) in zip(chart.means + chart.halfWidths, fixture.means + fixture.halfWidths) {
            #expect(isClose(value, expected, within: 1e-12))
        }
        #expect(chart.alarms == fixture.alarms)
    }

    @Test("have the Gini coefficient of all pairs", arguments: GiniFixture.all)
    func gini(fixture: GiniFixture) throws {
        #expect(isClose(try Drift.gini(fixture.amounts), fixture.gini, within: 1e-12))
    }

    @Test("have the stability index of SciPy's relative entropies", arguments: StabilityFixture.all)
    func stability(fixture: StabilityFixture) throws {
        let index = try Drift.populationStabilityIndex(expected: fixture.expected, actual: fixture.actual)
        #expect(isClose(index, fixture.index, within: 1e-12))
    }

    @Test("raise an alarm when the mean leaves its limits, and not before")
    func chart() throws {
        let chart = try EWMAChart([0, 0, 4, 4, 0], mean: 0, deviation: 1, smoothing: 0.5)
        #expect(chart.alarms == [2, 3])
        #expect(isClose(chart.halfWidths[0], 1.5, within: 1e-12))
        #expect(throws: StatisticsError.self) { try EWMAChart([1], mean: 0, deviation: 0) }
        #expect(throws: StatisticsError.notANumber) { try EWMAChart([.nan], mean: 0, deviation: 1) }
    }

    @Test("are none for equal fractions, and refuse what has no fraction")
    func extremes() throws {
        #expect(try Drift.populationStabilityIndex(expected: [3, 0], actual: [3, 0]) == 0)
        #expect(throws: StatisticsError.empty) { try Drift.populationStabilityIndex(expected: [0], actual: [1]) }
        #expect(throws: StatisticsError.negativeWeight) {
            try Drift.populationStabilityIndex(expected: [-1, 2], actual: [1, 2])
        }
        #expect(try Drift.gini([2, 2]) == 0 && Drift.gini([0, 0, 0, 5]) == 0.75 && Drift.gini([0, 0]) == nil)
        #expect(throws: StatisticsError.negativeWeight) { try Drift.gini([-1, 2]) }
    }
}
