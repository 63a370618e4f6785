import CGSL

/// The standard normal distribution.
public enum Normal {
    /// The probability of a larger value.
    public static func upperTail(_ value: Double) -> Double { gsl_cdf_ugaussian_Q(value) }
}

/// Functions around Euler's Γ, for positive arguments.
public enum GammaFunction {
    /// log Γ(x).
    public static func logarithm(_ value: Double) -> Double {
        GSL.errorsReturn
        return gsl_sf_lngamma(value)
    }

    /// The digamma function ψ(x), the derivative of log Γ(x).
    public static func digamma(_ value: Double) -> Double {
        GSL.errorsReturn
        return gsl_sf_psi(value)
    }
}
