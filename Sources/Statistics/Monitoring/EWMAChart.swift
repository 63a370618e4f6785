/// A control chart of exponentially weighted means: zₜ = λxₜ + (1−λ)zₜ₋₁ with limits
/// μ ± L σ √(λ/(2−λ) · (1 − (1−λ)²ᵗ)) (S. W. Roberts, "Control chart tests based on geometric moving averages",
/// Technometrics 1, 1959).
public struct EWMAChart: Sendable {
    /// The weighted mean zₜ after each value.
    public let means: [Double]
    /// The half width of the limits at each time.
    public let halfWidths: [Double]
    /// The times at which the mean is outside its limits.
    public let alarms: [Int]

    /// - Parameters:
    ///   - mean: of the process in control, where the chart starts.
    ///   - deviation: its standard deviation.
    ///   - smoothing: λ in 0...1, 0 excluded.
    ///   - width: L, in standard deviations.
    /// - Throws: ``StatisticsError/outOfRange(_:)``, or an error for a value that is not finite.
    public init(
        _ values: [Double], mean: Double, deviation: Double, smoothing: Double = 0.2, width: Double = 3
    ) throws(StatisticsError) {
        try StatisticsError.checkFinite(values + [mean, deviation, smoothing, width])
        guard smoothing > 0, smoothing <= 1 else { throw .outOfRange("the smoothing \(smoothing)") }
        guard deviation > 0 else { throw .outOfRange("the deviation \(deviation)") }
        guard width > 0 else { throw .outOfRange("the width \(width)") }
        var current = mean, kept = 1.0, means: [Double] = [], halfWidths: [Double] = []
        for value in values {
            current += smoothing * (value - current)
            kept *= (1 - smoothing) * (1 - smoothing)
            means.append(current)
            halfWidths.append(width * deviation * (smoothing / (2 - smoothing) * (1 - kept)).squareRoot())
        }
        self.means = means
        self.halfWidths = halfWidths
        alarms = means.indices.filter { abs(means[$0] - mean) > halfWidths[$0] }
    }
}
