import CGSL
import Foundation

/// The area under a ROC curve with its variance, from independent cases.
///
/// The structural components of E. R. DeLong, D. M. DeLong and Clarke-Pearson (Biometrics 44, 1988) from mid-ranks
/// (Sun and Xu, "Fast implementation of DeLong's algorithm", IEEE Signal Processing Letters 21, 2014). With *T* the
/// rank among all cases and *R* the rank within a case's own class, V₁₀ = (T − R)/n for each of the *m* positives,
/// V₀₁ = 1 − (T − R)/m for each of the *n* negatives, and the variance is s²(V₁₀)/m + s²(V₀₁)/n.
public struct DeLong: Sendable {
    /// The area under the curve, 0...1; ties count half.
    public let area: Double
    private let positive: [Bool]
    /// For each positive, the fraction of negatives below it, ties counting half.
    private let positiveComponents: [Double]
    /// For each negative, the fraction of positives above it.
    private let negativeComponents: [Double]

    /// Complexity: O(*n* log *n*).
    ///
    /// - Throws: ``StatisticsError/notANumber``, ``StatisticsError/oneClass``, or
    ///   ``StatisticsError/tooFew(needed:found:)`` for a single positive or negative, which has no variance.
    /// - Precondition: one label for each score.
    public init(scores: [Double], positive: [Bool]) throws(StatisticsError) {
        precondition(scores.count == positive.count)
        guard !scores.contains(where: \.isNaN) else { throw .notANumber }
        let above = zip(scores, positive).filter(\.1).map(\.0), below = zip(scores, positive).filter { !$0.1 }.map(\.0)
        let fewer = min(above.count, below.count)
        guard fewer > 0 else { throw .oneClass }
        guard fewer > 1 else { throw .tooFew(needed: 2, found: 1) }
        let ranks = MidRanks(of: scores).ranks
        let positiveRanks = zip(ranks, positive).filter(\.1).map(\.0)
        let negativeRanks = zip(ranks, positive).filter { !$0.1 }.map(\.0)
        let (positives, negatives) = (Double(above.count), Double(below.count))
        positiveComponents = zip(positiveRanks, MidRanks(of: above).ranks).map { ($0 - $1) / negatives }
        negativeComponents = zip(negativeRanks, MidRanks(of: below).ranks).map { 1 - ($0 - $1) / positives }
        area = (positiveRanks.reduce(0, +) - positives * (positives + 1) / 2) / (positives * negatives)
        self.positive = positive
    }

    /// The variance of the area.
    public var variance: Double { covariance(with: self) }

    /// The covariance with the area of another scorer.
    ///
    /// - Precondition: both scored the same cases in the same order.
    public func covariance(with other: DeLong) -> Double {
        precondition(positive == other.positive, "scorers of different cases")
        func mean(_ first: [Double], _ second: [Double]) -> Double {
            gsl_stats_covariance(first, 1, second, 1, first.count) / Double(first.count)
        }
        return mean(positiveComponents, other.positiveComponents) + mean(negativeComponents, other.negativeComponents)
    }

    /// The scale on which an interval of the area is symmetric.
    public enum Scale: String, Hashable, Sendable, CaseIterable {
        /// A ± z·s, cut off at 0 and 1, which it often reaches.
        case plain
        /// The interval of log(A/(1−A)), whose standard error is s/(A(1−A)), transformed back.
        case logit
    }

    /// The area with its interval.
    ///
    /// Of binormal areas of 0.76 and 0.90, with five negatives for each positive, 95 % intervals by the logit held 94.8
    /// and 93.6 % at 20 positives, 94.5 and 93.8 % at 50, 95.8 and 95.0 % at 200; plain ones 92.7 and 89.4 %, 93.3 and
    /// 91.9 %, 95.5 and 94.4 %, as they ignore the skewness near 1 (2,000 repetitions, standard error 0.5 %). The cases
    /// must be independent: of 20 clusters of four positives that share half of their variance the interval held 79 %,
    /// where those of ``ClusterBootstrap`` held 93 to 94 %.
    ///
    /// - Throws: ``StatisticsError/outOfRange(_:)`` for a level outside 0..<1.
    public func estimate(level: Double = 0.95, scale: Scale = .logit) throws(StatisticsError) -> Estimate {
        try StatisticsError.checkLevel(level)
        // Such a sample contains no information about the variance; an interval without width would be wrong.
        guard variance > 0 else {
            return .withoutInterval(area, because: "the classes are separate or all tied")
        }
        let half = gsl_cdf_ugaussian_Qinv((1 - level) / 2) * variance.squareRoot()
        let ends: (low: Double, high: Double)
        switch scale {
        case .plain:
            ends = (max(0, area - half), min(1, area + half))
        case .logit:
            let logit = log(area / (1 - area)), width = half / (area * (1 - area))
            ends = (1 / (1 + exp(width - logit)), 1 / (1 + exp(-width - logit)))
        }
        return Estimate(
            value: area, from: ends.low, to: ends.high,
            method: "DeLong, \(scale.rawValue), \(Estimate.percent(level)), \(counts)")
    }

    /// The difference to the area of another scorer, this one minus the other, with the interval D ± z·s cut off at −1
    /// and 1.
    ///
    /// - Throws: ``StatisticsError/outOfRange(_:)`` for a level outside 0..<1.
    /// - Precondition: both scored the same cases in the same order.
    public func difference(from other: DeLong, level: Double = 0.95) throws(StatisticsError) -> Estimate {
        try StatisticsError.checkLevel(level)
        let difference = area - other.area, variance = variance(ofDifferenceFrom: other)
        guard variance > 0 else { return .withoutInterval(difference, because: "the difference does not vary") }
        let half = gsl_cdf_ugaussian_Qinv((1 - level) / 2) * variance.squareRoot()
        return Estimate(
            value: difference, from: max(-1, difference - half), to: min(1, difference + half),
            method: "DeLong, paired, \(Estimate.percent(level)), \(counts)")
    }

    private func variance(ofDifferenceFrom other: DeLong) -> Double {
        variance + other.variance - 2 * covariance(with: other)
    }

    private var counts: String { "\(positiveComponents.count) positives, \(negativeComponents.count) negatives" }

    /// Tests whether two scorers of the same cases have the same area: z = (A₁ − A₂)/√(s₁² + s₂² − 2s₁₂).
    ///
    /// - Throws: ``StatisticsError/noVariation`` where the areas differ and yet nothing varies.
    /// - Precondition: both scored the same cases in the same order.
    public func compared(with other: DeLong) throws(StatisticsError) -> TestResult {
        let difference = area - other.area
        let method = "DeLong, paired, \(counts)"
        // Equal areas are no evidence of a difference, whatever the variance; it is 0 for equal rankings.
        guard difference != 0 else { return TestResult(statistic: 0, pValue: 1, method: method) }
        let variance = variance(ofDifferenceFrom: other)
        guard variance > 0 else { throw .noVariation }
        let z = difference / variance.squareRoot()
        return TestResult(statistic: z, pValue: 2 * gsl_cdf_ugaussian_Q(abs(z)), method: method)
    }
}
