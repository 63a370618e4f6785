import Foundation

/// The probability that the product of those tail probabilities that are at most τ is as small (D. V. Zaykin et al.,
/// "Truncated product method for combining P-values", Genetic Epidemiology 22, 2002), with τ = 0.05: signals that say
/// nothing do not dilute those that do.
package struct TruncatedProduct: CombinationRule {
    package static let id = "truncated-product"
    package static let summary = "the product of the tail probabilities of at most 0.05; the others do not count"

    private static let most = 0.05

    /// Learns nothing: the rule takes signals to be independent.
    package init(fittedTo benign: [[Double]]) throws(StatisticsError) {}

    package func combined(_ evidence: [Double]) -> Double {
        let least = -log10(Self.most)
        let kept = evidence.filter { $0 >= least }
        guard !kept.isEmpty else { return 0 }
        return Self.evidence(ofProduct: kept.reduce(0, +), of: evidence.count)
    }

    /// −log₁₀ P(W ≤ w): Σ over the number k of probabilities below τ of C(n, k)(1 − τ)ⁿ⁻ᵏ times the probability that
    /// the product of these is at most w, τᵏ where w ≥ τᵏ and else w Σ (k log τ − log w)ˢ/s! over s < k.
    private static func evidence(ofProduct evidence: Double, of count: Int) -> Double {
        let logProduct = -evidence * log(10), logMost = log(most)
        var logs: [Double] = []
        for k in 1...count {
            let choices =
                GammaFunction.logarithm(Double(count + 1)) - GammaFunction.logarithm(Double(k + 1))
                - GammaFunction.logarithm(Double(count - k + 1)) + Double(count - k) * log1p(-most)
            let excess = Double(k) * logMost - logProduct
            guard excess > 0 else {
                logs.append(choices + Double(k) * logMost)
                continue
            }
            let terms = (0..<k).map { Double($0) * log(excess) - GammaFunction.logarithm(Double($0 + 1)) }
            logs.append(choices + logProduct + logSum(terms))
        }
        return max(0, -logSum(logs) / log(10))
    }

    private static func logSum(_ logs: [Double]) -> Double {
        let largest = logs.max() ?? -.infinity
        return largest + log(logs.reduce(0) { $0 + exp($1 - largest) })
    }
}
