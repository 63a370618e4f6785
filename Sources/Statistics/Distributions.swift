import CGSL
import Foundation

/// The standard normal distribution.
public enum Normal {
    /// The probability of a larger value.
    public static func upperTail(_ value: Double) -> Double { gsl_cdf_ugaussian_Q(value) }

    /// −log₁₀ of the probability of a larger value, also where that is too small for a number.
    public static func evidence(_ value: Double) -> Double {
        GSL.errorsReturn
        return -(gsl_sf_log_erfc(value / 2.0.squareRoot()) - log(2)) / log(10)
    }

    /// The value that a probability lies above; for evidence beyond 300 that of 300.
    ///
    /// - Parameter evidence: −log₁₀ of the probability, at least 0.
    public static func deviate(ofEvidence evidence: Double) -> Double {
        gsl_cdf_ugaussian_Qinv(pow(10, -min(evidence, 300)))
    }
}

/// Counts whose rates differ as a gamma distribution does: P(k) = Γ(k + n)/(Γ(n) k!) qⁿ (1 − q)ᵏ, q = n/(n + μ).
public enum NegativeBinomial {
    /// The probability of as many or more.
    ///
    /// - Parameters:
    ///   - count: 0 or more.
    ///   - mean: μ, not negative.
    ///   - shape: *n*, above zero: the variance is μ + μ²/n. Infinite for a Poisson distribution.
    public static func upperTail(of count: Int, mean: Double, shape: Double) -> Double {
        GSL.errorsReturn
        guard count > 0 else { return 1 }
        guard mean > 0 else { return 0 }
        // Beyond this shape the two agree to the last digits that matter, and GSL's beta function loses them.
        guard shape < 1e8 else { return gsl_cdf_poisson_Q(UInt32(clamping: count - 1), mean) }
        // I(k, n) at μ/(μ + n). GSL's own tail of the count is 0 for large shapes and small means.
        return gsl_cdf_beta_P(mean / (mean + shape), Double(count), shape)
    }
}

extension NegativeBinomial {
    /// The probability that as many exponential variates of mean 1 as such a count says have a sum of `sum` or more.
    ///
    /// Where each event has a tail probability of its own, −Σ log p is such a sum: it is large where there are many events
    /// and where they are improbable. P = Σ P(N = k) Q(k, x), with the regularised upper incomplete gamma function Q.
    ///
    /// - Parameters:
    ///   - sum: x, at least 0.
    ///   - mean: of the count, not negative.
    ///   - shape: as for ``upperTail(of:mean:shape:)``.
    public static func upperTail(ofExponentialSum sum: Double, mean: Double, shape: Double) -> Double {
        GSL.errorsReturn
        guard sum > 0 else { return 1 }
        guard mean > 0 else { return 0 }
        let shape = min(shape, 1e8), q = shape / (shape + mean)
        // P(N = 0), and from there on by its ratio; Q(k, x) = Q(k − 1, x) + xᵏ⁻¹ e⁻ˣ/(k − 1)!.
        var probability = exp(shape * log(q)), term = exp(-sum), upper = 0.0, total = 0.0
        // Beyond mean and sum both factors fall; where Q is 1, what is left is the tail of the count.
        let most = max(1, Int(min(mean + sum + 40 + 20 * (mean + mean * mean / shape).squareRoot(), 10_000)))
        for k in 1...most {
            probability *= (Double(k) - 1 + shape) / Double(k) * (1 - q)
            upper += term
            term *= sum / Double(k)
            guard upper < 1 - 1e-15 else {
                return min(1, total + upperTail(of: k, mean: mean, shape: shape))
            }
            total += probability * upper
        }
        return min(1, total + upperTail(of: most + 1, mean: mean, shape: shape))
    }
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

    /// −log₁₀ of the regularised upper incomplete gamma function Q(shape, x): the probability that a gamma variate of a
    /// shape and of scale 1 is larger than x.
    package static func evidence(ofUpperTail x: Double, shape: Double) -> Double {
        GSL.errorsReturn
        guard x > 0 else { return 0 }
        let tail = gsl_sf_gamma_inc_Q(shape, x)
        if tail > 1e-290 { return -log10(tail) }
        // Γ(a, x) ≈ xᵃ⁻¹ e⁻ˣ for x far above a.
        return (x - (shape - 1) * log(x) + logarithm(shape)) / log(10)
    }
}
