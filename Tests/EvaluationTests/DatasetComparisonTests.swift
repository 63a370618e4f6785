import Evaluation
import Statistics
import Testing

@Suite("A comparison over datasets")
struct DatasetComparisonTests {
    /// Six datasets of three algorithms; p-values by SciPy and scikit-posthocs.
    private let values = [
        [0.71, 0.68, 0.52], [0.80, 0.79, 0.60], [0.65, 0.66, 0.50], [0.90, 0.85, 0.70], [0.77, 0.70, 0.71],
        [0.83, 0.81, 0.66],
    ]
    private let datasets = (1...6).map { "dataset \($0)" }

    @Test("tests every pair, corrects for their number and ranks the algorithms")
    func published() throws {
        let comparison = try DatasetComparison(algorithms: ["a", "b", "c"], datasets: datasets, values: values)
        let pairs = comparison.pairs
        #expect(pairs.map(\.wilcoxon.statistic) == [1.5, 0, 1])
        #expect(abs(pairs[0].wilcoxon.pValue - 0.09375) < 1e-12)
        #expect(abs(pairs[1].wilcoxon.pValue - 0.03125) < 1e-12)
        #expect(abs(try #require(pairs[0].tTest).statistic - 2.428571) < 1e-6)
        #expect(abs(try #require(pairs[0].tTest).pValue - 0.059485) < 1e-6)
        // Holm: the smallest of three p-values counts three times.
        #expect(abs(pairs[1].correctedPValue - 3 * 0.03125) < 1e-12)
        let friedman = try #require(comparison.friedman)
        #expect(abs(friedman.chiSquare.statistic - 25.0 / 3) < 1e-9)
        #expect(abs(friedman.chiSquare.pValue - 0.015504) < 1e-6)
        #expect(abs(friedman.nemenyi()[0][2] - 0.0109) < 1e-4)
        #expect(comparison.ranking == [0, 1, 2])
        #expect((pairs[1].wins, pairs[1].ties, pairs[1].losses) == (6, 0, 0))
    }

    @Test("gives no star that no effect could have earned")
    func tooFew() throws {
        // Six pairs reach 0.03125, three tests of them no less than 0.09375.
        let three = try DatasetComparison(algorithms: ["a", "b", "c"], datasets: datasets, values: values)
        #expect(three.pairs.allSatisfy { $0.verdict == .notEnoughPairs })
        let two = try DatasetComparison(
            algorithms: ["a", "c"], datasets: datasets, values: values.map { [$0[0], $0[2]] })
        #expect(two.pairs.map(\.verdict) == [.significant])
        let five = try DatasetComparison(
            algorithms: ["a", "c"], datasets: Array(datasets.prefix(5)),
            values: values.prefix(5).map { [$0[0], $0[2]] })
        #expect(five.pairs.map(\.verdict) == [.notEnoughPairs])
    }

    @Test("ranks the lowest first where lower is better")
    func direction() throws {
        let comparison = try DatasetComparison(
            algorithms: ["a", "b", "c"], datasets: datasets, values: values, higherIsBetter: false)
        #expect(comparison.ranking == [2, 1, 0])
        #expect(comparison.friedman?.meanRanks[2] ?? 3 < 1.5)
    }

    @Test("of one dataset has no interval, no star and no Friedman test, and says why")
    func oneDataset() throws {
        let comparison = try DatasetComparison(
            algorithms: ["a", "b", "c"], datasets: ["one"], values: [[0.9, 0.8, 0.7]])
        #expect(comparison.means.allSatisfy { $0.interval == nil })
        #expect(comparison.pairs.allSatisfy { $0.verdict == .notEnoughPairs && $0.difference.interval == nil })
        #expect(comparison.friedman == nil)
        #expect(comparison.friedmanReason != nil)
    }

    @Test("needs two algorithms, a dataset, and finite measurements")
    func refused() {
        #expect(throws: StatisticsError.self) {
            try DatasetComparison(algorithms: ["a"], datasets: ["w"], values: [[1]])
        }
        #expect(throws: StatisticsError.empty) {
            try DatasetComparison(algorithms: ["a", "b"], datasets: [], values: [])
        }
        #expect(throws: StatisticsError.self) {
            try DatasetComparison(algorithms: ["a", "b"], datasets: ["w"], values: [[1, .nan]])
        }
    }
}
