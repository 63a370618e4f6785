extension RankingCurve {
    /// The area under the ROC curve up to a false-positive rate, the last segment interpolated; at most the rate.
    ///
    /// Up to one over the number of negatives it is interpolation alone.
    ///
    /// - Returns: nil where positives or negatives are missing.
    /// - Throws: ``StatisticsError/outOfRange(_:)`` for a rate outside 0...1, 0 excluded.
    public func partialArea(toFalsePositiveRate rate: Double) throws(StatisticsError) -> Double? {
        guard rate > 0, rate <= 1 else { throw .outOfRange("the false-positive rate \(rate)") }
        guard positives > 0, negatives > 0 else { return nil }
        let end = rate * negatives
        var area = 0.0, previousTrue = 0.0, previousFalse = 0.0
        for (hits, alarms) in zip(truePositives, falsePositives) {
            let width = min(alarms, end) - previousFalse
            let full = alarms - previousFalse
            if width > 0 {
                let height = (hits - previousTrue) * width / full
                area += width * (previousTrue + height / 2)
            }
            (previousTrue, previousFalse) = (hits, alarms)
            guard previousFalse < end else { break }
        }
        return area / (positives * negatives)
    }

    /// The partial area on a scale where ½ is chance and 1 is perfect: ½ (1 + (A − f²/2)/(f − f²/2)) for the area *A*
    /// up to the rate *f* (D. K. McClish, "Analyzing a portion of the ROC curve", Medical Decision Making 9, 1989).
    ///
    /// - Returns: nil where positives or negatives are missing.
    /// - Throws: ``StatisticsError/outOfRange(_:)`` for a rate outside 0...1, 0 excluded.
    public func standardizedPartialArea(toFalsePositiveRate rate: Double) throws(StatisticsError) -> Double? {
        guard let area = try partialArea(toFalsePositiveRate: rate) else { return nil }
        let chance = rate * rate / 2
        return (1 + (area - chance) / (rate - chance)) / 2
    }

    /// The precision at another prevalence: TPR·π / (TPR·π + FPR·(1−π)).
    ///
    /// - Returns: nil where nothing raises an alarm.
    /// - Throws: ``StatisticsError/outOfRange(_:)`` for a rate or a prevalence outside 0...1.
    public static func precision(
        truePositiveRate: Double, falsePositiveRate: Double, prevalence: Double
    ) throws(StatisticsError) -> Double? {
        for rate in [truePositiveRate, falsePositiveRate, prevalence] {
            guard (0...1).contains(rate) else { throw .outOfRange("the rate \(rate)") }
        }
        let hits = truePositiveRate * prevalence, alarms = falsePositiveRate * (1 - prevalence)
        return hits + alarms > 0 ? hits / (hits + alarms) : nil
    }
}
