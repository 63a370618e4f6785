import Foundation

extension Double {
    /// The evidence of a tail probability as signals give it: −log₁₀ p, from 0 to 300.
    var tailEvidence: Double { (-log10(self)).clampedEvidence }

    /// Evidence within the bounds of what signals give: at least 0, and finite also where a probability is too small for a
    /// number.
    var clampedEvidence: Double { Swift.min(Swift.max(0, self), 300) }
}
