/// Benign scores with the conformal p-values of others.
struct ConformalFixture: Decodable, Sendable {
    static let all: [ConformalFixture] = Fixtures.read("conformal")

    let benign: [Double]
    let scores: [Double]
    let probabilities: [Double]
}

/// Benign scores with SciPy's fit of their tail.
struct ParetoTailFixture: Decodable, Sendable {
    static let all: [ParetoTailFixture] = Fixtures.read("pareto-tail")

    let benign: [Double]
    let quantile: Double
    let threshold: Double
    let fractionAbove: Double
    let shape: Double
    let scale: Double
    let scores: [Double]
    let tailProbabilities: [Double]
    let probabilities: [Double]
    /// The scores of these tail probabilities.
    let thresholds: [Double]
    /// The model's quantiles for the first, a middle and the last score above the threshold.
    let model: [Double]

    private enum CodingKeys: String, CodingKey {
        case benign, quantile, threshold, shape, scale, scores, tailProbabilities, probabilities, thresholds, model
        case fractionAbove = "shareAbove"
    }
}
