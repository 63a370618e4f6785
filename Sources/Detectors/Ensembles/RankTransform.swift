import Algorithms
import Foundation
import LinearAlgebra

/// Puts the scores of unlike detectors on one scale: the log odds of a score's rank among those of unobserved pairs.
/// Beyond the largest and the smallest of these it continues linearly, so that no order is lost.
struct RankTransform: Sendable {
    /// Evenly spaced quantiles of those scores, ascending, `1 × knots`.
    let quantiles: Matrix<Float>
    private let spread: Double

    static let knots = 512

    /// - Precondition: there is a score, and none is NaN.
    init(of scores: [Double]) {
        let sorted = scores.sorted()
        let indices = (0..<Self.knots).map { knot in
            Int((Double(knot) / Double(Self.knots - 1) * Double(sorted.count - 1)).rounded())
        }
        self.init(quantiles: Matrix(rows: 1, columns: Self.knots, elements: indices.map { Float(sorted[$0]) }))
    }

    /// - Precondition: the quantiles ascend.
    init(quantiles: Matrix<Float>) {
        self.quantiles = quantiles
        let count = quantiles.elements.count
        let width = Double(quantiles.elements[count * 9 / 10]) - Double(quantiles.elements[count / 10])
        spread = width > 0 ? width : 1
    }

    func callAsFunction(_ score: Double) -> Double {
        guard !score.isNaN else { return .nan }
        let knots = quantiles.elements, count = Double(knots.count)
        // The mid-rank among the quantiles, and between two of them in proportion.
        let start = knots.partitioningIndex { Double($0) >= score }
        let end = knots[start...].partitioningIndex { Double($0) > score }
        var rank = Double(start + end) / 2
        if end == start, start > 0, start < knots.count {
            let below = Double(knots[start - 1]), above = Double(knots[start])
            rank += (score - below) / (above - below) - 0.5
        }
        let fraction = (rank + 0.5) / (count + 1)
        let beyond =
            score < Double(knots[0])
            ? score - Double(knots[0]) : max(0, score - Double(knots[knots.count - 1]))
        return log(fraction / (1 - fraction)) + beyond / spread
    }
}
