import CGSL

extension Estimate {
    /// The proportion of hits among independent trials, with the inverted score test (E. B. Wilson, JASA 22, 1927):
    /// (p̂ + z²/2n ± z √(p̂(1−p̂)/n + z²/4n²)) / (1 + z²/n).
    ///
    /// - Throws: ``StatisticsError/empty`` for no trials, ``StatisticsError/outOfRange(_:)`` for counts that cannot be.
    public static func proportion(
        _ hits: Int, of trials: Int, level: Double = 0.95
    ) throws(StatisticsError) -> Estimate {
        try StatisticsError.checkLevel(level)
        guard trials != 0 else { throw .empty }
        guard trials > 0, hits >= 0, hits <= trials else { throw .outOfRange("\(hits) hits of \(trials) trials") }
        let (hits, misses, count) = (Double(hits), Double(trials - hits), Double(trials))
        let z = gsl_cdf_ugaussian_Qinv((1 - level) / 2), square = z * z
        let center = (hits + square / 2) / (count + square)
        let half = z / (count + square) * (hits * misses / count + square / 4).squareRoot()
        // Without hits the lower end is 0 by definition, whatever rounding makes of it; likewise the upper.
        let low = hits == 0 ? 0 : max(0, center - half), high = misses == 0 ? 1 : min(1, center + half)
        return Estimate(
            value: hits / count, from: low, to: high, method: "Wilson, \(percent(level)), n = \(trials)")
    }

    /// Events per unit of exposure, with the exact interval of a Poisson count: χ²(α/2, 2k)/2 and χ²(1−α/2, 2k+2)/2
    /// (F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28, 1936).
    ///
    /// - Parameter exposure: what the events were counted over, such as days.
    /// - Throws: ``StatisticsError/zeroExposure``, or ``StatisticsError/outOfRange(_:)`` for a negative count.
    public static func rate(
        ofEvents events: Int, exposure: Double, level: Double = 0.95
    ) throws(StatisticsError) -> Estimate {
        try StatisticsError.checkLevel(level)
        guard exposure > 0, exposure.isFinite else { throw .zeroExposure }
        guard events >= 0 else { throw .outOfRange("\(events) events") }
        let tail = (1 - level) / 2, count = Double(events)
        let low = events == 0 ? 0 : chiSquare(tail, 2 * count) / 2
        let high = chiSquare(1 - tail, 2 * count + 2) / 2
        return Estimate(
            value: count / exposure, from: low / exposure, to: high / exposure,
            method: "exact Poisson, \(percent(level)), \(events) events")
    }

    static func percent(_ level: Double) -> String {
        let percent = (level * 1000).rounded() / 10
        return percent == percent.rounded() ? "\(Int(percent)) %" : "\(percent) %"
    }

    private static func chiSquare(_ probability: Double, _ freedom: Double) -> Double {
        let bound = freedom + 50 * freedom.squareRoot() + 2_000
        return GSL.quantile(
            probability, within: 0...bound, inverse: { gsl_cdf_chisq_Pinv($0, freedom) },
            cumulative: { gsl_cdf_chisq_P($0, freedom) })
    }
}
