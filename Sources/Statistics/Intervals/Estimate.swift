import CGSL

/// A number with its uncertainty.
public struct Estimate: Hashable, Sendable {
    /// The estimated number.
    public let value: Double
    /// The interval; nil where the sample supports none, and then ``method`` says why.
    public let interval: ClosedRange<Double>?
    /// How the interval was made, or why there is none: `t, 95 %, n = 3`.
    public let method: String

    /// An estimate that was computed elsewhere; `method` says why where there is no interval.
    public init(value: Double, interval: ClosedRange<Double>?, method: String) {
        self.value = value
        self.interval = interval
        self.method = method
    }

    /// A number with the interval between two ends; without one, and ``method`` says so, where an end is not a number or
    /// they are not in order, as rounding and overflow may leave them.
    init(value: Double, from low: Double, to high: Double, method: String) {
        if low <= high {
            self.init(value: value, interval: low...high, method: method)
        } else {
            self = .withoutInterval(value, because: "its ends are not numbers in order")
        }
    }

    /// The mean of independent values with Student's t interval: x̄ ± t(n−1, (1+level)/2) · s/√n.
    ///
    /// - Parameter range: what the values can be; the interval stays within (``ends(around:half:within:)``).
    /// - Returns: nil for no value; no interval for a single one, nor where the mean or its standard error is no finite
    ///   number.
    public static func mean(
        of values: [Double], level: Double = 0.95, within range: ClosedRange<Double> = anyNumber
    ) -> Estimate? {
        plainMean(of: values, level: level)?.onScale(of: range)
    }

    private static func plainMean(of values: [Double], level: Double) -> Estimate? {
        guard !values.isEmpty else { return nil }
        let mean = gsl_stats_mean(values, 1, values.count)
        guard values.count > 1 else {
            return Estimate(value: mean, interval: nil, method: "no interval from a single value")
        }
        guard values.contains(where: { $0 != values[0] }) else {
            // Equal values contain no information about their variation; an interval without width would be wrong.
            return Estimate(value: mean, interval: nil, method: "no interval: the \(values.count) values are equal")
        }
        let half = gsl_cdf_tdist_Pinv((1 + level) / 2, Double(values.count - 1)) * standardError(of: values)
        guard (mean - half).isFinite, (mean + half).isFinite else {
            return .withoutInterval(mean, because: "the values, or what they vary by, are infinite or no numbers")
        }
        return Estimate(
            value: mean, from: mean - half, to: mean + half, method: "t, \(percent(level)), n = \(values.count)")
    }

    /// The standard error of the mean, s/√n, with the n−1 form of s; 0 for fewer than two values.
    public static func standardError(of values: [Double]) -> Double {
        guard values.count > 1 else { return 0 }
        return gsl_stats_sd(values, 1, values.count) / Double(values.count).squareRoot()
    }
}
