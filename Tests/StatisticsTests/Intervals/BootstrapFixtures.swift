/// Replicates and jackknife values, with SciPy's intervals.
struct BootstrapFixture: Decodable, Sendable {
    static let all: [BootstrapFixture] = Fixtures.read("bootstrap")

    let value: Double
    let replicates: [Double]
    let jackknife: [[Double]]
    let level: Double
    let percentile: [Double]
    let bca: [Double]
}

/// A ranking of clusters, with the intervals of 20,000 replicates by NumPy.
struct ClusterBootstrapFixture: Decodable, Sendable {
    static let all: [ClusterBootstrapFixture] = Fixtures.read("cluster-bootstrap")

    let scores: [Double]
    let positive: [Int]
    let clusters: [Int]
    let level: Double
    let rocAUC: Intervals
    let averagePrecision: Intervals

    struct Intervals: Decodable, Sendable {
        let percentile: [Double]
        let bca: [Double]
        let logit: [Double]
    }
}
