import Statistics
import Testing

@Suite("DeLong's variance of an area")
struct DeLongTests {
    private static let positive = (0..<12).map { $0 >= 8 }
    private static let first = [0.10, 0.20, 0.35, 0.40, 0.40, 0.55, 0.60, 0.62, 0.40, 0.65, 0.80, 0.90]
    private static let second = [0.30, 0.10, 0.55, 0.20, 0.45, 0.15, 0.70, 0.35, 0.50, 0.60, 0.65, 0.95]

    @Test("is the one of a published example")
    func example() throws {
        let first = try DeLong(scores: Self.first, positive: Self.positive)
        let second = try DeLong(scores: Self.second, positive: Self.positive)
        #expect(first.area == 0.875)
        #expect(isClose(first.variance, 0.0172991071, within: 1e-9))
        #expect(isClose(first.covariance(with: second), 0.0063244048, within: 1e-9))
        #expect(isClose(try first.difference(from: second).interval, [-0.249332, 0.249332], within: 2e-6))
        let test = try first.compared(with: second)
        #expect(test.statistic == 0 && test.pValue == 1)
    }

    @Test("agrees with the definition over all pairs", arguments: DeLongFixture.all)
    func oracle(fixture: DeLongFixture) throws {
        let positive = fixture.positive.map { $0 == 1 }
        let first = try DeLong(scores: fixture.first, positive: positive)
        let second = try DeLong(scores: fixture.second, positive: positive)
        for (scorer, index) in [(first, 0), (second, 1)] {
            #expect(isClose(scorer.area, fixture.areas[index], within: 1e-12))
            #expect(isClose(scorer.variance, fixture.variances[index], within: 1e-12))
        }
        #expect(isClose(first.covariance(with: second), fixture.covariance, within: 1e-12))
        let difference = try first.difference(from: second, level: 0.9)
        #expect(isClose(difference.interval, fixture.difference, within: 1e-8))
        #expect(isClose(difference.value, fixture.areas[0] - fixture.areas[1], within: 1e-12))
        let test = try first.compared(with: second)
        #expect(isClose(test.statistic, fixture.z, within: 1e-8))
        #expect(isClose(test.pValue, fixture.pValue, within: 1e-9))
    }

    @Test("is unchanged by an increasing transform, infinite scores included")
    func transformed() throws {
        let original = try DeLong(scores: Self.first, positive: Self.positive)
        let scores: [Double] = Self.first.map { $0 == 0.9 ? .infinity : $0 == 0.1 ? -.infinity : $0 * $0 }
        let transformed = try DeLong(scores: scores, positive: Self.positive)
        #expect(transformed.variance == original.variance)
    }

    @Test("has Newcombe's interval, widened where its own variance is larger", arguments: NewcombeFixture.all)
    func newcombe(fixture: NewcombeFixture) throws {
        let count = (above: fixture.above.count, below: fixture.below.count)
        let area = try DeLong(
            scores: fixture.above + fixture.below,
            positive: (0..<count.above + count.below).map { $0 < count.above })
        let estimate = try area.estimate(level: fixture.level)
        #expect(isClose(estimate.value, fixture.area, within: 1e-12))
        #expect(isClose(estimate.interval, fixture.interval, within: 1e-9))
        #expect(estimate.method.contains("with DeLong's variance") == (fixture.isWidened == 1))
    }

    @Test("gives an interval also where the classes are separate or all scores equal")
    func degenerate() throws {
        let separate = try #require(
            try DeLong(scores: (0..<12).map(Double.init), positive: Self.positive).estimate().interval)
        #expect(separate.upperBound == 1 && isClose(separate.lowerBound, 0.661917, within: 1e-5))
        let tied = try #require(
            try DeLong(scores: Array(repeating: 1, count: 12), positive: Self.positive).estimate().interval)
        #expect(tied.contains(0.5) && abs(tied.lowerBound + tied.upperBound - 1) < 1e-9)
    }

    @Test("finds a scorer no different from itself, and refuses a difference without variation")
    func unvarying() throws {
        let perfect = try DeLong(scores: (0..<12).map(Double.init), positive: Self.positive)
        let reversed = try DeLong(scores: (0..<12).map { -Double($0) }, positive: Self.positive)
        #expect(try perfect.compared(with: perfect).pValue == 1)
        #expect(throws: StatisticsError.noVariation) { try perfect.compared(with: reversed) }
        let difference = try perfect.difference(from: reversed)
        #expect(difference.value == 1 && difference.interval == nil)
        #expect(difference.method == "no interval: the difference does not vary")
    }

    @Test("does not exist for one class, a single positive, or NaN")
    func impossible() {
        #expect(throws: StatisticsError.oneClass) { try DeLong(scores: [], positive: []) }
        #expect(throws: StatisticsError.oneClass) { try DeLong(scores: [1, 2], positive: [true, true]) }
        #expect(throws: StatisticsError.tooFew(needed: 2, found: 1)) {
            try DeLong(scores: [1, 2, 3], positive: [true, false, false])
        }
        #expect(throws: StatisticsError.notANumber) {
            try DeLong(scores: [1, .nan, 3, 4], positive: [true, false, true, false])
        }
    }
}

@Suite("Mid-ranks")
struct MidRankTests {
    @Test("are shared by equal values")
    func ties() {
        let ranks = MidRanks(of: [3, 1, 3, .infinity, 3, -.infinity, .infinity])
        #expect(ranks.ranks == [4, 2, 4, 6.5, 4, 1, 6.5])
        #expect(ranks.groups == [1, 1, 3, 2])
    }

    @Test("are shared by values that only rounding tells apart, where asked for")
    func resolution() {
        #expect(MidRanks(of: [0.3, 0.1 + 0.2, 0.4], resolution: 1e-12).ranks == [1.5, 1.5, 3])
    }
}

/// Two scorers of the same cases, with the variances and the paired test of their areas.
struct DeLongFixture: Decodable, Sendable {
    static let all: [DeLongFixture] = Fixtures.read("delong")

    let positive: [Int]
    let first: [Double]
    let second: [Double]
    let areas: [Double]
    let variances: [Double]
    let covariance: Double
    /// The 90 % interval of the difference of the areas.
    let difference: [Double]
    let z: Double
    let pValue: Double
}

/// Scores of both classes with the interval of method 5 of Newcombe.
struct NewcombeFixture: Decodable, Sendable {
    static let all: [NewcombeFixture] = Fixtures.read("newcombe")

    let above: [Double]
    let below: [Double]
    let level: Double
    let area: Double
    let isWidened: Int
    let interval: [Double]
}
