public import Concurrency

/// Whether two scorers of the same cases rank them equally well: how often is a measure's difference as large where
/// their results are exchanged at random?
///
/// Each scorer's scores become mid-ranks, so that their scales do not matter. For each cluster of cases — an attack, a
/// user, a case that stands alone — a fair coin decides whether the two scorers' ranks of its cases change places, for
/// positives and negatives alike, and the measures of both are computed anew from the ranks (E. S. Venkatraman and
/// C. B. Begg, "A distribution-free procedure for comparing receiver operating characteristic curves from a paired
/// experiment", Biometrika 83, 1996, with clusters in place of cases). Two fits of one algorithm differ in nothing that
/// such exchanges would alter. Were the negatives kept as they are, all positives would move together with a scorer's
/// few highest negatives, and the test would find differences where there are none.
///
/// The p-value (b + 1)/(m + 1) counts the observed order and cannot be 0 (B. Phipson and G. K. Smyth, "Permutation
/// p-values should never be zero", 2010).
public struct ExchangeTest: Sendable {
    /// The ranks of both scorers in one list: a case is in it twice, and its entries are the clusters 2c and 2c + 1.
    /// The entries of weight 1 are the ranks that a scorer has after an exchange.
    private let ranking: WeightedRanking
    /// The number of clusters that hold a positive.
    public let positiveClusters: Int
    /// The number of the other clusters.
    public let negativeClusters: Int

    /// The largest number of cases.
    public static let mostCases = WeightedRanking.mostCases / 2

    /// Ranks the cases for both scorers. Complexity: O(*n* log *n*).
    ///
    /// - Parameter clusters: the cluster of each case, by any number.
    /// - Throws: ``StatisticsError/oneClass``, ``StatisticsError/notANumber``, or
    ///   ``StatisticsError/outOfRange(_:)`` for more than ``mostCases``.
    /// - Precondition: one score of each scorer, one label and one cluster for each case.
    public init(
        first: [Double], second: [Double], positive: [Bool], clusters: [Int]
    ) throws(StatisticsError) {
        precondition([first.count, second.count, clusters.count].allSatisfy { $0 == positive.count })
        guard positive.contains(true), positive.contains(false) else { throw .oneClass }
        guard !first.contains(where: \.isNaN), !second.contains(where: \.isNaN) else { throw .notANumber }
        guard positive.count <= Self.mostCases else { throw .outOfRange("\(positive.count) cases") }
        let resampling = ClusterResampling(clusters: clusters, positive: positive)
        positiveClusters = resampling.positiveClusters
        negativeClusters = resampling.negativeClusters
        ranking = WeightedRanking(
            scores: MidRanks(of: first).ranks + MidRanks(of: second).ranks, positive: positive + positive,
            clusters: resampling.clusters.map { 2 * $0 } + resampling.clusters.map { 2 * $0 + 1 })
    }

    /// The tests of both measures by the same exchanges.
    public struct Results: Hashable, Sendable {
        /// Of the area under the ROC curve.
        public let rocAUC: TestResult
        /// Of average precision.
        public let averagePrecision: TestResult
    }

    /// Tests by random exchanges. The statistic is the difference, first minus second.
    ///
    /// What is exchanged derives from the seed and the number of the exchange, so that the number of workers changes
    /// nothing. Complexity: O(*n*) for eight exchanges, which share one pass over the ranks of each scorer.
    ///
    /// - Parameter isCancelled: asked between batches of eight exchanges, on any worker.
    /// - Throws: ``StatisticsError/outOfRange(_:)`` for no exchanges, `CancellationError` once `isCancelled` is true.
    public func results(
        exchanges: Int = 9_999, seed: Seed, workers: Workers = Workers(2), isCancelled: @Sendable () -> Bool = { false }
    ) throws -> Results {
        let found = try differences(exchanges: exchanges, seed: seed, workers: workers, isCancelled: isCancelled)
        return Results(rocAUC: result(found.area), averagePrecision: result(found.precision))
    }

    /// A measure's difference as observed, and in each of the exchanges.
    struct Differences: Sendable {
        let observed: Double
        let exchanged: [Double]

        /// The mean square of the exchanged ones, whose mean is 0.
        var variance: Double { exchanged.reduce(0) { $0 + $1 * $1 } / Double(exchanged.count) }

        /// The p-value where the exchanged differences are multiplied by a factor.
        func pValue(widenedBy factor: Double = 1) -> Double {
            // Exchanges that give the same difference in another order of addition count as equal to it.
            let bound = abs(observed) - 1e-12
            return Double(exchanged.count { abs($0) * factor >= bound } + 1) / Double(exchanged.count + 1)
        }
    }

    /// The differences of both measures in the same random exchanges; as ``results(exchanges:seed:workers:isCancelled:)``.
    func differences(
        exchanges: Int, seed: Seed, workers: Workers, isCancelled: @Sendable () -> Bool
    ) throws -> (area: Differences, precision: Differences) {
        guard exchanges > 0 else { throw StatisticsError.outOfRange("\(exchanges) exchanges") }
        let clusters = positiveClusters + negativeClusters
        let kept = differences(exchanged: Array(repeating: .zero, count: clusters))
        let batches = try workers.map((exchanges + 7) / 8, unless: isCancelled) { batch in
            let random = RandomStream(seed: seed.derived("exchange", batch))
            let coins = (0..<clusters).map { _ in
                let bits = UInt32(random.index(below: 256))
                return WeightedRanking.Weights(repeating: bits) &>> WeightedRanking.Weights(0, 1, 2, 3, 4, 5, 6, 7) & 1
            }
            return differences(exchanged: coins)
        }
        func all(_ measure: (Int, Int) -> Double) -> [Double] {
            (0..<exchanges).map { measure($0 / 8, $0 % 8) }
        }
        return (
            Differences(observed: kept.area[0], exchanged: all { batches[$0].area[$1] }),
            Differences(observed: kept.precision[0], exchanged: all { batches[$0].precision[$1] })
        )
    }

    /// The test of a measure, with its exchanged differences multiplied by a factor.
    func result(_ differences: Differences, widenedBy factor: Double = 1) -> TestResult {
        let exchanges = differences.exchanged.count, clusters = positiveClusters + negativeClusters
        return TestResult(
            statistic: differences.observed, pValue: differences.pValue(widenedBy: factor),
            // An order of all clusters and its mirror image have the same size.
            smallestPValue: min(1, max(1 / Double(exchanges + 1), clusters < 60 ? 2 / Double(1 << clusters) : 0)),
            method:
                "exchange of ranks by cluster, \(exchanges) exchanges, "
                + "\(positiveClusters) + \(negativeClusters) clusters")
    }

    /// The differences of the measures in eight exchanges.
    ///
    /// - Parameter coins: for each cluster 1 where its ranks change places, and 0 where they stay.
    private func differences(
        exchanged coins: [WeightedRanking.Weights]
    ) -> (area: SIMD8<Double>, precision: SIMD8<Double>) {
        func measures(ofSecond isSecond: Bool) -> (area: SIMD8<Double>, precision: SIMD8<Double>) {
            var weights: [WeightedRanking.Weights] = []
            weights.reserveCapacity(2 * coins.count)
            for coin in coins {
                let others = 1 &- coin
                weights.append(isSecond ? coin : others)
                weights.append(isSecond ? others : coin)
            }
            return weights.withUnsafeBufferPointer(ranking.measures)
        }
        let first = measures(ofSecond: false), second = measures(ofSecond: true)
        return (first.area - second.area, first.precision - second.precision)
    }
}
