/// How many positives and negatives lie at or above each score: what ROC and precision–recall curves are drawn from.
///
/// Equal scores are one step, so that the order of the input changes nothing. Infinite scores are legitimate ranks.
public struct RankingCurve: Sendable {
    /// The distinct scores, descending.
    public let scores: [Double]
    /// The number of positives with at least that score.
    public let truePositives: [Int]
    /// The number of negatives with at least that score.
    public let falsePositives: [Int]

    /// Ranks cases. Complexity: O(*n* log *n*).
    ///
    /// - Throws: ``StatisticsError/notANumber`` for a score that is NaN.
    /// - Precondition: one label for each score.
    public init(scores: [Double], positive: [Bool]) throws(StatisticsError) {
        precondition(scores.count == positive.count)
        guard !scores.contains(where: \.isNaN) else { throw .notANumber }
        var distinct: [Double] = [], truePositives: [Int] = [], falsePositives: [Int] = []
        var positives = 0, negatives = 0
        for index in scores.indices.sorted(by: { scores[$0] > scores[$1] }) {
            if positive[index] { positives += 1 } else { negatives += 1 }
            if distinct.last == scores[index] {
                truePositives[truePositives.count - 1] = positives
                falsePositives[falsePositives.count - 1] = negatives
            } else {
                distinct.append(scores[index])
                truePositives.append(positives)
                falsePositives.append(negatives)
            }
        }
        self.scores = distinct
        self.truePositives = truePositives
        self.falsePositives = falsePositives
    }

    public var positives: Int { truePositives.last ?? 0 }
    public var negatives: Int { falsePositives.last ?? 0 }

    /// The area under the ROC curve: the probability that a positive outranks a negative, ties counting half
    /// (the Mann–Whitney statistic with mid-ranks; Hanley and McNeil, Radiology 143, 1982).
    ///
    /// - Returns: nil where positives or negatives are missing.
    public var rocAUC: Double? {
        guard positives > 0, negatives > 0 else { return nil }
        var area = 0.0, previousTrue = 0, previousFalse = 0
        for (hits, alarms) in zip(truePositives, falsePositives) {
            area += Double(alarms - previousFalse) * Double(hits + previousTrue) / 2
            (previousTrue, previousFalse) = (hits, alarms)
        }
        return area / (Double(positives) * Double(negatives))
    }

    /// Average precision: Σ (Rₙ − Rₙ₋₁) · Pₙ over the distinct scores, the step sum without interpolation.
    ///
    /// - Returns: nil where positives or negatives are missing.
    public var averagePrecision: Double? {
        guard positives > 0, negatives > 0 else { return nil }
        var sum = 0.0, previous = 0
        for (hits, alarms) in zip(truePositives, falsePositives) {
            sum += Double(hits - previous) / Double(positives) * Double(hits) / Double(hits + alarms)
            previous = hits
        }
        return sum
    }

    /// The largest true-positive rate at a false-positive rate of at most the given one: a step, not interpolated.
    ///
    /// - Returns: nil where positives or negatives are missing.
    public func truePositiveRate(atFalsePositiveRate rate: Double) -> Double? {
        guard positives > 0, negatives > 0 else { return nil }
        var best = 0
        for (hits, alarms) in zip(truePositives, falsePositives) {
            // The quotient is rounded as the literal 0.29 is; 0.29 · 100 would be less than 29.
            guard Double(alarms) / Double(negatives) <= rate else { break }
            best = hits
        }
        return Double(best) / Double(positives)
    }
}
