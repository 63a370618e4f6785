import Foundation

/// The sum of the normal deviates of tail probabilities, whose variance is that of signals which go together as they do
/// where nothing is wrong: Σ z / √(1ᵀ R 1) (S. A. Stouffer et al., "The American soldier", volume 1, 1949; M. J. Strube,
/// "Combining and comparing significance levels from nonindependent hypothesis tests", Psychological Bulletin 97, 1985).
package struct Stouffer: CombinationRule {
    package static let id = "stouffer"
    package static let summary = "the sum of normal deviates, corrected for how signals go together without an attack"

    /// 1ᵀ R 1 for all signals; nil where nothing is known, and signals are taken to be independent.
    private let variance: Double?

    /// Learns the correlations R of the signals' deviates.
    package init(fittedTo benign: [[Double]]) throws(StatisticsError) {
        guard let width = benign.first?.count, benign.count > 2 else {
            variance = nil
            return
        }
        var means = [Double](repeating: 0, count: width), products = [Double](repeating: 0, count: width * width)
        for row in benign {
            try StatisticsError.checkFinite(row)
            let deviates = row.map(Self.deviate)
            for i in 0..<width {
                means[i] += deviates[i]
                for j in 0...i { products[i * width + j] += deviates[i] * deviates[j] }
            }
        }
        let count = Double(benign.count)
        func covariance(_ i: Int, _ j: Int) -> Double {
            products[max(i, j) * width + min(i, j)] / count - means[i] / count * (means[j] / count)
        }
        var sum = 0.0
        for i in 0..<width {
            sum += 1
            for j in 0..<i {
                let scale = (covariance(i, i) * covariance(j, j)).squareRoot()
                if scale > 0 { sum += 2 * covariance(i, j) / scale }
            }
        }
        // Signals that cancel each other exactly would divide by nothing.
        variance = max(1, sum)
    }

    package func combined(_ evidence: [Double]) -> Double {
        guard !evidence.isEmpty else { return 0 }
        let sum = evidence.reduce(0) { $0 + Self.deviate($1) }
        return Normal.evidence(sum / (variance ?? Double(evidence.count)).squareRoot())
    }

    /// The deviate of a tail probability, of at most 0.999: one of 1, as of a signal that says nothing, has none.
    private static func deviate(_ evidence: Double) -> Double {
        Normal.deviate(ofEvidence: max(evidence, leastEvidence))
    }

    private static let leastEvidence = -log10(0.999)
}
