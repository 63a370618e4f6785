import Interactions
public import Statistics

/// The algorithms of a study compared over the replicates of one world.
///
/// Replicates share the world's accesses, so that their figures vary together and no test for independent samples
/// holds. The corrected resampled t test allows for it (Nadeau and Bengio, "Inference for the generalization error",
/// Machine Learning 52, 2003); what it says holds for this world.
public struct ReplicateComparison: Sendable {
    public let world: String
    /// The number of replicates.
    public let count: Int
    /// The size of the sealed test over that of its training set, by which the variance is corrected.
    public let testToTraining: Double
    /// The mean of each algorithm over the replicates.
    public let means: [Estimate]
    /// The pairs of algorithms, in the order of ``WorldComparison/pairs``.
    public let pairs: [Pair]

    /// Two algorithms by their places; differences are first minus second.
    public struct Pair: Sendable {
        public let first: Int
        public let second: Int
        /// The mean over the replicates.
        public let difference: Estimate
        /// The test, or why it cannot be made.
        public let test: Result<TestResult, StatisticsError>
        /// The p-value corrected after Holm for all pairs; nil where there is no test.
        public internal(set) var correctedPValue: Double?
    }

    /// - Parameters:
    ///   - values: the figure of each algorithm in each replicate.
    ///   - places: the pairs to compare, by the algorithms' places.
    /// - Returns: nil for a single replicate, or where algorithms have different numbers of them.
    /// - Throws: `StatisticsError` for a figure that is not finite.
    init?(
        _ values: [[Double]], of places: [(Int, Int)], world: String, level: Double = 0.05, testToTraining: Double
    ) throws(StatisticsError) {
        guard let count = values.first?.count, count > 1, values.allSatisfy({ $0.count == count }) else { return nil }
        self.world = world
        self.count = count
        self.testToTraining = testToTraining
        var means: [Estimate] = [], pairs: [Pair] = []
        for values in values {
            means.append(try Estimate.resampledMean(of: values, testToTraining: testToTraining, level: 1 - level))
        }
        for (first, second) in places {
            let sample = try PairedSample(values[first], values[second])
            let test = Result { () throws(StatisticsError) in
                try sample.correctedResampledTTest(testToTraining: testToTraining)
            }
            let difference = try Estimate.resampledMean(
                of: sample.differences, testToTraining: testToTraining, level: 1 - level)
            pairs.append(Pair(first: first, second: second, difference: difference, test: test))
        }
        let tested = pairs.indices.filter { (try? pairs[$0].test.get()) != nil }
        let pValues = tested.compactMap { try? pairs[$0].test.get().pValue }
        for (place, pValue) in zip(tested, try MultipleTests.holm(pValues)) { pairs[place].correctedPValue = pValue }
        self.means = means
        self.pairs = pairs
    }
}

extension ProtocolSpecification.Split {
    /// The size of the sealed test over that of its training set, by the shares that are asked for.
    var testToTraining: Double {
        switch self {
        case .time(let split): split.testToTraining
        case .walkForward(let split): split.fractions.testToTraining
        case .pairs(let split): split.heldOut / (1 - split.heldOut)
        case .leaveOut(let split):
            split.heldOut * (1 - split.supportFraction) / (1 - split.heldOut * (1 - split.supportFraction))
        case .leaveTenantsOut(let split): split.time.testToTraining
        }
    }
}

extension TimeSplit {
    /// The sealed test's model trains on all days before it.
    fileprivate var testToTraining: Double { test / (train + validation) }
}
