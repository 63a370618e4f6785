import CGSL

extension PairedSample {
    /// The largest number of pairs for which the exact distribution is used.
    public static let exactPairs = 25

    /// The signed-rank test (F. Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1, 1945).
    ///
    /// Pairs without a difference are dropped before ranking. The statistic is the smaller of the rank sums of positive and of negative differences. Up to
    /// ``exactPairs`` differences its p-value is that of all 2ⁿ assignments of signs, ties included; above, that of
    /// a normal variate with mean Σr/2 and variance Σr²/4, which holds with ties, and a continuity correction of ½.
    public func wilcoxon() -> TestResult {
        let ranked = differences.filter { $0 != 0 }
        let ranks = MidRanks(of: ranked.map(abs), resolution: resolution).ranks
        let signed = Array(zip(ranks, ranked))
        let positive = signed.reduce(0) { $1.1 > 0 ? $0 + $1.0 : $0 }
        let total = signed.reduce(0) { $0 + $1.0 }
        let smaller = min(positive, total - positive)
        let missing = count - signed.count
        let note = "n = \(signed.count)" + (missing == 0 ? "" : ", \(missing) zeros dropped")
        if signed.count <= Self.exactPairs {
            let distribution = SignedRankDistribution(ranks: signed.map(\.0))
            return TestResult(
                statistic: smaller, pValue: min(1, 2 * distribution.probability(atMost: smaller)),
                smallestPValue: min(1, 2 * distribution.probability(atMost: 0)),
                method: "Wilcoxon signed-rank, exact, \(note)")
        }
        let deviation = signed.reduce(0) { $0 + $1.0 * $1.0 / 4 }.squareRoot()
        let z = max(0, total / 2 - smaller - 0.5) / deviation
        return TestResult(
            statistic: smaller, pValue: min(1, 2 * gsl_cdf_ugaussian_Q(z)),
            method: "Wilcoxon signed-rank, normal, \(note)")
    }

    /// The typical difference: the median of the means of all pairs of differences, with the interval that inverts
    /// the signed-rank test (Hodges and Lehmann, "Estimates of location based on rank tests", Annals of Mathematical
    /// Statistics 34, 1963).
    ///
    /// Exact without ties and zeros, and conservative with them; above ``exactPairs`` differences by the normal
    /// approximation. Complexity: O(*n*² log *n*).
    public func hodgesLehmann(level: Double = 0.95) throws(StatisticsError) -> Estimate {
        try StatisticsError.checkLevel(level)
        var means: [Double] = []
        means.reserveCapacity(count * (count + 1) / 2)
        for first in differences.indices {
            for second in first..<count { means.append((differences[first] + differences[second]) / 2) }
        }
        means.sort()
        let value = (means[(means.count - 1) / 2] + means[means.count / 2]) / 2
        let tail = (1 - level) / 2, ranks = (1...count).map(Double.init)
        // The interval leaves out as many means at each end as the rejected rank sums below.
        let left: Int
        if count <= Self.exactPairs {
            let distribution = SignedRankDistribution(ranks: ranks)
            left = (0...means.count).first { distribution.probability(atMost: Double($0)) > tail } ?? 0
        } else {
            let deviation = ranks.reduce(0) { $0 + $1 * $1 / 4 }.squareRoot()
            left = max(0, Int(Double(means.count) / 2 - gsl_cdf_ugaussian_Qinv(tail) * deviation))
        }
        guard left > 0 else {
            let reason = "no interval: \(count) pairs are too few for \(Estimate.percent(level))"
            return Estimate(value: value, interval: nil, method: reason)
        }
        return Estimate(
            value: value, from: means[left - 1], to: means[means.count - left],
            method: "Hodges–Lehmann, \(Estimate.percent(level)), n = \(count)")
    }
}

/// The distribution of a sum of ranks whose signs are those of fair coins, by counting (n ≤ 53 counts are exact).
struct SignedRankDistribution {
    /// The cumulative probability of each doubled sum; mid-ranks are halves.
    private let cumulative: [Double]

    init(ranks: [Double]) {
        let doubled = ranks.map { Int(($0 * 2).rounded()) }
        var ways = [Double](repeating: 0, count: doubled.reduce(0, +) + 1)
        ways[0] = 1
        for rank in doubled {
            for sum in stride(from: ways.count - 1, through: rank, by: -1) { ways[sum] += ways[sum - rank] }
        }
        let all = ways.reduce(0, +)
        var sum = 0.0
        cumulative = ways.map { count in
            sum += count
            return sum / all
        }
    }

    func probability(atMost sum: Double) -> Double {
        cumulative[min(cumulative.count - 1, max(0, Int((sum * 2).rounded())))]
    }
}
