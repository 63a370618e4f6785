import CGSL
import Foundation

/// How an interval is read from the replicates of a bootstrap.
public enum BootstrapInterval: String, Hashable, Sendable, CaseIterable {
    /// The quantiles of the replicates (B. Efron, "Bootstrap methods: another look at the jackknife", Annals of
    /// Statistics 7, 1979).
    case percentile
    /// Student's t on the scale of log(p/(1−p)), for numbers between 0 and 1: the standard deviation *s* of the
    /// replicates becomes s/(p(1−p)), and the ends are transformed back. Of a number that is 0 or 1, or outside, it is
    /// the percentile interval.
    case logit
    /// Bias corrected and accelerated: the quantiles Φ(z₀ + (z₀ + z)/(1 − a(z₀ + z))) for z = ±Φ⁻¹((1 + level)/2)
    /// (B. Efron, "Better bootstrap confidence intervals", JASA 82, 1987, equation 6.8).
    ///
    /// z₀ is the normal quantile of the fraction of replicates below the observed value, equal ones counting half. The
    /// acceleration is a = ⅙ Σ l³/n³ / (Σ l²/n²)^{3/2} over the strata and their n jackknife values
    /// l = (n − 1)(mean − value) (Davison and Hinkley, "Bootstrap methods and their application", 1997, equation 5.32).
    case bca = "BCa"
}

extension Estimate {
    /// A statistic with the interval that bootstrap replicates give.
    ///
    /// There is none, and ``method`` says why, without replicates, where more than one of twenty is undefined — the
    /// tails of an interval are lost among them —, and where the replicates do not vary, as those of a perfect ranking:
    /// an interval without width would claim a certainty that no sample has.
    ///
    /// - Parameters:
    ///   - value: the statistic of the sample as it is.
    ///   - replicates: the statistic of each replicate; NaN where it has none.
    ///   - interval: how the interval is read.
    ///   - jackknife: for BCa, the statistic of the sample without each of its units, by stratum.
    ///   - units: how many units were drawn, which widens the interval where they are few; nil for no such allowance.
    ///   - sample: what was resampled, for ``method``: `8 + 32 clusters`.
    /// - Throws: ``StatisticsError/notANumber`` for a value that is NaN, ``StatisticsError/outOfRange(_:)`` for a level
    ///   outside 0..<1.
    public static func bootstrap(
        _ value: Double, replicates: [Double], by interval: BootstrapInterval = .percentile,
        jackknife: [[Double]] = [], units: ResampledUnits? = nil, level: Double = 0.95, of sample: String
    ) throws(StatisticsError) -> Estimate {
        try StatisticsError.checkLevel(level)
        guard !value.isNaN else { throw .notANumber }
        let defined = replicates.filter { !$0.isNaN }, undefined = replicates.count - defined.count
        guard !replicates.isEmpty else { return withoutInterval(value, because: "there are no replicates") }
        guard undefined * 20 <= replicates.count, let quantiles = Quantiles(of: defined) else {
            return withoutInterval(value, because: "\(undefined) of \(replicates.count) replicates are undefined")
        }
        guard quantiles(0) < quantiles(1) else {
            return withoutInterval(value, because: "the replicates do not vary")
        }
        let deviations = units?.deviations(for: level) ?? gsl_cdf_ugaussian_Qinv((1 - level) / 2)
        let note = undefined == 0 ? "" : ", \(undefined) undefined"
        func method(_ kind: String) -> String {
            "cluster bootstrap, \(kind)\(percent(level)), \(replicates.count) replicates\(note), \(sample)"
        }
        if interval == .logit, value > 0, value < 1 {
            let half = deviations * gsl_stats_sd(defined, 1, defined.count) / (value * (1 - value))
            let logit = log(value / (1 - value))
            return Estimate(
                value: value, from: 1 / (1 + exp(half - logit)), to: 1 / (1 + exp(-half - logit)),
                method: method("t of the logit, "))
        }
        var tails = [gsl_cdf_ugaussian_P(-deviations), gsl_cdf_ugaussian_P(deviations)]
        if interval == .bca {
            guard let acceleration = acceleration(jackknife) else {
                return withoutInterval(value, because: "the jackknife values of BCa are undefined or do not vary")
            }
            let below = defined.reduce(0) { $0 + ($1 < value ? 1 : $1 == value ? 0.5 : 0) } / Double(defined.count)
            guard below > 0, below < 1 else {
                return withoutInterval(value, because: "BCa needs replicates on both sides of the value")
            }
            let bias = gsl_cdf_ugaussian_Pinv(below)
            let shifts = [bias - deviations, bias + deviations]
            guard shifts.allSatisfy({ acceleration * $0 < 1 }) else {
                return withoutInterval(value, because: "the acceleration \(acceleration) is too large for BCa")
            }
            tails = shifts.map { gsl_cdf_ugaussian_P(bias + $0 / (1 - acceleration * $0)) }
        }
        let low = quantiles(tails[0]), high = quantiles(tails[1])
        guard low < high else { return withoutInterval(value, because: "nearly all replicates are equal") }
        return Estimate(value: value, interval: low...high, method: method(interval == .bca ? "BCa, " : ""))
    }

    /// A number without an interval, and why it has none.
    public static func withoutInterval(_ value: Double, because reason: String) -> Estimate {
        Estimate(value: value, interval: nil, method: "no interval: \(reason)")
    }

    /// The acceleration of BCa; nil where it is undefined.
    private static func acceleration(_ jackknife: [[Double]]) -> Double? {
        var squares = 0.0, cubes = 0.0
        for values in jackknife where !values.isEmpty {
            let count = Double(values.count), mean = gsl_stats_mean(values, 1, values.count)
            for value in values {
                let influence = (count - 1) * (mean - value) / count
                squares += influence * influence
                cubes += influence * influence * influence
            }
        }
        return squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : nil
    }
}
