/// Two scorers of the same cases, with the variances and the paired test of their areas.
struct DeLongFixture: Decodable, Sendable {
    static let all: [DeLongFixture] = Fixtures.read("delong")

    let positive: [Int]
    let first: [Double]
    let second: [Double]
    let areas: [Double]
    let variances: [Double]
    let covariance: Double
    /// The 90 % interval of the first area, cut off at 0 and 1.
    let plain: [Double]
    /// The 90 % interval of the first area by the logit.
    let logit: [Double]
    /// The 90 % interval of the difference of the areas.
    let difference: [Double]
    let z: Double
    let pValue: Double
}
