package import Statistics

/// Several algorithms compared by one measurement over several independent datasets.
///
/// Two algorithms: Wilcoxon's signed-rank test, with Student's paired t beside it, the median difference with Hodges
/// and Lehmann's interval, wins, ties and losses, and a region of practical equivalence. Three or more: the tests of
/// all pairs corrected after Holm, and Friedman's test with Nemenyi's critical difference (J. Demšar, "Statistical
/// comparisons of classifiers over multiple data sets", JMLR 7, 2006).
package struct DatasetComparison: Sendable {
    package let algorithms: [String]
    package let datasets: [String]
    /// The measurement of each algorithm on each dataset, `datasets × algorithms`.
    package let values: [[Double]]
    /// The mean of each algorithm over the datasets, with Student's t interval.
    package let means: [Estimate]
    /// Every pair of algorithms, in the order in which they are listed.
    package let pairs: [Pair]
    /// The test of all algorithms at once; nil for two of them, or where it cannot be made.
    package let friedman: Friedman?
    /// Why there is no Friedman test though there are three algorithms.
    package let friedmanReason: String?
    /// The difference of mean ranks that is significant after Nemenyi.
    package let criticalDifference: Double?
    package let level: Double
    package let higherIsBetter: Bool
    /// The algorithms that may be the best of another dataset like these; nil for a single dataset,
    /// and for datasets that are no independent samples.
    package let best: BestSet?

    /// Two algorithms side by side; differences are first minus second.
    package struct Pair: Sendable {
        package let first: Int
        package let second: Int
        package let difference: Estimate
        package let wins: Int
        package let ties: Int
        package let losses: Int
        package let wilcoxon: TestResult
        /// Wilcoxon's p-value corrected after Holm for all pairs.
        package let correctedPValue: Double
        package let verdict: TestResult.Verdict
        /// Student's test; nil where differences do not vary or there is one dataset.
        package let tTest: TestResult?
        package let equivalence: Equivalence
    }

    /// - Parameters:
    ///   - values: `datasets × algorithms`, finite.
    ///   - control: the index of the algorithm that every other one is compared with, other minus control; nil
    ///     compares all with all.
    ///   - range: what the measurement can be; intervals stay within.
    ///   - margin: the difference that makes no difference in practice.
    ///   - areIndependent: whether the datasets are samples of their own; else nothing is called significant.
    /// - Throws: `StatisticsError` for values that are not finite, a level or a margin out of range, fewer than two
    ///   algorithms or no dataset.
    package init(
        algorithms: [String], datasets: [String], values: [[Double]], control: Int? = nil, higherIsBetter: Bool = true,
        range: ClosedRange<Double> = Estimate.anyNumber, margin: Double = 0.01, level: Double = 0.05,
        areIndependent: Bool = true
    ) throws(StatisticsError) {
        guard algorithms.count > 1 else { throw .tooFew(needed: 2, found: algorithms.count) }
        guard !datasets.isEmpty else { throw .empty }
        guard level > 0, level < 1 else { throw .outOfRange("the level \(level)") }
        guard control.map(algorithms.indices.contains) ?? true else { throw .outOfRange("the control's place") }
        guard margin >= 0 else { throw .outOfRange("the margin of equivalence \(margin)") }
        self.algorithms = algorithms
        self.datasets = datasets
        self.values = values
        self.level = level
        self.higherIsBetter = higherIsBetter
        let columns = algorithms.indices.map { column in values.map { $0[column] } }
        means = columns.compactMap { Estimate.mean(of: $0, level: 1 - level, within: range) }
        best =
            datasets.count > 1 && areIndependent
            ? BestSet(of: algorithms, confidence: 1 - level) { first, second, level in
                let gains = zip(columns[first], columns[second]).map { higherIsBetter ? $0 - $1 : $1 - $0 }
                return Estimate.mean(of: gains, level: 2 * level - 1)?.interval?.lowerBound
            } : nil
        pairs = try Self.pairs(
            of: columns, control: control, margin: margin, level: level, areIndependent: areIndependent)
        guard algorithms.count > 2 else {
            friedman = nil
            friedmanReason = nil
            criticalDifference = nil
            return
        }
        let merits = values.map { $0.map { higherIsBetter ? $0 : -$0 } }
        var reason: String?
        do {
            friedman = try Friedman(merits)
        } catch {
            friedman = nil
            reason = "\(error)"
        }
        friedmanReason = reason
        criticalDifference = try friedman?.criticalDifference(at: level)
    }

    /// The indices of the algorithms, the best mean first.
    package var ranking: [Int] {
        algorithms.indices.sorted { first, second in
            let (one, other) = (means[first].value, means[second].value)
            return higherIsBetter ? one > other : one < other
        }
    }

    private static func pairs(
        of columns: [[Double]], control: Int?, margin: Double, level: Double, areIndependent: Bool
    ) throws(StatisticsError) -> [Pair] {
        var indices: [(first: Int, second: Int)] = [], samples: [PairedSample] = []
        for first in columns.indices {
            for second in columns.indices where control.map({ second == $0 && first != $0 }) ?? (second > first) {
                indices.append((first, second))
                samples.append(try PairedSample(columns[first], columns[second]))
            }
        }
        let tests = samples.map { $0.wilcoxon() }
        let corrected = try MultipleTests.holm(tests.map(\.pValue))
        var pairs: [Pair] = []
        for (index, sample) in samples.enumerated() {
            let outcome = sample.winsTiesLosses
            let difference = try sample.hodgesLehmann(level: 1 - level)
            pairs.append(
                Pair(
                    first: indices[index].first, second: indices[index].second, difference: difference,
                    wins: outcome.wins, ties: outcome.ties, losses: outcome.losses, wilcoxon: tests[index],
                    correctedPValue: corrected[index],
                    verdict: areIndependent
                        ? verdict(tests[index], corrected[index], of: samples.count, level: level) : .notIndependent,
                    tTest: try? sample.tTest(), equivalence: Equivalence(of: difference, within: margin)))
        }
        return pairs
    }

    /// What the corrected test says. A sample that could not be significant even if all datasets agreed says nothing.
    private static func verdict(
        _ test: TestResult, _ corrected: Double, of tests: Int, level: Double
    ) -> TestResult.Verdict {
        if test.smallestPValue * Double(tests) > level, corrected > level { return .notEnoughPairs }
        return corrected <= level ? .significant : .notSignificant
    }
}
