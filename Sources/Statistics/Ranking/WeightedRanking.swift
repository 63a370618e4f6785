/// A ranking whose measures are computed for eight sets of weights at once, each cluster of cases having one weight.
///
/// The cases are sorted once. A set of weights is then one pass over four bytes for each case, and eight sets share it:
/// replicates of a bootstrap cost no sorting and little memory traffic.
struct WeightedRanking: Sendable {
    /// The weights of a cluster in eight replicates.
    typealias Weights = SIMD8<UInt32>

    /// The largest number of cases: with fewer, no sum of resampled weights exceeds 32 bits short of a cluster being
    /// drawn 64 times, which has a probability below 10⁻⁸⁰.
    static let mostCases = 1 << 26

    /// Equal scores with a positive among them, and the negatives since the step before.
    private struct Step {
        /// The end in `negatives` of those that score more.
        var above: Int32
        /// The end in `negatives` of those that score as much.
        var negatives: Int32
        /// The end in `positives`.
        var positives: Int32
    }

    /// The clusters of negatives and of positives by descending score.
    private let negatives: [Int32]
    private let positives: [Int32]
    private let steps: [Step]

    /// - Precondition: no score is NaN, and there are at most ``mostCases``.
    init(scores: [Double], positive: [Bool], clusters: [Int32]) {
        precondition(scores.count <= Self.mostCases)
        let order = (0..<Int32(scores.count)).sorted { scores[Int($0)] > scores[Int($1)] }
        var negatives: [Int32] = [], positives: [Int32] = [], steps: [Step] = []
        var start = 0
        while start < order.count {
            let score = scores[Int(order[start])]
            let above = Int32(negatives.count), before = positives.count
            while start < order.count, scores[Int(order[start])] == score {
                let index = Int(order[start])
                if positive[index] { positives.append(clusters[index]) } else { negatives.append(clusters[index]) }
                start += 1
            }
            if positives.count > before {
                steps.append(Step(above: above, negatives: Int32(negatives.count), positives: Int32(positives.count)))
            }
        }
        self.negatives = negatives
        self.positives = positives
        self.steps = steps
    }

    /// The area under the ROC curve and the average precision for each set of weights; NaN for a set that leaves no
    /// positives or no negatives.
    ///
    /// Definitions as in ``RankingCurve``, a case of weight *w* counting *w* times.
    func measures(_ weights: UnsafeBufferPointer<Weights>) -> (area: SIMD8<Double>, precision: SIMD8<Double>) {
        func sum(_ clusters: UnsafeBufferPointer<Int32>, _ start: Int, _ end: Int) -> SIMD8<Double> {
            var sum = Weights.zero
            for index in start..<end { sum &+= weights[Int(clusters[index])] }
            return SIMD8<Double>(sum)
        }
        return negatives.withUnsafeBufferPointer { negatives in
            positives.withUnsafeBufferPointer { positives in
                var hits = SIMD8<Double>.zero, alarms = hits, lost = hits, precision = hits
                var negative = 0, positive = 0
                for step in steps {
                    let above = alarms + sum(negatives, negative, Int(step.above))
                    alarms = above + sum(negatives, Int(step.above), Int(step.negatives))
                    let found = sum(positives, positive, Int(step.positives))
                    hits += found
                    lost += found * (above + alarms) / 2
                    // A step of weight 0 may come before any hit or alarm.
                    precision += found * hits / pointwiseMax(hits + alarms, SIMD8(repeating: 1))
                    (negative, positive) = (Int(step.negatives), Int(step.positives))
                }
                alarms += sum(negatives, negative, negatives.count)
                // A set without negatives has no area, and by agreement no average precision either.
                let defined = alarms / alarms
                return (1 - lost / (hits * alarms), precision / hits * defined)
            }
        }
    }
}
