/// How many positives and negatives lie at or above each score: what ROC and precision–recall curves are drawn from.
///
/// Equal scores are one step, so that the order of the input changes nothing. Infinite scores are legitimate ranks.
public struct RankingCurve: Sendable {
    /// The distinct scores, descending.
    public let scores: [Double]
    /// The number of positives with at least that score; the sum of their weights where cases have weights.
    public let truePositives: [Double]
    /// The number of negatives with at least that score; the sum of their weights where cases have weights.
    public let falsePositives: [Double]

    /// Ranks cases. Complexity: O(*n* log *n*).
    ///
    /// - Parameter weights: how often each case counts; once where nil.
    /// - Throws: ``StatisticsError/notANumber`` for a score that is NaN, ``StatisticsError/negativeWeight``, or an error
    ///   for a weight that is not finite.
    /// - Precondition: one label, and one weight, for each score.
    public init(scores: [Double], positive: [Bool], weights: [Double]? = nil) throws(StatisticsError) {
        precondition(scores.count == positive.count && (weights ?? scores).count == scores.count)
        if let weights {
            try StatisticsError.checkFinite(weights)
            guard weights.allSatisfy({ $0 >= 0 }) else { throw .negativeWeight }
        }
        self.init(
            order: try DescendingOrder(of: scores).indices, scores: scores, positive: positive, weights: weights)
    }

    /// The curve of cases that are sorted already.
    ///
    /// - Parameters:
    ///   - order: the indices of the cases that count, by descending score.
    ///   - weights: how often each case counts, not negative; once where nil.
    /// - Precondition: the order is descending, and no score is NaN.
    public init(order: [Int32], scores: [Double], positive: [Bool], weights: [Double]? = nil) {
        var distinct: [Double] = [], truePositives: [Double] = [], falsePositives: [Double] = []
        distinct.reserveCapacity(order.count)
        truePositives.reserveCapacity(order.count)
        falsePositives.reserveCapacity(order.count)
        var positives = 0.0, negatives = 0.0, start = 0
        while start < order.count {
            let score = scores[Int(order[start])]
            while start < order.count, scores[Int(order[start])] == score {
                let index = Int(order[start])
                let weight = weights?[index] ?? 1
                if positive[index] { positives += weight } else { negatives += weight }
                start += 1
            }
            // Cases of weight 0 are no step.
            guard positives + negatives > (truePositives.last ?? 0) + (falsePositives.last ?? 0) else { continue }
            distinct.append(score)
            truePositives.append(positives)
            falsePositives.append(negatives)
        }
        self.scores = distinct
        self.truePositives = truePositives
        self.falsePositives = falsePositives
    }

    /// The weight of all positives.
    public var positives: Double { truePositives.last ?? 0 }
    /// The weight of all negatives.
    public var negatives: Double { falsePositives.last ?? 0 }

    /// The area under the ROC curve: the probability that a positive outranks a negative, ties counting half
    /// (the Mann–Whitney statistic with mid-ranks; Hanley and McNeil, Radiology 143, 1982).
    ///
    /// - Returns: nil where positives or negatives are missing.
    public var rocAUC: Double? {
        guard positives > 0, negatives > 0 else { return nil }
        var area = 0.0, previousTrue = 0.0, previousFalse = 0.0
        for (hits, alarms) in zip(truePositives, falsePositives) {
            area += (alarms - previousFalse) * (hits + previousTrue) / 2
            (previousTrue, previousFalse) = (hits, alarms)
        }
        return area / (positives * negatives)
    }

    /// Average precision: Σ (Rₙ − Rₙ₋₁) · Pₙ over the distinct scores, the step sum without interpolation.
    ///
    /// - Returns: nil where positives or negatives are missing.
    public var averagePrecision: Double? {
        guard positives > 0, negatives > 0 else { return nil }
        var sum = 0.0, previous = 0.0
        for (hits, alarms) in zip(truePositives, falsePositives) {
            sum += (hits - previous) / positives * hits / (hits + alarms)
            previous = hits
        }
        return sum
    }

    /// The largest true-positive rate at a false-positive rate of at most the given one: a step, not interpolated.
    ///
    /// - Returns: nil where positives or negatives are missing.
    public func truePositiveRate(atFalsePositiveRate rate: Double) -> Double? {
        guard positives > 0, negatives > 0 else { return nil }
        var best = 0.0
        for (hits, alarms) in zip(truePositives, falsePositives) {
            // The quotient is rounded as the literal 0.29 is; 0.29 · 100 would be less than 29.
            guard alarms / negatives <= rate else { break }
            best = hits
        }
        return best / positives
    }
}
