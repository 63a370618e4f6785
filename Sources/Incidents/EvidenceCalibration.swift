import Algorithms
import Foundation

/// What the evidence of a signal is worth: how rare it is among windows in which nothing is wrong.
///
/// Within the sample the tail probability is (1 + #{e ≥ x})/(n + 1). Beyond the twentieth part with the most evidence it
/// goes on exponentially with the mean excess of that part: evidence is −log₁₀ p, whose tail is exponential with a mean of
/// log₁₀ e where a signal's model is right.
struct EvidenceCalibration: Sendable {
    private let sorted: [Double]
    private let start: Double
    private let slope: Double
    private let startTail: Double

    /// The fraction of the sample that the tail is fitted to.
    private static let tailFraction = 0.05
    /// The fewest values that it is fitted to.
    private static let fewest = 10
    /// The most that a unit of evidence counts: a sample whose largest values are nearly equal says little of the tail.
    private static let mostSlope = 2.0

    /// - Parameter benign: finite. Values of 0 are of windows in which a signal says nothing.
    init(benign: [Double]) {
        sorted = benign.sorted()
        let count = sorted.count
        // The largest value with enough above it; 0 where a signal speaks in few windows.
        let wanted = max(Self.fewest, Int(Self.tailFraction * Double(count)))
        var start = count > wanted ? max(0, sorted[count - wanted - 1]) : 0
        var above = sorted[sorted.partitioningIndex { $0 > start }...]
        if above.count < Self.fewest {
            start = 0
            above = sorted[sorted.partitioningIndex { $0 > 0 }...]
        }
        let excess = above.reduce(0) { $0 + $1 - start } * log(10)
        // Few values tell no slope; then evidence counts as it says.
        slope = above.count < Self.fewest ? 1 : min(Self.mostSlope, Double(above.count) / excess)
        self.start = start
        startTail = Double(1 + above.count) / Double(count + 1)
    }

    /// The evidence that evidence of this size is: 0 for none, and where every window has as much.
    func calibrated(_ evidence: Double) -> Double {
        guard evidence > 0 else { return 0 }
        guard evidence <= start else { return (-log10(startTail) + (evidence - start) * slope).clampedEvidence }
        let atLeast = sorted.count - sorted.partitioningIndex { $0 >= evidence }
        return -log10(Double(1 + atLeast) / Double(sorted.count + 1))
    }
}
