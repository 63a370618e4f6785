import Foundation

/// The probability that a product of independent tail probabilities is as small: −2 Σ log p is χ² with two degrees of
/// freedom each (R. A. Fisher, "Statistical methods for research workers", 4th edition, 1932, section 21.1).
package struct Fisher: CombinationRule {
    package static let id = "fisher"
    package static let summary = "the product of all tail probabilities: many weak signs count as much as a strong one"

    /// Learns nothing: the rule takes signals to be independent.
    package init(fittedTo benign: [[Double]]) throws(StatisticsError) {}

    package func combined(_ evidence: [Double]) -> Double {
        Self.evidence(ofProduct: evidence.reduce(0, +), of: evidence.count)
    }

    /// −log₁₀ of the probability that the product of `count` uniform numbers is at most 10^−`evidence`: with
    /// h = −log of the product, e⁻ʰ Σ hⁱ/i! over i < `count`.
    package static func evidence(ofProduct evidence: Double, of count: Int) -> Double {
        guard count > 0, evidence > 0 else { return 0 }
        let h = evidence * log(10)
        var term = 1.0, sum = 1.0, scale = 0.0
        for i in 1..<max(1, count) {
            term *= h / Double(i)
            sum += term
            // Many signals with much evidence each would leave the range of numbers.
            if sum > 1e200 {
                scale += log(sum)
                term /= sum
                sum = 1
            }
        }
        return max(0, (h - log(sum) - scale) / log(10))
    }
}
