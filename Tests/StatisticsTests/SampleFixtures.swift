/// A sample with its t interval for the mean (SciPy) and its quantiles (NumPy).
struct SampleFixture: Decodable, Sendable {
    static let all: [SampleFixture] = Fixtures.read("samples")

    let values: [Double]
    let mean: Double
    let level: Double
    let interval: [Double]
    let standardError: Double
    let probabilities: [Double]
    let quantiles: [Double]
}
