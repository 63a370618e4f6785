import Algorithms
import Foundation

/// What the evidence of a signal is worth: how rare it is among windows in which nothing is wrong.
///
/// Within the sample the tail probability is (1 + #{e ≥ x})/(n + 1). Beyond the twentieth part with the most evidence it
/// goes on exponentially with their mean excess: evidence is −log₁₀ p, whose tail is exponential with a mean of log₁₀ e
/// where a signal's model is right.
struct EvidenceCalibration: Sendable {
    private let sorted: [Double]
    private let start: Double
    private let slope: Double
    private let startTail: Double

    /// The fraction of the sample that the tail is fitted to.
    private static let tailFraction = 0.05
    /// The fewest values that it is fitted to.
    private static let fewest = 10

    /// - Parameter benign: finite.
    init(benign: [Double]) {
        sorted = benign.sorted()
        let count = sorted.count, tail = min(max(Self.fewest, Int(Self.tailFraction * Double(count))), count)
        let start = tail > 0 ? sorted[count - tail] : 0
        let excess = sorted.suffix(tail).reduce(0) { $0 + $1 - start }
        self.start = start
        // Of a few values the mean excess may be 0; then a unit of evidence counts as one.
        slope = excess > 0 ? Double(tail) / (excess * log(10)) : 1
        startTail = Double(1 + tail) / Double(count + 1)
    }

    /// The evidence that evidence of this size is: 0 where every window has as much.
    func calibrated(_ evidence: Double) -> Double {
        guard evidence > 0 else { return 0 }
        guard evidence <= start || sorted.isEmpty else {
            return (-log10(startTail) + (evidence - start) * slope).clampedEvidence
        }
        let atLeast = sorted.count - sorted.partitioningIndex { $0 >= evidence }
        return -log10(Double(1 + atLeast) / Double(sorted.count + 1))
    }
}
