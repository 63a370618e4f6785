/// Intervals of a proportion: `[low, high]`.
struct ProportionFixture: Decodable, Sendable {
    static let all: [ProportionFixture] = Fixtures.read("proportions")

    let hits: Int
    let trials: Int
    let level: Double
    let wilson: [Double]
    let clopperPearson: [Double]
    let jeffreys: [Double]
}

/// The exact interval of a Poisson rate: `[low, high]`.
struct RateFixture: Decodable, Sendable {
    static let all: [RateFixture] = Fixtures.read("rates")

    let events: Int
    let exposure: Double
    let level: Double
    let interval: [Double]
}
