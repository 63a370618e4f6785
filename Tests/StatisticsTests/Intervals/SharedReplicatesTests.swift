import Statistics
import Testing

/// Results of Tests/Oracles/shared_replicates.py.
struct SharedReplicatesFixture: Decodable, Sendable {
    static let all: [SharedReplicatesFixture] = Fixtures.read("shared-replicates")

    let values: [Double]
    let users: [Double]
    let resources: [Double]
    let cells: [Double]
    let units: [Int]
    let ratio: Double
    let statistic: Double
    let freedom: Double
    let p: Double
    let interval: [Double]

    var replicates: SharedReplicates {
        get throws {
            try SharedReplicates(
                values: values, draws: SharedReplicates.Draws(users: users, resources: resources, cells: cells),
                units: SharedReplicates.Units(users: units[0], resources: units[1], cells: units[2]),
                testToTraining: ratio)
        }
    }
}

@Suite("Replicates that have cases in common")
struct SharedReplicatesTests {
    @Test("have the test and the interval of SciPy", arguments: SharedReplicatesFixture.all)
    func oracle(fixture: SharedReplicatesFixture) throws {
        let found = try fixture.replicates, test = try found.test()
        #expect(isClose(test.statistic, fixture.statistic, within: 1e-10))
        #expect(isClose(found.freedom, fixture.freedom, within: 1e-9))
        #expect(isClose(test.pValue, fixture.p, within: 1e-10))
        let interval = try #require(try found.estimate().interval)
        #expect(isClose(interval.lowerBound, fixture.interval[0], within: 1e-10))
        #expect(isClose(interval.upperBound, fixture.interval[1], within: 1e-10))
    }

    private let nothing = SharedReplicates.Draws(users: [0, 0], resources: [0, 0], cells: [0, 0])
    private let units = SharedReplicates.Units(users: 20, resources: 20, cells: 50)

    @Test("are no more certain, however many there are, than their common cases")
    func common() throws {
        let draws = SharedReplicates.Draws(users: [-0.1, 0.1], resources: [0, 0], cells: [0, 0])
        for count in [2, 10, 1_000] {
            let values = (0..<count).map { 0.05 + ($0 % 2 == 0 ? 0.01 : -0.01) }
            let found = try SharedReplicates(values: values, draws: draws, units: units)
            #expect(found.standardError >= 0.1)
            #expect(try found.test().pValue > 0.5)
        }
    }

    @Test("without any variation are no evidence, and say so")
    func constant() throws {
        let equal = try SharedReplicates(values: [0, 0], draws: nothing, units: units)
        #expect(try equal.test().pValue == 1)
        #expect(try equal.estimate().interval == nil)
        let different = try SharedReplicates(values: [0.1, 0.1], draws: nothing, units: units)
        #expect(throws: StatisticsError.noVariation) { try different.test() }
    }

    @Test("are unknown where resamples or values are missing")
    func undefined() {
        let half = SharedReplicates.Draws(users: [.nan, 1], resources: [0, 1], cells: [0, 1])
        #expect(throws: StatisticsError.self) { try SharedReplicates(values: [1, 2], draws: half, units: units) }
        #expect(throws: StatisticsError.self) { try SharedReplicates(values: [1], draws: nothing, units: units) }
        #expect(throws: StatisticsError.notANumber) {
            try SharedReplicates(values: [1, .nan], draws: nothing, units: units)
        }
        #expect(throws: StatisticsError.self) {
            try SharedReplicates(values: [1, 2], draws: nothing, units: units, testToTraining: -1)
        }
    }
}
