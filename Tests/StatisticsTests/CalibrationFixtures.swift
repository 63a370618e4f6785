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
