/// The beginning of a ranking.
struct PartialRankingFixture: Decodable, Sendable {
    static let all: [PartialRankingFixture] = Fixtures.read("partial-ranking")
    static var rates: [Double] { all[0].rates }
    static var ranks: [Int] { all[0].ranks }

    let scores: [Double]
    let positive: [Int]
    /// The false-positive rates of the areas; scikit-learn standardises all but the last, which is 1.
    let rates: [Double]
    /// The numbers of ranks of `precisions`.
    let ranks: [Int]
    let areas: [Double]
    let standardized: [Double]
    let precisions: [Double]
    let rPrecision: Double

    private enum CodingKeys: String, CodingKey {
        case scores, positive, rates, ranks, areas, precisions, rPrecision
        case standardized = "standardised"
    }
}

/// The precision at a prevalence.
struct PrevalenceFixture: Decodable, Sendable {
    static let all: [PrevalenceFixture] = Fixtures.read("prevalence")

    let truePositiveRate: Double
    let falsePositiveRate: Double
    let prevalence: Double
    let precision: Double
}
