import Statistics
import Testing

@Suite("Friedman's test")
struct FriedmanTests {
    private static let worlds = [
        [0.71, 0.68, 0.52], [0.80, 0.79, 0.60], [0.65, 0.66, 0.50], [0.90, 0.85, 0.70], [0.77, 0.70, 0.71],
        [0.83, 0.81, 0.66],
    ]

    @Test("has the numbers of a published example")
    func example() throws {
        let friedman = try Friedman(Self.worlds)
        #expect(isClose(friedman.chiSquare.statistic, 8.333333, within: 1e-6))
        #expect(isClose(friedman.chiSquare.pValue, 0.015504, within: 1e-6))
        let nemenyi = friedman.nemenyi()
        #expect(isClose(nemenyi[0][1], 0.318645, within: 1e-6))
        #expect(isClose(nemenyi[0][2], 0.010865, within: 1e-6))
        #expect(isClose(nemenyi[2][1], 0.318645, within: 1e-6))
        #expect(nemenyi[1][1] == 1)
    }

    @Test("agrees with SciPy and scikit-posthocs", arguments: FriedmanFixture.all)
    func oracle(fixture: FriedmanFixture) throws {
        let friedman = try Friedman(fixture.values)
        #expect(isClose(friedman.chiSquare.statistic, fixture.chiSquare, within: 1e-9))
        #expect(isClose(friedman.chiSquare.pValue, fixture.pValue, within: 1e-10))
        #expect(isClose(friedman.imanDavenport.statistic, fixture.imanDavenport[0], within: 1e-9))
        #expect(isClose(friedman.imanDavenport.pValue, fixture.imanDavenport[1], within: 1e-10))
        // SciPy's own integration is that exact.
        for (value, expected) in zip(friedman.nemenyi()[0], fixture.nemenyi) {
            #expect(isClose(value, expected, within: 1e-7))
        }
        #expect(isClose(try friedman.criticalDifference(), fixture.criticalDifference, within: 1e-6))
    }

    @Test("has the critical values of Demšar's table")
    func table() {
        let table = [1.960, 2.344, 2.569, 2.728, 2.850, 2.948, 3.031, 3.102, 3.164]
        for (count, value) in zip(2..., table) {
            // The table is cut off rather than rounded in places.
            #expect(isClose(StudentizedRange(of: count).upperQuantile(0.05) / 2.0.squareRoot(), value, within: 1e-3))
        }
    }

    @Test("of blocks that all agree has the exact probability, not zero")
    func unanimous() throws {
        let test = try Friedman(Array(repeating: [3, 2, 1], count: 4)).imanDavenport
        #expect(test.statistic == .infinity)
        #expect(isClose(test.pValue, 1.0 / 216, within: 1e-15))
    }

    @Test("refuses what has no ranks")
    func impossible() {
        #expect(throws: StatisticsError.tooFew(needed: 2, found: 1)) { try Friedman([[1, 2]]) }
        #expect(throws: StatisticsError.tooFew(needed: 2, found: 1)) { try Friedman([[1], [2]]) }
        #expect(throws: StatisticsError.tooFew(needed: 2, found: 0)) { try Friedman([]) }
        #expect(throws: StatisticsError.noVariation) { try Friedman([[1, 1], [2, 2]]) }
        #expect(throws: StatisticsError.notANumber) { try Friedman([[1, .nan], [2, 2]]) }
    }
}

@Suite("The studentised range")
struct StudentizedRangeTests {
    @Test("has SciPy's upper tails", arguments: StudentizedRangeFixture.all)
    func oracle(fixture: StudentizedRangeFixture) {
        let tail = StudentizedRange(of: fixture.count).upperTail(fixture.range)
        #expect(isClose(tail, fixture.upperTail, within: 1e-9))
    }

    @Test("of two variates is that of a normal difference")
    func two() {
        // |X − Y| has the standard deviation √2.
        #expect(isClose(StudentizedRange(of: 2).upperTail(12) / 2.1519736712498913e-17, 1, within: 1e-6))
    }
}

/// Values of treatments within blocks, with the tests of their ranks.
struct FriedmanFixture: Decodable, Sendable {
    static let all: [FriedmanFixture] = Fixtures.read("friedman")

    let values: [[Double]]
    let chiSquare: Double
    let pValue: Double
    let imanDavenport: [Double]
    /// The first row of p-values.
    let nemenyi: [Double]
    let criticalDifference: Double
}

/// Upper tails of the studentised range.
struct StudentizedRangeFixture: Decodable, Sendable {
    static let all: [StudentizedRangeFixture] = Fixtures.read("studentised-range")

    let count: Int
    let range: Double
    let upperTail: Double
}
