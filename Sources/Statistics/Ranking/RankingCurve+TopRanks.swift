extension RankingCurve {
    /// The number of positives to expect among the first *k* cases, equal scores being in random order (McSherry and
    /// Najork, "Computing information retrieval performance measures efficiently in the presence of tied scores",
    /// ECIR 2008).
    private func expectedHits(among k: Double) -> Double {
        var previousHits = 0.0, previousCount = 0.0
        for (hits, alarms) in zip(truePositives, falsePositives) {
            let count = hits + alarms
            if count >= k {
                return previousHits + (hits - previousHits) * (k - previousCount) / (count - previousCount)
            }
            (previousHits, previousCount) = (hits, count)
        }
        return previousHits
    }

    /// The fraction of positives among the first *k* cases; ranks beyond the last case are misses.
    ///
    /// - Returns: nil where positives or negatives are missing.
    /// - Throws: ``StatisticsError/outOfRange(_:)`` unless *k* is positive.
    public func precision(at k: Int) throws(StatisticsError) -> Double? {
        guard k > 0 else { throw .outOfRange("the number of ranks \(k)") }
        guard positives > 0, negatives > 0 else { return nil }
        return expectedHits(among: Double(k)) / Double(k)
    }

    /// The fraction of the positives that is among the first *k* cases.
    ///
    /// - Returns: nil where positives or negatives are missing.
    /// - Throws: ``StatisticsError/outOfRange(_:)`` unless *k* is positive.
    public func recall(at k: Int) throws(StatisticsError) -> Double? {
        guard k > 0 else { throw .outOfRange("the number of ranks \(k)") }
        guard positives > 0, negatives > 0 else { return nil }
        return expectedHits(among: Double(k)) / positives
    }

    /// The precision among as many first cases as there are positives.
    ///
    /// - Returns: nil where positives or negatives are missing.
    public var rPrecision: Double? {
        guard positives > 0, negatives > 0 else { return nil }
        return expectedHits(among: positives) / positives
    }
}
