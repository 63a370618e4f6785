package import Evaluation
import Experiments
import Interactions
package import Statistics

/// The algorithms of a study compared over the replicates of one dataset.
///
/// Replicates have the dataset's accesses in common, so that their values vary together and no test for independent
/// samples holds. The corrected resampled t test allows for that (Nadeau and Bengio, "Inference for the generalization
/// error", Machine Learning 52, 2003); what it says holds for this dataset.
package struct ReplicateComparison: Sendable {
    package let dataset: String
    /// The number of replicates.
    package let count: Int
    /// The size of the sealed test over that of its training set, by which the variance is corrected.
    package let testToTraining: Double
    /// The mean of each algorithm over the replicates.
    package let means: [Estimate]
    /// The pairs of algorithms, in the order of ``DatasetComparison/pairs``.
    package let pairs: [Pair]
    /// The algorithms that may be the best on this dataset.
    package let best: BestSet?

    /// Two algorithms by their indices; differences are first minus second.
    package struct Pair: Sendable {
        package let first: Int
        package let second: Int
        /// The mean over the replicates.
        package let difference: Estimate
        /// The test, or why it cannot be made.
        package let test: Result<TestResult, StatisticsError>
        /// The p-value corrected after Holm for all pairs; nil where there is no test.
        package internal(set) var correctedPValue: Double?
    }

    /// - Parameters:
    ///   - values: the value of each algorithm in each replicate.
    ///   - algorithms: the pairs to compare, by the algorithms' indices.
    ///   - names: of all algorithms; where they are missing, the best are not looked for.
    ///   - range: what the measurement can be; intervals stay within.
    /// - Returns: nil for a single replicate, or where algorithms have different numbers of them.
    /// - Throws: `StatisticsError` for a value that is not finite.
    init?(
        _ values: [[Double]], of algorithms: [(Int, Int)], called names: [String] = [], dataset: String,
        level: Double = 0.05, testToTraining: Double, higherIsBetter: Bool = true,
        range: ClosedRange<Double> = Estimate.anyNumber
    ) throws(StatisticsError) {
        guard let count = values.first?.count, count > 1, values.allSatisfy({ $0.count == count }) else { return nil }
        self.dataset = dataset
        self.count = count
        self.testToTraining = testToTraining
        var means: [Estimate] = [], pairs: [Pair] = []
        let width = range.upperBound - range.lowerBound
        let differences = width.isFinite ? -width...width : Estimate.anyNumber
        for values in values {
            means.append(
                try Estimate.resampledMean(of: values, testToTraining: testToTraining, level: 1 - level, within: range))
        }
        for (first, second) in algorithms {
            let sample = try PairedSample(values[first], values[second])
            let test = Result { () throws(StatisticsError) in
                try sample.correctedResampledTTest(testToTraining: testToTraining)
            }
            let difference = try Estimate.resampledMean(
                of: sample.differences, testToTraining: testToTraining, level: 1 - level, within: differences)
            pairs.append(Pair(first: first, second: second, difference: difference, test: test))
        }
        let tested = pairs.indices.filter { (try? pairs[$0].test.get()) != nil }
        let pValues = tested.compactMap { try? pairs[$0].test.get().pValue }
        for (index, pValue) in zip(tested, try MultipleTests.holm(pValues)) { pairs[index].correctedPValue = pValue }
        self.means = means
        best =
            names.count == values.count
            ? BestSet(of: names, confidence: 1 - level) { first, second, level in
                let gains = zip(values[first], values[second]).map { higherIsBetter ? $0 - $1 : $1 - $0 }
                let mean = try? Estimate.resampledMean(
                    of: gains, testToTraining: testToTraining, level: 2 * level - 1)
                return mean?.interval?.lowerBound
            } : nil
        self.pairs = pairs
    }
}
