import Foundation

/// Fisher's sum over signals that go together: −2 Σ log p is c χ² with f degrees of freedom, whose mean and variance are
/// those of the sum. Two signals whose deviates have the correlation ρ have the covariance 3.263 ρ + 0.710 ρ² + 0.027 ρ³
/// (M. B. Brown, "A method for combining non-independent, one-sided tests of significance", Biometrics 31, 1975; J. T.
/// Kost and M. P. McDermott, "Combining dependent P-values", Statistics & Probability Letters 60, 2002).
package struct Brown: CombinationRule {
    package static let id = "brown"
    package static let summary = "the product of all tail probabilities, corrected for how signals go together"

    /// 2 Σ of the covariances of pairs of signals; nil where nothing is known, and signals are taken to be independent.
    private let covariance: Double?

    /// Learns the correlations of the signals' normal scores among cases in which one of them says something.
    package init(fittedTo benign: [[Double]]) throws(StatisticsError) {
        let rows = benign.filter { $0.contains { $0 > 0 } }
        guard let width = rows.first?.count, rows.count > 2 else {
            covariance = nil
            return
        }
        for row in rows { try StatisticsError.checkFinite(row) }
        let scores = (0..<width).map { column in
            MidRanks(of: rows.map { $0[column] }).ranks.map { rank in
                Normal.deviate(ofEvidence: -log10(1 - (rank - 0.5) / Double(rows.count)))
            }
        }
        var sum = 0.0
        for first in 0..<width {
            for second in 0..<first {
                // Brown's formula is for correlations that are not negative.
                let correlation = max(0, Self.correlation(scores[first], scores[second]))
                sum += correlation * (3.263 + correlation * (0.710 + correlation * 0.027))
            }
        }
        covariance = 2 * sum
    }

    package func combined(_ evidence: [Double]) -> Double {
        guard !evidence.isEmpty else { return 0 }
        let count = Double(evidence.count), sum = 2 * log(10) * evidence.reduce(0, +)
        let variance = 4 * count + (covariance ?? 0), mean = 2 * count
        let scale = variance / (2 * mean), freedom = 2 * mean * mean / variance
        return GammaFunction.evidence(ofUpperTail: sum / scale / 2, shape: freedom / 2)
    }

    private static func correlation(_ first: [Double], _ second: [Double]) -> Double {
        let count = Double(first.count)
        let means = (first.reduce(0, +) / count, second.reduce(0, +) / count)
        var product = 0.0, squares = (0.0, 0.0)
        for (one, other) in zip(first, second) {
            product += (one - means.0) * (other - means.1)
            squares.0 += (one - means.0) * (one - means.0)
            squares.1 += (other - means.1) * (other - means.1)
        }
        let scale = (squares.0 * squares.1).squareRoot()
        return scale > 0 ? product / scale : 0
    }
}
