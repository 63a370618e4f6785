/// A ranking whose cases weigh as much as their clusters.
struct WeightedRankingFixture: Decodable, Sendable {
    static let all: [WeightedRankingFixture] = Fixtures.read("weighted-ranking")

    let scores: [Double]
    let positive: [Int]
    let clusters: [Int32]
    let weights: [UInt32]
    let rocAUC: Double
    let averagePrecision: Double
}
