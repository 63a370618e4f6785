import CGSL

extension Estimate {
    /// The median time until an event, of units that have it at their time or never.
    ///
    /// It is the first time by which half of the units have had the event: the median of their times where *never* is
    /// infinite. Units that never have it are not censored: it is known that they had none, and nothing is supposed of
    /// when they might have.
    ///
    /// The interval goes from the *k*-th time to the *k*-th last, *never* among them, with the largest *k* for which
    /// P(B < k) ≤ α/2, B being binomial of n trials with ½. It supposes nothing of the distribution, covers at least
    /// its level for independent units, and is the inverted sign test (W. J. Conover, "Practical nonparametric
    /// statistics", 3rd edition, 1999, section 3.2). Its upper end is infinite where the *k*-th last never has the event.
    ///
    /// - Parameter times: one for each unit, infinite for *never*.
    /// - Returns: nil where fewer than half of the units have the event, so that the median is *never*.
    /// - Throws: ``StatisticsError/empty``, ``StatisticsError/outOfRange(_:)`` for a negative time or a level outside
    ///   0..<1, or an error for a time that is NaN.
    public static func medianTime(of times: [Double], level: Double = 0.95) throws(StatisticsError) -> Estimate? {
        try StatisticsError.checkLevel(level)
        guard !times.isEmpty else { throw .empty }
        guard !times.contains(where: \.isNaN) else { throw .outOfRange("a time that is no number") }
        guard times.allSatisfy({ $0 >= 0 }) else { throw .outOfRange("a negative time") }
        let sorted = times.sorted(), count = sorted.count
        let median = sorted[(count + 1) / 2 - 1]
        guard median.isFinite else { return nil }
        let found = sorted.count { $0.isFinite }
        guard let rank = lowerRank(of: count, tail: (1 - level) / 2) else {
            return .withoutInterval(
                median, because: "\(count) units are too few for \(percent(level)); \(found) of them have the event")
        }
        return Estimate(
            value: median, from: sorted[rank - 1], to: sorted[count - rank],
            method: "order statistics, \(percent(level)), \(found) events of \(count), the others never")
    }

    /// The largest *k* in 1...n/2 for which P(B < k) is at most `tail`; nil where there is none.
    private static func lowerRank(of count: Int, tail: Double) -> Int? {
        // P(B ≤ k − 1) grows with k.
        var low = 0, high = count / 2
        while low < high {
            let middle = (low + high + 1) / 2
            if gsl_cdf_binomial_P(UInt32(clamping: middle - 1), 0.5, UInt32(clamping: count)) <= tail {
                low = middle
            } else {
                high = middle - 1
            }
        }
        return low > 0 ? low : nil
    }
}
