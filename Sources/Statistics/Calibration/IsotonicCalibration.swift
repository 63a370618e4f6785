import Algorithms

/// Probabilities that never fall as the score rises, closest to the labels by squared error.
///
/// Pool adjacent violators (Ayer et al., Annals of Mathematical Statistics 26, 1955; Zadrozny and Elkan, "Transforming
/// classifier scores into accurate multiclass probability estimates", KDD 2002).
public struct IsotonicCalibration: Sendable {
    /// The least and the largest score of each block, ascending, with its fraction of positives.
    private var blocks: [(low: Double, high: Double, weight: Double, probability: Double)] = []

    /// - Throws: ``StatisticsError/empty``, ``StatisticsError/oneClass``, or an error for a score that is not finite.
    /// - Precondition: one label for each score.
    public init(scores: [Double], positive: [Bool]) throws(StatisticsError) {
        let curve = try Self.curve(scores, positive)
        var hits = curve.positives, alarms = curve.negatives
        for (index, score) in curve.scores.enumerated().reversed() {
            let (more, others) = index == 0 ? (0, 0) : (curve.truePositives[index - 1], curve.falsePositives[index - 1])
            let weight = Double(hits - more + alarms - others)
            var block = (low: score, high: score, weight: weight, probability: Double(hits - more) / weight)
            (hits, alarms) = (more, others)
            while let last = blocks.last, last.probability >= block.probability {
                let weight = last.weight + block.weight
                let sum = last.probability * last.weight + block.probability * block.weight
                block = (last.low, block.high, weight, sum / weight)
                blocks.removeLast()
            }
            blocks.append(block)
        }
    }

    private static func curve(_ scores: [Double], _ positive: [Bool]) throws(StatisticsError) -> RankingCurve {
        guard !scores.isEmpty else { throw .empty }
        try StatisticsError.checkFinite(scores)
        let curve = try RankingCurve(scores: scores, positive: positive)
        guard curve.positives > 0, curve.negatives > 0 else { throw .oneClass }
        return curve
    }

    /// The probability at a score: interpolated between blocks, that of the outermost block beyond. NaN for NaN.
    public func probability(at score: Double) -> Double {
        guard !score.isNaN else { return .nan }
        let index = blocks.partitioningIndex { $0.high >= score }
        guard index < blocks.count else { return blocks[blocks.count - 1].probability }
        let block = blocks[index]
        guard score < block.low, index > 0 else { return block.probability }
        let before = blocks[index - 1]
        return LinearInterpolation.value(
            at: score, from: (before.high, before.probability), to: (block.low, block.probability))
    }
}
