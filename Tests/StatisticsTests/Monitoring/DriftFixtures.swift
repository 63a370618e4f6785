/// Amounts with their concentration.
struct GiniFixture: Decodable, Sendable {
    static let all: [GiniFixture] = Fixtures.read("gini")

    let amounts: [Double]
    let gini: Double
}

/// A control chart.
struct ChartFixture: Decodable, Sendable {
    static let all: [ChartFixture] = Fixtures.read("ewma")

    let values: [Double]
    let mean: Double
    let deviation: Double
    let smoothing: Double
    let width: Double
    let means: [Double]
    let halfWidths: [Double]
    let alarms: [Int]
}

/// Cases in bins before and after, with their stability index.
struct StabilityFixture: Decodable, Sendable {
    static let all: [StabilityFixture] = Fixtures.read("stability")

    let expected: [Int]
    let actual: [Int]
    let index: Double
}
