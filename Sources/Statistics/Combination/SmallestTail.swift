import Foundation

/// The probability that the smallest of independent tail probabilities is as small: 1 − (1 − min p)ⁿ (L. H. C. Tippett,
/// "The methods of statistics", 1931).
package struct SmallestTail: CombinationRule {
    package static let id = "smallest"
    package static let summary = "the strongest sign alone, corrected for how many signals there are"

    /// Learns nothing: the rule takes signals to be independent.
    package init(fittedTo benign: [[Double]]) throws(StatisticsError) {}

    package func combined(_ evidence: [Double]) -> Double {
        guard let most = evidence.max() else { return 0 }
        return Self.evidence(ofSmallest: most, of: evidence.count)
    }

    /// −log₁₀ of the probability that the smallest of `count` uniform numbers is at most 10^−`evidence`.
    package static func evidence(ofSmallest evidence: Double, of count: Int) -> Double {
        // Below a probability of 1e-17, of which 1 − p is 1, the Bonferroni bound is exact to the last digit.
        guard evidence < 17 else { return max(0, evidence - log10(Double(count))) }
        let tail = -expm1(Double(count) * log1p(-pow(10, -evidence)))
        return max(0, -log10(tail))
    }
}
