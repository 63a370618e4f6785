import Foundation

/// Measures of change and of concentration.
public enum Drift {
    /// The population stability index Σ (aᵢ − eᵢ) ln(aᵢ/eᵢ) of fractions in bins (symmetrised Kullback–Leibler;
    /// Jeffreys, Proceedings of the Royal Society A 186, 1946). Half a case is added to every bin, so that empty ones
    /// are finite.
    ///
    /// - Throws: ``StatisticsError/empty`` for a sample without cases, ``StatisticsError/negativeWeight``.
    /// - Precondition: as many bins on both sides.
    public static func populationStabilityIndex(expected: [Int], actual: [Int]) throws(StatisticsError) -> Double {
        precondition(expected.count == actual.count)
        guard (expected + actual).allSatisfy({ $0 >= 0 }) else { throw .negativeWeight }
        let bins = Double(expected.count) / 2
        let before = Double(expected.reduce(0, +)), after = Double(actual.reduce(0, +))
        guard before > 0, after > 0 else { throw .empty }
        return zip(expected, actual).reduce(0) { sum, pair in
            let (e, a) = ((Double(pair.0) + 0.5) / (before + bins), (Double(pair.1) + 0.5) / (after + bins))
            return sum + (a - e) * log(a / e)
        }
    }

    /// The Gini coefficient of amounts, such as alerts of each account: Σ (2i − n − 1) xᵢ / (n Σ xᵢ) for ascending *x*;
    /// 0 for equal amounts, (n − 1)/n for all in one (C. Gini, "Variabilità e mutabilità", 1912).
    ///
    /// - Returns: nil where all amounts are 0.
    /// - Throws: ``StatisticsError/empty``, ``StatisticsError/negativeWeight``, or an error for one that is not finite.
    public static func gini(_ amounts: [Double]) throws(StatisticsError) -> Double? {
        guard !amounts.isEmpty else { throw .empty }
        try StatisticsError.checkFinite(amounts)
        guard amounts.allSatisfy({ $0 >= 0 }) else { throw .negativeWeight }
        let largest = amounts.reduce(0, max)
        guard largest > 0 else { return nil }
        let count = Double(amounts.count)
        var weighted = 0.0, total = 0.0
        for (index, amount) in amounts.sorted().enumerated() {
            weighted += (2 * Double(index + 1) - count - 1) * (amount / largest)
            total += amount / largest
        }
        return weighted / (count * total)
    }
}
