import Algorithms
import Foundation
import LinearAlgebra
import Statistics

/// Turns scores into how rare they are among legitimate pairs that a model has not seen: −log₁₀ of the tail probability.
/// A score of 3 is then reached by one in a thousand new legitimate pairs, for every detector and every tenant.
///
/// The probability is (1 + #{left out ≥ s}) / (n + 1), interpolated in its logarithm between the scores of pairs that
/// were left out of a fit. Beyond the largest of them, where a sample says nothing, an exponential tail with the mean
/// excess over the 90 % quantile continues it, so that the order of scores is kept (J. Pickands, "Statistical inference
/// using extreme order statistics", Annals of Statistics 3, 1975, with shape 0).
struct TailCalibration: Sendable {
    /// The distinct scores of each tenant's left-out pairs, ascending, and −log₁₀ of their tail probabilities.
    private let knots: [[(score: Double, value: Double)]]
    /// What a further unit of score adds beyond the last knot.
    private let slopes: [Double]
    private let tenantOfUser: [Int32]
    /// The left-out scores with the indices of their tenants, `n × 2`.
    let scores: Matrix<Float>

    /// - Parameters:
    ///   - scores: as ``scores``; a tenant without any has the scores themselves for values.
    ///   - tenantOfUser: the index of each user's tenant.
    init(scores: Matrix<Float>, tenants: Int, tenantOfUser: [Int32]) {
        var ofTenant = [[Double]](repeating: [], count: tenants)
        for row in 0..<scores.rows {
            let tenant = Int(exactly: scores[row, 1]) ?? -1
            if ofTenant.indices.contains(tenant) { ofTenant[tenant].append(Double(scores[row, 0])) }
        }
        self.scores = scores
        self.tenantOfUser = tenantOfUser
        knots = ofTenant.map(Self.knots)
        slopes = ofTenant.map(Self.slope)
    }

    private static func knots(_ scores: [Double]) -> [(score: Double, value: Double)] {
        let sorted = scores.sorted()
        var knots: [(score: Double, value: Double)] = []
        for (index, score) in sorted.enumerated() where knots.last?.score != score {
            let tail = Double(1 + sorted.count - index) / Double(sorted.count + 1)
            knots.append((score, -log10(tail)))
        }
        return knots
    }

    private static func slope(_ scores: [Double]) -> Double {
        let sorted = scores.sorted()
        guard !sorted.isEmpty else { return 1 }
        let start = sorted[Int(0.9 * Double(sorted.count - 1))]
        let excesses = sorted.filter { $0 > start }.map { $0 - start }
        let mean = excesses.reduce(0, +) / Double(max(1, excesses.count))
        return mean > 0 ? 1 / (mean * log(10)) : 1
    }

    func calibrated(_ score: Double, user: Int32) -> Double {
        let tenant = Int(tenantOfUser[Int(user)]), knots = knots[tenant]
        guard let first = knots.first, let last = knots.last, !score.isNaN else { return score }
        if score <= first.score { return first.value }
        if score >= last.score { return last.value + (score - last.score) * slopes[tenant] }
        let above = knots.partitioningIndex { $0.score > score }
        return LinearInterpolation.value(
            at: score, from: (knots[above - 1].score, knots[above - 1].value),
            to: (knots[above].score, knots[above].value))
    }
}
