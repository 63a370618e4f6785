/// Draws whole clusters of cases with replacement, for the variation of any statistic that weighs its cases.
///
/// Cases of a cluster — a user, a scenario — share what makes them likely, so that they vary together (Davison and
/// Hinkley, "Bootstrap methods and their application", 1997, section 3.8). Clusters with positives and clusters without
/// are two strata, drawn separately, so that their numbers stay the same.
///
/// A replicate depends on the seed and its number alone, so that it may be computed anywhere and in any order.
public struct ClusterResampling: Sendable {
    /// The largest number of clusters of a stratum that are left out one by one, and the number of groups above.
    private static let mostLeftOut = 2_000, groups = 200

    /// The cluster of each case, counted from 0 in the order of appearance.
    let clusters: [Int32]
    /// The clusters that hold a positive, and the others.
    private let strata: [[Int32]]

    /// - Parameters:
    ///   - clusters: the cluster of each case, by any number.
    ///   - positive: whether the case is a positive, which puts its cluster among those with positives.
    /// - Precondition: one cluster and one label for each case, and fewer than 2³¹ cases.
    public init(clusters: [Int], positive: [Bool]) {
        precondition(clusters.count == positive.count && clusters.count <= Int32.max)
        var numbers: [Int: Int32] = [:], held: [Bool] = []
        self.clusters = zip(clusters, positive).map { cluster, positive in
            let number = numbers[cluster] ?? Int32(numbers.count)
            if Int(number) == held.count {
                numbers[cluster] = number
                held.append(false)
            }
            if positive { held[Int(number)] = true }
            return number
        }
        strata = [true, false].map { side in held.indices.filter { held[$0] == side }.map(Int32.init) }
    }

    /// The number of clusters that hold a positive.
    public var positiveClusters: Int { strata[0].count }

    /// The number of the other clusters.
    public var negativeClusters: Int { strata[1].count }

    var clusterCount: Int { positiveClusters + negativeClusters }

    /// Whether each stratum has more than one cluster, or none; a single one gives no estimate of its variation.
    public var varies: Bool { !strata.contains { $0.count == 1 } }

    // MARK: Replicates

    /// How often each case is drawn in a replicate: as often as its cluster.
    public func weights(ofReplicate replicate: Int, seed: Seed) -> [Double] {
        var counts = [Double](repeating: 0, count: clusterCount)
        draw(replicate, seed: seed) { counts[$0] += 1 }
        return clusters.map { counts[Int($0)] }
    }

    /// Calls `drawn` with each cluster as often as a replicate draws it: multinomial counts within each stratum.
    func draw(_ replicate: Int, seed: Seed, _ drawn: (Int) -> Void) {
        let random = RandomStream(seed: seed.derived("bootstrap", replicate))
        for stratum in strata where !stratum.isEmpty {
            for _ in stratum { drawn(Int(stratum[random.index(below: stratum.count)])) }
        }
    }

    // MARK: Jackknife

    /// The number of jackknife values of each stratum: clusters with positives, then the others.
    ///
    /// Clusters are left out one by one; of more than 2,000 in a stratum, 200 groups are, which estimate the same
    /// acceleration with a standard error of about √(6/200)/(6√200) = 0.002 (delete-d jackknife; J. Shao and D. Tu,
    /// "The jackknife and bootstrap", 1995, section 2.3).
    public var leftOutCounts: [Int] {
        strata.map { $0.count > Self.mostLeftOut ? Self.groups : $0.count }
    }

    /// The weight of each case, 1 or 0, for one value of the jackknife.
    ///
    /// - Precondition: the stratum is 0 or 1, and the index below its ``leftOutCounts``.
    public func weights(leavingOut index: Int, ofStratum stratum: Int) -> [Double] {
        var counts = [Double](repeating: 1, count: clusterCount)
        leaveOut(index, ofStratum: stratum) { counts[$0] = 0 }
        return clusters.map { counts[Int($0)] }
    }

    /// Calls `left` with each cluster that is left out.
    func leaveOut(_ index: Int, ofStratum stratum: Int, _ left: (Int) -> Void) {
        let clusters = strata[stratum], step = leftOutCounts[stratum]
        precondition((0..<step).contains(index))
        for member in stride(from: index, to: clusters.count, by: step) { left(Int(clusters[member])) }
    }

    // MARK: Intervals

    /// A statistic with the interval that its replicates give, or with the reason why they give none.
    ///
    /// - Parameters:
    ///   - value: the statistic of the cases as they are.
    ///   - replicates: the statistic of each replicate; NaN where it has none.
    ///   - interval: how the interval is read. It is widened for the fewest clusters of either stratum
    ///     (``ResampledUnits``).
    ///   - jackknife: for BCa, the statistic for each weighting that leaves out clusters, by stratum.
    ///   - blocks: the blocks of days that were drawn as well, for the name of the method.
    /// - Throws: ``StatisticsError/notANumber`` for a value that is NaN, ``StatisticsError/outOfRange(_:)`` for a level
    ///   outside 0..<1.
    public func estimate(
        _ value: Double, replicates: [Double], by interval: BootstrapInterval = .percentile,
        jackknife: [[Double]] = [], blocks: MovingBlocks? = nil, level: Double = 0.95
    ) throws(StatisticsError) -> Estimate {
        guard varies else {
            try StatisticsError.checkLevel(level)
            guard !value.isNaN else { throw .notANumber }
            return .withoutInterval(value, because: "\(StatisticsError.oneCluster)")
        }
        return try .bootstrap(
            value, replicates: replicates, by: interval, jackknife: jackknife,
            units: .fewest(strata.map { ($0.count, 1) }), level: level,
            of: "\(positiveClusters) + \(negativeClusters) clusters" + (blocks?.suffix ?? ""))
    }
}
