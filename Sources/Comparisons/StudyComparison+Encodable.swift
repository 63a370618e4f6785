import Evaluation
import Statistics

/// For other programs: algorithms by name, the best first. Files keep the word `worlds` for datasets.
extension StudyComparison: Encodable {
    private enum CodingKeys: String, CodingKey {
        case metric, slice, level, leftOut, algorithms, pairs, friedman, replicates, caveat, best, injectedFractions,
            correctedFor
        case datasets = "worlds"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(metric, forKey: .metric)
        try container.encode(slice, forKey: .slice)
        try container.encode(comparison.level, forKey: .level)
        try container.encode(comparison.datasets, forKey: .datasets)
        try container.encode(family, forKey: .correctedFor)
        try container.encode(leftOut, forKey: .leftOut)
        try container.encode(algorithms, forKey: .algorithms)
        try container.encode(pairs, forKey: .pairs)
        try container.encodeIfPresent(friedman, forKey: .friedman)
        try container.encode(replicates.map(repetitions), forKey: .replicates)
        try container.encodeIfPresent(caveat, forKey: .caveat)
        try container.encodeIfPresent(best, forKey: .best)
        try container.encode(injectedFractions, forKey: .injectedFractions)
    }

    private struct Algorithm: Encodable {
        let algorithm: String
        let mean: Estimate
        let meanRank: Double?
        /// By dataset.
        let values: [Double]
        /// Nil where nothing was repeated.
        let variance: VarianceComponents?
    }

    private struct Pair: Encodable {
        let first: String
        let second: String
        let difference: Estimate
        let wins: Int
        let ties: Int
        let losses: Int
        let wilcoxon: TestResult
        let correctedPValue: Double
        let tTest: TestResult?
        let nemenyiPValue: Double?
        let verdict: TestResult.Verdict
        let equivalence: Equivalence
    }

    private struct Overall: Encodable {
        let chiSquare: TestResult
        let imanDavenport: TestResult
        let criticalDifference: Double?
    }

    /// The algorithms over the replicates of one dataset.
    private struct Repetitions: Encodable {
        let dataset: String
        let count: Int
        let testToTraining: Double
        let means: [Mean]
        let pairs: [RepeatedPair]
        let best: BestSet?

        private enum CodingKeys: String, CodingKey {
            case count, testToTraining, means, pairs, best
            case dataset = "world"
        }
    }

    private struct Mean: Encodable {
        let algorithm: String
        let mean: Estimate
    }

    private struct RepeatedPair: Encodable {
        let first: String
        let second: String
        let difference: Estimate
        /// Student's t over replicates and the cases that they have in common, or why there is none.
        let test: TestResult?
        let undefined: String?
        let correctedPValue: Double?
    }

    private var algorithms: [Algorithm] {
        comparison.ranking.map { index in
            Algorithm(
                algorithm: comparison.algorithms[index], mean: comparison.means[index],
                meanRank: comparison.friedman?.meanRanks[index], values: comparison.values.map { $0[index] },
                variance: variation[index])
        }
    }

    private var pairs: [Pair] {
        let nemenyi = comparison.friedman?.nemenyi()
        return comparison.pairs.map { pair in
            Pair(
                first: comparison.algorithms[pair.first], second: comparison.algorithms[pair.second],
                difference: pair.difference, wins: pair.wins, ties: pair.ties, losses: pair.losses,
                wilcoxon: pair.wilcoxon, correctedPValue: pair.correctedPValue, tTest: pair.tTest,
                nemenyiPValue: nemenyi?[pair.first][pair.second], verdict: pair.verdict, equivalence: pair.equivalence)
        }
    }

    private var friedman: Overall? {
        comparison.friedman.map {
            Overall(
                chiSquare: $0.chiSquare, imanDavenport: $0.imanDavenport,
                criticalDifference: comparison.criticalDifference)
        }
    }

    private func repetitions(_ replicates: ReplicateComparison) -> Repetitions {
        Repetitions(
            dataset: replicates.dataset, count: replicates.count, testToTraining: replicates.testToTraining,
            means: comparison.ranking.map { index in
                Mean(algorithm: comparison.algorithms[index], mean: replicates.means[index])
            },
            pairs: replicates.pairs.map { pair in
                var undefined: String?
                if case .failure(let reason) = pair.test { undefined = "\(reason)" }
                return RepeatedPair(
                    first: comparison.algorithms[pair.first], second: comparison.algorithms[pair.second],
                    difference: pair.difference, test: try? pair.test.get(), undefined: undefined,
                    correctedPValue: pair.correctedPValue)
            }, best: replicates.best)
    }
}
