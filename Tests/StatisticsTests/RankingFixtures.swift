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
