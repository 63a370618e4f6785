package import Evaluation
import Experiments
import Interactions
package import Statistics

/// The algorithms of a study compared over the replicates of one dataset.
///
/// Replicates have the dataset's benign accesses in common, so that their values vary together and no test for independent
/// samples holds. What they have in common is resampled from the scores that the studies kept, and counts as well
/// (``SharedReplicates``); where that cannot be done there is neither a test nor an interval. What is said holds for this
/// dataset.
package struct ReplicateComparison: Sendable {
    package let dataset: String
    /// The number of replicates.
    package let count: Int
    /// The size of the sealed test over that of its training set, by which the variance is corrected where replicates
    /// divide the dataset anew; 0 where they have the division in common.
    package let testToTraining: Double
    /// The mean of each algorithm over the replicates.
    package let means: [Estimate]
    /// The pairs of algorithms, in the order of ``DatasetComparison/pairs``.
    package let pairs: [Pair]
    /// The algorithms that may be the best on this dataset; nil where nothing is known of the common cases.
    package let best: BestSet?

    /// Two algorithms by their indices; differences are first minus second.
    package struct Pair: Sendable {
        package let first: Int
        package let second: Int
        /// The mean over the replicates.
        package let difference: Estimate
        /// The test, or why it cannot be made.
        package let test: Result<TestResult, ComparisonError>
        /// The p-value corrected after Holm for all pairs; nil where there is no test.
        package internal(set) var correctedPValue: Double?
    }

    /// - Parameters:
    ///   - values: the value of each algorithm in each replicate.
    ///   - algorithms: the pairs to compare, by the algorithms' indices.
    ///   - names: of all algorithms; where they are missing, the best are not looked for.
    ///   - cases: what the cases that replicates have in common bring, or why that is not known.
    ///   - range: what the measurement can be; intervals stay within.
    /// - Returns: nil for a single replicate, or where algorithms have different numbers of them.
    /// - Throws: `StatisticsError` for a value that is not finite, and a level or a ratio out of range.
    init?(
        _ values: [[Double]], of algorithms: [(Int, Int)], called names: [String] = [], dataset: String,
        level: Double = 0.05, testToTraining: Double, cases: Result<SharedCaseResampling, ComparisonError>,
        higherIsBetter: Bool = true, range: ClosedRange<Double> = Estimate.anyNumber
    ) throws(StatisticsError) {
        guard let count = values.first?.count, count > 1, values.allSatisfy({ $0.count == count }) else { return nil }
        self.dataset = dataset
        self.count = count
        self.testToTraining = testToTraining
        let width = range.upperBound - range.lowerBound
        let ofDifferences = width.isFinite ? -width...width : Estimate.anyNumber
        /// What is known of the values of replicates, with the draws of the cases that they have in common.
        func known(
            _ values: [Double], _ draws: (SharedCaseResampling) -> SharedReplicates.Draws
        ) -> Result<SharedReplicates, ComparisonError> {
            cases.flatMap { cases in
                Result { () throws(StatisticsError) in
                    try SharedReplicates(
                        values: values, draws: draws(cases), units: cases.units, testToTraining: testToTraining)
                }.mapError { ComparisonError("\($0)") }
            }
        }
        func estimate(
            _ values: [Double], _ found: Result<SharedReplicates, ComparisonError>, within range: ClosedRange<Double>
        ) throws(StatisticsError) -> Estimate {
            switch found {
            case .success(let found): return try found.estimate(level: 1 - level, within: range)
            case .failure(let reason):
                return .withoutInterval(values.reduce(0, +) / Double(values.count), because: "\(reason)")
            }
        }
        var means: [Estimate] = [], pairs: [Pair] = []
        for (index, values) in values.enumerated() {
            // Also where nothing can be resampled, no figure may be made of what is no number.
            _ = try PairedSample(values, values)
            means.append(try estimate(values, known(values) { $0.draws[index] }, within: range))
        }
        func difference(_ first: Int, _ second: Int) throws(StatisticsError) -> (
            values: [Double], known: Result<SharedReplicates, ComparisonError>
        ) {
            let differences = try PairedSample(values[first], values[second]).differences
            return (differences, known(differences) { $0.draws[first].less($0.draws[second]) })
        }
        for (first, second) in algorithms {
            let found = try difference(first, second)
            let test = found.known.flatMap { known in
                Result { () throws(StatisticsError) in try known.test() }.mapError { ComparisonError("\($0)") }
            }
            pairs.append(
                Pair(
                    first: first, second: second,
                    difference: try estimate(found.values, found.known, within: ofDifferences), test: test))
        }
        let tested = pairs.indices.filter { (try? pairs[$0].test.get()) != nil }
        let pValues = tested.compactMap { try? pairs[$0].test.get().pValue }
        for (index, pValue) in zip(tested, try MultipleTests.holm(pValues)) { pairs[index].correctedPValue = pValue }
        self.means = means
        self.pairs = pairs
        guard names.count == values.count, (try? cases.get()) != nil else {
            best = nil
            return
        }
        best = BestSet(of: names, confidence: 1 - level) { first, second, level in
            guard let found = try? difference(first, second).known.get(),
                let interval = try? found.estimate(level: 2 * level - 1).interval
            else { return nil }
            return higherIsBetter ? interval.lowerBound : -interval.upperBound
        }
    }
}
