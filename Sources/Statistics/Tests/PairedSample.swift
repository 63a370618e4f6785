import CGSL

/// Two measurements of each of several independent worlds, seen as their differences.
public struct PairedSample: Sendable {
    /// First minus second; differences that are not zero only because of rounding are zero.
    public let differences: [Double]
    /// The rounding error of a difference: closer ones are equal, as 0.80 − 0.79 and 0.66 − 0.65 should be.
    let resolution: Double

    /// - Throws: ``StatisticsError/empty``, ``StatisticsError/infinite`` or ``StatisticsError/notANumber``.
    /// - Precondition: as many first values as second ones.
    public init(_ first: [Double], _ second: [Double]) throws(StatisticsError) {
        precondition(first.count == second.count)
        guard !first.isEmpty else { throw .empty }
        try StatisticsError.checkFinite(first + second)
        let resolution = 4 * (first + second).reduce(0) { max($0, abs($1)) }.ulp
        differences = zip(first, second).map { abs($0 - $1) <= resolution ? 0 : $0 - $1 }
        self.resolution = resolution
        // The difference of finite values may still be infinite.
        try StatisticsError.checkFinite(differences)
    }

    /// The number of pairs.
    public var count: Int { differences.count }

    /// How often the first is larger, equal and smaller.
    public var winsTiesLosses: (wins: Int, ties: Int, losses: Int) {
        let wins = differences.count { $0 > 0 }, losses = differences.count { $0 < 0 }
        return (wins, count - wins - losses, losses)
    }

    /// Student's paired t test: t = d̄ / (s/√n) with n − 1 degrees of freedom.
    ///
    /// - Throws: ``StatisticsError/tooFew(needed:found:)`` for a single pair, ``StatisticsError/noVariation`` for
    ///   differences that are all equal and not zero.
    public func tTest() throws(StatisticsError) -> TestResult {
        guard count > 1 else { throw .tooFew(needed: 2, found: count) }
        let method = "paired t, df = \(count - 1)", mean = gsl_stats_mean(differences, 1, count)
        guard differences.contains(where: { $0 != 0 }) else {
            return TestResult(statistic: 0, pValue: 1, method: method)
        }
        guard differences.contains(where: { abs($0 - differences[0]) > resolution }) else { throw .noVariation }
        let t = mean / (gsl_stats_variance(differences, 1, count) / Double(count)).squareRoot()
        return TestResult(statistic: t, pValue: 2 * gsl_cdf_tdist_Q(abs(t), Double(count - 1)), method: method)
    }
}
