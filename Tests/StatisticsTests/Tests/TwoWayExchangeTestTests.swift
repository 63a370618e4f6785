import Concurrency
import Statistics
import Testing

@Suite("The test by exchanges for two kinds of dependence")
struct TwoWayExchangeTestTests {
    @Test(
        "agrees with all exchanges of either kind, widened, within the error of a sample", arguments: TwoWayFixture.all)
    func oracle(fixture: TwoWayFixture) throws {
        let exchanges = 4_000
        let found = try fixture.results(exchanges: exchanges, columns: fixture.columns)
        for (result, index) in [(found.rocAUC, 0), (found.averagePrecision, 1)] {
            #expect(isClose(result.statistic, fixture.differences[index], within: 1e-12))
            // Four standard errors, and the observed order that counts as well.
            func error(_ p: Double) -> Double {
                4 * (p * (1 - p) / Double(exchanges)).squareRoot() + 1 / Double(exchanges)
            }
            let (least, most) = (fixture.least[index], fixture.most[index])
            #expect((least - error(least)...most + error(most)).contains(result.pValue), "\(result.pValue)")
        }
    }

    @Test("never says less than exchanges of either kind alone")
    func bounds() throws {
        for fixture in TwoWayFixture.all {
            let both = try fixture.results(exchanges: 2_000, columns: fixture.columns)
            for clusters in [fixture.rows, fixture.columns] {
                let one = try ExchangeTest(
                    first: fixture.first, second: fixture.second, positive: fixture.isPositive, clusters: clusters
                ).results(exchanges: 2_000, seed: Seed(1))
                #expect(both.rocAUC.pValue >= one.rocAUC.pValue)
                #expect(both.averagePrecision.pValue >= one.averagePrecision.pValue)
            }
        }
    }

    @Test("is the same for any number of workers, finds nothing between a scorer and itself, and says how it was made")
    func same() throws {
        let fixture = TwoWayFixture.all[0]
        #expect(
            try fixture.results(exchanges: 201, columns: fixture.columns, workers: .one)
                == fixture.results(exchanges: 201, columns: fixture.columns, workers: Workers(3)))
        let equal = try TwoWayExchangeTest(
            first: fixture.first, second: fixture.first, positive: fixture.isPositive, rows: fixture.rows,
            columns: fixture.columns
        ).results(exchanges: 99, seed: Seed(1), names: ("user", "resource"))
        #expect(equal.rocAUC.pValue == 1 && equal.averagePrecision.pValue == 1)
        #expect(equal.rocAUC.method.hasSuffix("by user, widened for users and resources together"))
    }
}

/// Two scorers of cases in rows and columns, with what all exchanges say where the widening is a little less, and a little
/// more: of the area, and of average precision.
struct TwoWayFixture: Decodable, Sendable {
    static let all: [TwoWayFixture] = Fixtures.read("exchange-two-way")

    let first: [Double]
    let second: [Double]
    let positive: [Int]
    let rows: [Int]
    let columns: [Int]
    let differences: [Double]
    let least: [Double]
    let most: [Double]

    var isPositive: [Bool] { positive.map { $0 == 1 } }

    func results(exchanges: Int, columns: [Int], workers: Workers = Workers(2)) throws -> ExchangeTest.Results {
        try TwoWayExchangeTest(first: first, second: second, positive: isPositive, rows: rows, columns: columns)
            .results(exchanges: exchanges, seed: Seed(1), workers: workers, names: ("user", "resource"))
    }
}
