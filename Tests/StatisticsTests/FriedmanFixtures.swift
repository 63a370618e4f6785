/// Values of treatments within blocks, with the tests of their ranks.
struct FriedmanFixture: Decodable, Sendable {
    static let all: [FriedmanFixture] = Fixtures.read("friedman")

    let values: [[Double]]
    let chiSquare: Double
    let pValue: Double
    let imanDavenport: [Double]
    /// The first row of p-values.
    let nemenyi: [Double]
    let criticalDifference: Double
}

/// Upper tails of the studentised range.
struct StudentizedRangeFixture: Decodable, Sendable {
    static let all: [StudentizedRangeFixture] = Fixtures.read("studentised-range")

    let count: Int
    let range: Double
    let upperTail: Double
}
