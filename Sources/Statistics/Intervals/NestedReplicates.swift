import CGSL

/// How certain the mean over replicates is that have some of their cases in common: what their cases vary by, and what
/// replicates vary by beyond that.
///
/// Replicates of one log share its benign cases and differ in their injections and starts. The variance between them knows
/// nothing of what they share, and gets no smaller for what they share however many there are. So cases are resampled with
/// the same draws of what is shared in all replicates, and with draws of their own of what is not: the variance of the mean
/// over replicates of what is drawn is that of the cases. Where replicates vary more than their own cases explain, as
/// random starts make them, the rest is added, divided by their number (nested bootstrap; A. C. Davison, D. V. Hinkley,
/// "Bootstrap methods and their application", 1997, section 3.8; the half-widths of the two parts are added in quadrature,
/// each with its own quantile, after G. Y. Zou, A. Donner, Statistics in Medicine 27, 2008, 1693–1702).
package struct NestedReplicates: Hashable, Sendable {
    /// The mean over the replicates.
    package let mean: Double
    /// The number of replicates.
    package let count: Int
    /// The number of resamples.
    package let resamples: Int
    /// The standard deviation that the resampled mean has: the cases' own part.
    package let casesDeviation: Double
    /// The variance of the mean that replicates bring beyond their cases; 0 where cases explain all of it.
    package let excessVariance: Double
    /// How many units were drawn, which widens the cases' part where they are few.
    package let units: ResampledUnits?

    /// - Parameters:
    ///   - values: the value of each replicate.
    ///   - draws: for each replicate its value in each resample, the same resamples in all; NaN where it has none.
    ///   - units: how many units were drawn.
    /// - Returns: nil where values are missing or not finite, or more than a twentieth of the resamples has none: then
    ///   nothing is known.
    package init?(values: [Double], draws: [[Double]], units: ResampledUnits?) {
        guard let asked = draws.first?.count, values.count == draws.count, !values.isEmpty,
            draws.allSatisfy({ $0.count == asked }), values.allSatisfy(\.isFinite)
        else { return nil }
        let defined = (0..<asked).filter { index in draws.allSatisfy { $0[index].isFinite } }
        guard defined.count > 1, (asked - defined.count) * 20 <= asked else { return nil }
        count = values.count
        resamples = defined.count
        self.units = units
        mean = values.reduce(0, +) / Double(values.count)
        let means = defined.map { index in draws.reduce(0) { $0 + $1[index] } / Double(values.count) }
        let ofMean = gsl_stats_variance(means, 1, means.count)
        casesDeviation = ofMean.squareRoot()
        guard values.count > 1 else {
            excessVariance = 0
            return
        }
        let replicates = Double(values.count)
        let single =
            draws.reduce(0.0) { sum, draws in
                let kept = defined.map { draws[$0] }
                return sum + gsl_stats_variance(kept, 1, kept.count)
            } / replicates
        // Var(mean) = shared + own / R and Var(single) = shared + own, so that this is the part that replicates do not
        // share.
        let own = max(0, (single - ofMean) * replicates / (replicates - 1))
        excessVariance = max(0, gsl_stats_variance(values, 1, values.count) - own) / replicates
    }

    /// Half of the interval, never less than the cases alone ask for.
    package func halfWidth(level: Double) -> Double {
        let ofCases =
            (units?.deviations(for: level) ?? gsl_cdf_ugaussian_Qinv((1 - level) / 2)) * casesDeviation
        guard excessVariance > 0 else { return ofCases }
        let quantile = gsl_cdf_tdist_Qinv((1 - level) / 2, Double(count - 1))
        return (ofCases * ofCases + quantile * quantile * excessVariance).squareRoot()
    }

    /// The mean with its interval.
    ///
    /// - Parameter range: what the value can be; its interval stays within.
    /// - Throws: ``StatisticsError/outOfRange(_:)`` for a level outside 0..<1.
    package func estimate(
        level: Double = 0.95, within range: ClosedRange<Double> = Estimate.anyNumber
    ) throws(StatisticsError) -> Estimate {
        try StatisticsError.checkLevel(level)
        let half = halfWidth(level: level)
        guard half > 0, half.isFinite else {
            return .withoutInterval(mean, because: "neither cases nor replicates vary")
        }
        return Estimate(
            value: mean, interval: Estimate.ends(around: mean, half: half, within: range),
            method: "nested bootstrap of cases and replicates\(Estimate.scale(of: range)), \(Estimate.percent(level)), "
                + "n = \(count), \(resamples) resamples")
    }
}
