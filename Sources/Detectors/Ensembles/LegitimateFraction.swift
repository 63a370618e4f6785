import Algorithms

/// How many of some unlabelled pairs may be legitimate.
///
/// Where unobserved pairs are a mixture of π legitimate ones and others, F(t) ≥ π G(t) holds at every threshold t for the
/// fractions F of the unobserved and G of the legitimate pairs that score t at most, so that no π above the least F/G is
/// possible (Blanchard, Lee and Scott, "Semi-supervised novelty detection", Journal of Machine Learning Research 11, 2010).
enum LegitimateFraction {
    /// The largest fraction that the scores allow, from 0 to 1. Thresholds are the percentiles of the legitimate pairs from
    /// the tenth on, below which there are too few.
    ///
    /// - Parameters:
    ///   - unlabeled: the scores of unobserved pairs, not empty; lower is more usual.
    ///   - legitimate: those of legitimate pairs, not empty.
    static func most(of unlabeled: [Double], legitimate: [Double]) -> Double {
        let known = legitimate.sorted(), unknown = unlabeled.sorted()
        var least = 1.0
        for percent in 10...100 {
            let threshold = known[(known.count * percent + 99) / 100 - 1]
            func fraction(of sorted: [Double]) -> Double {
                Double(sorted.partitioningIndex { $0 > threshold }) / Double(sorted.count)
            }
            least = min(least, fraction(of: unknown) / fraction(of: known))
        }
        return least
    }
}
