import Benchmark
import Statistics

/// Ranking curves of a million cases.
func curves() {
    let random = RandomStream(seed: Seed(4))
    let positive = (0..<1_000_000).map { _ in random.bernoulli(0.01) }
    let scores = positive.map { random.gaussian(mean: $0 ? 1 : 0) }
    Benchmark("ROC-AUC and average precision of a million cases") { benchmark in
        for _ in benchmark.scaledIterations {
            let curve = try RankingCurve(scores: scores, positive: positive)
            blackHole(curve.rocAUC)
            blackHole(curve.averagePrecision)
        }
    }
}
