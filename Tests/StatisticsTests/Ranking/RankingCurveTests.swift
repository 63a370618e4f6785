import Statistics
import Testing

@Suite("A ranking curve")
struct RankingCurveTests {
    /// Twelve cases, of which the last four are positive, with two columns of scores; pROC gives the same numbers.
    private static let positive = (0..<12).map { $0 >= 8 }
    private static let first = [0.10, 0.20, 0.35, 0.40, 0.40, 0.55, 0.60, 0.62, 0.40, 0.65, 0.80, 0.90]
    private static let second = [0.30, 0.10, 0.55, 0.20, 0.45, 0.15, 0.70, 0.35, 0.50, 0.60, 0.65, 0.95]

    private func curve(_ scores: [Double], _ positive: [Bool] = Self.positive) throws -> RankingCurve {
        try RankingCurve(scores: scores, positive: positive)
    }

    @Test(
        "has the area and the average precision of a published example",
        arguments: [
            (first, 0.875, 0.861111), (second, 0.875, 0.770833),
        ])
    func example(scores: [Double], area: Double, precision: Double) throws {
        let curve = try curve(scores)
        #expect(isClose(curve.rocAUC, area, within: 1e-6))
        #expect(isClose(curve.averagePrecision, precision, within: 1e-6))
    }

    @Test("agrees with scikit-learn on random rankings, ties included", arguments: RankingFixture.all)
    func oracle(fixture: RankingFixture) throws {
        let curve = try curve(fixture.scores, fixture.positive.map { $0 == 1 })
        #expect(isClose(curve.rocAUC, fixture.rocAUC, within: 1e-12))
        #expect(isClose(curve.averagePrecision, fixture.averagePrecision, within: 1e-12))
        for (rate, expected) in zip(RankingFixture.falsePositiveRates, fixture.truePositiveRates) {
            #expect(isClose(curve.truePositiveRate(atFalsePositiveRate: rate), expected, within: 1e-12))
        }
    }

    @Test("has one step for equal scores, whatever their order")
    func ties() throws {
        let curve = try curve([2, 1, 2, 1, 0], [true, false, false, true, false])
        #expect(curve.scores == [2, 1, 0])
        #expect(curve.truePositives == [1, 2, 2])
        #expect(curve.falsePositives == [1, 2, 3])
        let reordered = try self.curve([0, 1, 2, 1, 2], [false, true, true, false, false])
        #expect(reordered.truePositives == curve.truePositives)
        #expect(reordered.falsePositives == curve.falsePositives)
    }

    @Test("of a constant scorer has the area one half, and the prevalence as average precision")
    func constant() throws {
        let curve = try curve(Array(repeating: 7, count: 12))
        #expect(curve.rocAUC == 0.5)
        #expect(isClose(curve.averagePrecision, 4.0 / 12, within: 1e-12))
        #expect(curve.truePositiveRate(atFalsePositiveRate: 0.99) == 0)
        #expect(curve.truePositiveRate(atFalsePositiveRate: 1) == 1)
    }

    @Test("of a perfect ranking has ones everywhere")
    func perfect() throws {
        let curve = try curve((0..<12).map(Double.init))
        #expect(curve.rocAUC == 1)
        #expect(curve.averagePrecision == 1)
        #expect(curve.truePositiveRate(atFalsePositiveRate: 0) == 1)
    }

    @Test("of reversed scores has the complementary area", arguments: RankingFixture.all)
    func reversed(fixture: RankingFixture) throws {
        let curve = try curve(fixture.scores.map { -$0 }, fixture.positive.map { $0 == 1 })
        #expect(isClose(curve.rocAUC, 1 - fixture.rocAUC, within: 1e-12))
    }

    @Test("is unchanged by an increasing transform of the scores", arguments: RankingFixture.all)
    func transformed(fixture: RankingFixture) throws {
        let curve = try curve(fixture.scores.map { $0 * $0 * $0 + 2 * $0 }, fixture.positive.map { $0 == 1 })
        #expect(isClose(curve.rocAUC, fixture.rocAUC, within: 1e-12))
        #expect(isClose(curve.averagePrecision, fixture.averagePrecision, within: 1e-12))
    }

    @Test("ranks infinite scores first and last")
    func infinite() throws {
        let curve = try curve([-.infinity, 0, .infinity, .infinity], [false, false, true, true])
        #expect(curve.scores == [.infinity, 0, -.infinity])
        #expect(curve.rocAUC == 1)
        #expect(try self.curve([-.infinity, 0], [true, false]).rocAUC == 0)
    }

    @Test("cannot be drawn through a score that is not a number")
    func notANumber() {
        #expect(throws: StatisticsError.notANumber) { try curve([1, .nan], [true, false]) }
    }

    @Test("has no value where a class is missing", arguments: [[], [true, true], [false, false]])
    func oneClass(positive: [Bool]) throws {
        let curve = try curve(positive.map { _ in 1 }, positive)
        #expect(curve.rocAUC == nil)
        #expect(curve.averagePrecision == nil)
        #expect(curve.truePositiveRate(atFalsePositiveRate: 0.5) == nil)
    }

    @Test("counts an integral fraction of the negatives exactly", arguments: 0...100)
    func exactRates(allowed: Int) throws {
        // A hundred negatives, and between any two of them a positive.
        let scores = (0..<200).map(Double.init)
        let curve = try curve(scores, scores.indices.map { $0 % 2 == 0 })
        let expected = Double(min(100, allowed)) / 100
        let rate = curve.truePositiveRate(atFalsePositiveRate: Double(allowed) / 100)
        #expect(isClose(rate, expected, within: 1e-12))
    }
}

/// A ranking with what scikit-learn says of it.
struct RankingFixture: Decodable, Sendable {
    static let all: [RankingFixture] = Fixtures.read("ranking")
    static var falsePositiveRates: [Double] { all[0].falsePositiveRates }

    let scores: [Double]
    let positive: [Int]
    let rocAUC: Double
    let averagePrecision: Double
    let falsePositiveRates: [Double]
    let truePositiveRates: [Double]
}
