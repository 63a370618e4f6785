/// A paired sample with its tests.
struct PairedFixture: Decodable, Sendable {
    static let all: [PairedFixture] = Fixtures.read("paired")

    let first: [Double]
    let second: [Double]
    let winsTiesLosses: [Int]
    /// Of Wilcoxon's test with zeros dropped; the fixtures have it after Pratt as well.
    let statistics: [Double]
    /// The p-values likewise.
    let wilcoxon: [Double]
    let t: [Double]
    /// Of ten folds with a ninth of the training set each.
    let corrected: [Double]
}

/// A paired sample with R's estimate and interval of the difference.
struct HodgesLehmannFixture: Decodable, Sendable {
    static let all: [HodgesLehmannFixture] = Fixtures.read("hodges-lehmann")

    let first: [Double]
    let second: [Double]
    let level: Double
    let estimate: Double
    let interval: [Double]
}

/// A paired sample with what two one-sided t tests at 5 % say of a margin.
struct EquivalenceFixture: Decodable, Sendable {
    static let all: [EquivalenceFixture] = Fixtures.read("equivalence")

    let first: [Double]
    let second: [Double]
    let margin: Double
    let verdict: String
}

/// P-values with Holm's adjustment.
struct HolmFixture: Decodable, Sendable {
    static let all: [HolmFixture] = Fixtures.read("holm")

    let pValues: [Double]
    let adjusted: [Double]
}
