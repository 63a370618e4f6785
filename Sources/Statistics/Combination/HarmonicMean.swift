import Foundation

/// The harmonic mean of tail probabilities of which any may be the one that counts: n/Σ(1/p) (D. J. Wilson, "The harmonic
/// mean p-value for combining dependent tests", PNAS 116, 2019).
package struct HarmonicMean: CombinationRule {
    package static let id = "harmonic-mean"
    package static let summary = "one strong sign among alternatives counts, whatever the others say"

    /// Learns nothing: the rule holds for any dependence.
    package init(fittedTo benign: [[Double]]) throws(StatisticsError) {}

    package func combined(_ evidence: [Double]) -> Double { Self.combined(evidence) }

    /// log₁₀ of the mean of 1/p.
    package static func combined(_ evidence: [Double]) -> Double {
        guard let most = evidence.max() else { return 0 }
        let sum = evidence.reduce(0) { $0 + pow(10, $1 - most) }
        return max(0, most + log10(sum / Double(evidence.count)))
    }
}
