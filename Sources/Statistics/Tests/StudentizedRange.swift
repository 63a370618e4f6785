import CGSL
import Foundation

/// The distribution of the range of independent standard normal variates: the studentised range with infinitely many
/// degrees of freedom.
///
/// P(Q ≤ q) = k ∫ φ(z) (Φ(z) − Φ(z−q))ᵏ⁻¹ dz (J. W. Tukey, "The problem of multiple comparisons", 1953).
public struct StudentizedRange: Sendable {
    /// The number of variates, at least two.
    public let count: Int

    /// - Precondition: at least two variates.
    public init(of count: Int) {
        precondition(count > 1)
        self.count = count
    }

    /// The probability of a larger range.
    public func upperTail(_ range: Double) -> Double {
        guard range > 0 else { return 1 }
        // 1 − P, without the cancellation: k ∫ φ(z) (Φ(z)ᵏ⁻¹ − (Φ(z) − Φ(z−q))ᵏ⁻¹) dz, as k ∫ φ Φᵏ⁻¹ = 1. By
        // Gauss–Legendre over panels of one unit; the integrand is smooth, and nothing is left beyond ±9 of the peak.
        let power = Double(count - 1)
        var sum = 0.0
        gsl_integration_glfixed_table_alloc(16).map { table in
            defer { gsl_integration_glfixed_table_free(table) }
            for panel in stride(from: -9.0, to: 10 + min(range, 40), by: 1) {
                for index in 0..<16 {
                    var z = 0.0, weight = 0.0
                    gsl_integration_glfixed_point(panel, panel + 1, index, &z, &weight, table)
                    let below = gsl_cdf_ugaussian_P(z), lower = gsl_cdf_ugaussian_P(z - range)
                    guard below > 0 else { continue }
                    let lost = -expm1(power * log1p(-min(1, lower / below)))
                    sum += weight * gsl_ran_ugaussian_pdf(z) * pow(below, power) * lost
                }
            }
        }
        return min(1, Double(count) * sum)
    }

    /// The range that is exceeded with a probability, above 0 and below 1.
    public func upperQuantile(_ probability: Double) -> Double {
        // Nothing that a number can hold is left beyond 100.
        GSL.root(in: 0...100) { upperTail($0) - probability } ?? .infinity
    }
}
