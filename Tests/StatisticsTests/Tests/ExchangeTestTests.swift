import Concurrency
import Statistics
import Synchronization
import Testing

@Suite("The test by exchanges of ranks")
struct ExchangeTestTests {
    @Test("agrees with all exchanges, within the error of a sample", arguments: ExchangeFixture.all)
    func oracle(fixture: ExchangeFixture) throws {
        let exchanges = 4_000
        let results = try fixture.test().results(exchanges: exchanges, seed: Seed(1))
        for (result, index) in [(results.rocAUC, 0), (results.averagePrecision, 1)] {
            #expect(isClose(result.statistic, fixture.differences[index], within: 1e-12))
            let p = fixture.pValues[index]
            // Four standard errors, and the observed order that counts as well.
            let error = 4 * (p * (1 - p) / Double(exchanges)).squareRoot() + 1 / Double(exchanges)
            #expect(isClose(result.pValue, p, within: error))
        }
    }

    @Test("is the same for any number of workers, and for increasing transforms of the scores")
    func same() throws {
        let fixture = ExchangeFixture.all[1]
        let results = try fixture.test().results(exchanges: 201, seed: Seed(3), workers: .one)
        #expect(results == (try fixture.test().results(exchanges: 201, seed: Seed(3), workers: Workers(3))))
        let scaled = try ExchangeTest(
            first: fixture.first.map { 1_000 * $0 - 7 }, second: fixture.second.map { $0 < 1 ? -.infinity : $0 },
            positive: fixture.positive.map { $0 == 1 }, clusters: fixture.clusters.map { -$0 })
        let plain = try ExchangeTest(
            first: fixture.first, second: fixture.second.map { $0 < 1 ? 0.5 : $0 },
            positive: fixture.positive.map { $0 == 1 }, clusters: fixture.clusters)
        let (one, other) = (
            try scaled.results(exchanges: 99, seed: Seed(1)), try plain.results(exchanges: 99, seed: Seed(1))
        )
        #expect(one == other)
        #expect(results != (try fixture.test().results(exchanges: 201, seed: Seed(4))))
    }

    @Test("never says zero, nor less than so few clusters can, and finds no difference between a scorer and itself")
    func bounds() throws {
        let positive = (0..<60).map { $0 < 20 }, best = positive.map { $0 ? 1.0 : 0 }, worst = best.map { -$0 }
        func test(_ second: [Double], clusters: Int) throws -> TestResult {
            try ExchangeTest(first: best, second: second, positive: positive, clusters: (0..<60).map { $0 % clusters })
                .results(exchanges: 999, seed: Seed(1)).averagePrecision
        }
        #expect(try test(worst, clusters: 60).pValue == 0.001)
        #expect(try test(worst, clusters: 4).smallestPValue == 0.125)
        #expect(try test(worst, clusters: 4).verdict() == .notEnoughPairs)
        #expect(try test(best, clusters: 60).pValue == 1)
    }

    @Test("goes no further once asked to stop")
    func cancelled() throws {
        let asked = Mutex(0)
        #expect(throws: CancellationError.self) {
            try ExchangeFixture.all[0].test().results(seed: Seed(1)) {
                asked.withLock {
                    $0 += 1
                    return $0 > 3
                }
            }
        }
        #expect(asked.withLock { $0 } < 12)
    }

    @Test("refuses one class, NaN and no exchanges")
    func impossible() throws {
        #expect(throws: StatisticsError.oneClass) {
            try ExchangeTest(first: [1], second: [1], positive: [true], clusters: [0])
        }
        #expect(throws: StatisticsError.notANumber) {
            try ExchangeTest(first: [1, .nan], second: [1, 2], positive: [true, false], clusters: [0, 1])
        }
        #expect(throws: StatisticsError.self) {
            try ExchangeFixture.all[0].test().results(exchanges: 0, seed: Seed(1))
        }
    }
}

/// Two scorers of clusters of cases, with the p-values of all exchanges: of the area, and of average precision.
struct ExchangeFixture: Decodable, Sendable {
    static let all: [ExchangeFixture] = Fixtures.read("exchange")

    let first: [Double]
    let second: [Double]
    let positive: [Int]
    let clusters: [Int]
    let differences: [Double]
    let pValues: [Double]

    func test() throws -> ExchangeTest {
        try ExchangeTest(
            first: first, second: second, positive: positive.map { $0 == 1 }, clusters: clusters)
    }
}
