import CGSL

/// Order statistics of a sample.
public struct Quantiles: Sendable {
    private let sorted: [Double]

    /// - Returns: nil for an empty sample.
    public init?(of values: [Double]) {
        guard !values.isEmpty else { return nil }
        sorted = values.sorted()
    }

    /// The quantile at a probability in 0...1, interpolated linearly between order statistics (type 7 of Hyndman and
    /// Fan, "Sample quantiles in statistical packages", 1996).
    public func callAsFunction(_ probability: Double) -> Double {
        gsl_stats_quantile_from_sorted_data(sorted, 1, sorted.count, min(1, max(0, probability)))
    }
}
