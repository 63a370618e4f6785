import Statistics
import Testing

@Suite("The beginning of a ranking")
struct PartialRankingTests {
    private static let positive = (0..<12).map { $0 >= 8 }

    @Test(
        "has the partial area of a published example",
        arguments: [
            ([0.10, 0.20, 0.35, 0.40, 0.40, 0.55, 0.60, 0.62, 0.40, 0.65, 0.80, 0.90], 0.857143),
            ([0.30, 0.10, 0.55, 0.20, 0.45, 0.15, 0.70, 0.35, 0.50, 0.60, 0.65, 0.95], 0.714286),
        ])
    func example(scores: [Double], expected: Double) throws {
        let curve = try RankingCurve(scores: scores, positive: Self.positive)
        #expect(isClose(try curve.standardizedPartialArea(toFalsePositiveRate: 0.25), expected, within: 1e-6))
    }

    @Test("agrees with scikit-learn", arguments: PartialRankingFixture.all)
    func oracle(fixture: PartialRankingFixture) throws {
        let curve = try RankingCurve(scores: fixture.scores, positive: fixture.positive.map { $0 == 1 })
        for (rate, expected) in zip(PartialRankingFixture.rates, fixture.areas) {
            #expect(isClose(try curve.partialArea(toFalsePositiveRate: rate), expected, within: 1e-12))
        }
        for (rate, expected) in zip(PartialRankingFixture.rates, fixture.standardized) {
            #expect(isClose(try curve.standardizedPartialArea(toFalsePositiveRate: rate), expected, within: 1e-12))
        }
        for (rank, expected) in zip(PartialRankingFixture.ranks, fixture.precisions) {
            #expect(isClose(try curve.precision(at: rank), expected, within: 1e-12))
            let recall = expected * Double(rank) / Double(curve.positives)
            #expect(isClose(try curve.recall(at: rank), recall, within: 1e-12))
        }
        #expect(isClose(curve.rPrecision, fixture.rPrecision, within: 1e-12))
        #expect(isClose(try curve.partialArea(toFalsePositiveRate: 1), try #require(curve.rocAUC), within: 1e-12))
    }

    @Test("of a constant scorer is chance, of a perfect one is 1")
    func extremes() throws {
        let constant = try RankingCurve(scores: Array(repeating: 1, count: 12), positive: Self.positive)
        let perfect = try RankingCurve(scores: (0..<12).map(Double.init), positive: Self.positive)
        for rate in [0.001, 0.1, 1] {
            #expect(isClose(try constant.standardizedPartialArea(toFalsePositiveRate: rate), 0.5, within: 1e-12))
            #expect(isClose(try perfect.standardizedPartialArea(toFalsePositiveRate: rate), 1, within: 1e-12))
        }
        #expect(isClose(try constant.precision(at: 5), 4.0 / 12, within: 1e-12))
        #expect(perfect.rPrecision == 1)
        #expect(try perfect.precision(at: 16) == 0.25)
        #expect(try perfect.recall(at: 16) == 1)
    }

    @Test("does not exist for one class")
    func oneClass() throws {
        let curve = try RankingCurve(scores: [1, 2], positive: [true, true])
        #expect(try curve.partialArea(toFalsePositiveRate: 0.1) == nil)
        #expect(try curve.standardizedPartialArea(toFalsePositiveRate: 0.1) == nil)
        #expect(try curve.precision(at: 1) == nil)
        #expect(try curve.recall(at: 1) == nil)
        #expect(curve.rPrecision == nil)
        #expect(throws: StatisticsError.self) { try curve.precision(at: 0) }
        #expect(throws: StatisticsError.self) { try curve.partialArea(toFalsePositiveRate: 0) }
        #expect(throws: StatisticsError.self) { try curve.partialArea(toFalsePositiveRate: .nan) }
    }

    @Test(
        "has the precision of another prevalence",
        arguments: [
            (1e-2, 1e-2, 0.476), (1e-2, 1e-3, 0.901), (1e-3, 1e-2, 0.083), (1e-3, 1e-3, 0.474), (1e-4, 1e-4, 0.474),
            (1e-5, 1e-2, 0.001), (1e-5, 1e-4, 0.083),
        ])
    func prevalence(prevalence: Double, alarms: Double, expected: Double) throws {
        let precision = try RankingCurve.precision(
            truePositiveRate: 0.9, falsePositiveRate: alarms, prevalence: prevalence)
        #expect(isClose(precision, expected, within: 5e-4))
        #expect(try RankingCurve.precision(truePositiveRate: 0, falsePositiveRate: 0, prevalence: 0.1) == nil)
    }
}
