import Statistics
import Testing

@Suite("Calibration")
struct CalibrationTests {
    @Test("agrees with scikit-learn and statsmodels", arguments: CalibrationFixture.all)
    func oracle(fixture: CalibrationFixture) throws {
        let positive = fixture.positive.map { $0 == 1 }
        let isotonic = try IsotonicCalibration(scores: fixture.scores, positive: positive)
        for (score, expected) in zip(fixture.points, fixture.isotonic) {
            #expect(isClose(isotonic.probability(at: score), expected, within: 1e-12))
        }
        let logistic = try LogisticCalibration(scores: fixture.scores, positive: positive)
        #expect(isClose(logistic.intercept, fixture.logistic[0], within: 1e-8))
        #expect(isClose(logistic.slope, fixture.logistic[1], within: 1e-8))
        let prevalence = Double(fixture.positive.reduce(0, +)) / Double(positive.count)
        let shifted = try logistic.shifted(from: prevalence, to: fixture.stated)
        for (score, expected) in zip(fixture.points, fixture.shifted) {
            #expect(isClose(shifted.probability(at: score), expected, within: 1e-9))
        }
        let reliability = try Reliability(probabilities: fixture.probabilities, positive: positive)
        #expect(isClose(reliability.brierScore, fixture.brierScore, within: 1e-12))
        #expect(isClose(reliability.expectedCalibrationError, fixture.expectedCalibrationError, within: 1e-12))
        try #require(reliability.bins.count == fixture.binPositives.count)
        for (index, bin) in reliability.bins.enumerated() {
            #expect(isClose(bin.positives.value, fixture.binPositives[index], within: 1e-12))
            #expect(isClose(bin.meanProbability, fixture.binProbabilities[index], within: 1e-12))
        }
    }

    @Test("of probabilities that are all right has no error, of wrong ones has all")
    func extremes() throws {
        let right = try Reliability(probabilities: [0, 1, 1], positive: [false, true, true])
        #expect(right.brierScore == 0 && right.expectedCalibrationError == 0)
        let wrong = try Reliability(probabilities: [1, 0, 0], positive: [false, true, true])
        #expect(wrong.brierScore == 1 && wrong.expectedCalibrationError == 1)
    }

    @Test("moves to another prevalence and back")
    func shifted() throws {
        let fixture = CalibrationFixture.all[4]
        let logistic = try LogisticCalibration(scores: fixture.scores, positive: fixture.positive.map { $0 == 1 })
        let rare = try logistic.shifted(from: 0.4, to: 1e-4)
        #expect(rare.probability(at: 1) < logistic.probability(at: 1) / 100)
        #expect(isClose(try rare.shifted(from: 1e-4, to: 0.4).intercept, logistic.intercept, within: 1e-12))
        #expect(throws: StatisticsError.self) { try logistic.shifted(from: 0, to: 0.1) }
    }

    @Test("has no logistic fit where a threshold separates the classes")
    func separated() throws {
        let positive = [false, false, true, true]
        #expect(throws: StatisticsError.self) { try LogisticCalibration(scores: [1, 2, 3, 4], positive: positive) }
        #expect(throws: StatisticsError.noVariation) {
            try LogisticCalibration(scores: [1, 1, 1, 1], positive: positive)
        }
        let isotonic = try IsotonicCalibration(scores: [1, 2, 3, 4], positive: positive)
        #expect([1, 2, 2.5, 3].map { isotonic.probability(at: $0) } == [0, 0, 0.5, 1])
        #expect(isotonic.probability(at: .infinity) == 1 && isotonic.probability(at: -.infinity) == 0)
    }

    @Test("refuses what has no probability")
    func impossible() {
        #expect(throws: StatisticsError.empty) { try IsotonicCalibration(scores: [], positive: []) }
        #expect(throws: StatisticsError.oneClass) { try IsotonicCalibration(scores: [1], positive: [true]) }
        #expect(throws: StatisticsError.infinite) {
            try IsotonicCalibration(scores: [1, .infinity], positive: [true, false])
        }
        #expect(throws: StatisticsError.oneClass) { try LogisticCalibration(scores: [1, 2], positive: [true, true]) }
        #expect(throws: StatisticsError.empty) { try Reliability(probabilities: [], positive: []) }
        #expect(throws: StatisticsError.notANumber) { try Reliability(probabilities: [.nan], positive: [true]) }
        #expect(throws: StatisticsError.self) { try Reliability(probabilities: [1.5], positive: [true]) }
    }
}

/// Scores with their calibrations, and the reliability of probabilities.
struct CalibrationFixture: Decodable, Sendable {
    static let all: [CalibrationFixture] = Fixtures.read("calibration")

    let scores: [Double]
    let positive: [Int]
    /// The scores of `isotonic` and `shifted`.
    let points: [Double]
    let isotonic: [Double]
    /// Intercept and slope.
    let logistic: [Double]
    /// The prevalence of `shifted`.
    let stated: Double
    let shifted: [Double]
    let probabilities: [Double]
    let brierScore: Double
    let binPositives: [Double]
    let binProbabilities: [Double]
    let expectedCalibrationError: Double

    private enum CodingKeys: String, CodingKey {
        case scores, positive, isotonic, logistic, stated, shifted, probabilities, brierScore
        case binPositives, binProbabilities, expectedCalibrationError
        case points = "places"
    }
}
