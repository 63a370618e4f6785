import CGSL

/// The standard normal distribution.
public enum Normal {
    /// The probability of a larger value.
    public static func upperTail(_ value: Double) -> Double { gsl_cdf_ugaussian_Q(value) }
}
