import Statistics

/// Draws cases with replacement: the attacks of each scenario as wholes, benign cases by user.
///
/// Each scenario's attacks and the benign cases are strata of their own, so that the replicates of all slices and of
/// several scorers see the same draws. A case without a user or an attack is a cluster of its own.
struct CaseResampling: Sendable {
    /// Cases that are drawn together, by their indices in those that were given.
    private struct Stratum {
        let indices: [Int32]
        let resampling: ClusterResampling
    }

    private let benign: Stratum
    /// The attacks of each scenario; those without a scenario come last. Where benign cases are shared with other windows,
    /// the benign twins follow, which are not.
    private let attacks: [Stratum]
    private let count: Int
    /// The seed of what is drawn alike in several windows: the benign cases of the log, and days; nil where all is drawn
    /// by itself.
    private let shared: Seed?
    /// The blocks of days that are drawn as well, and the day of each case by its index.
    private let days: (blocks: MovingBlocks, day: [Int])?

    /// How often each case counts in a replicate.
    struct Draw {
        /// By index in the cases that were given.
        let cases: [Double]
        /// How often each day of the window is drawn; nil where days are kept.
        let days: [Double]?
    }

    /// - Parameters:
    ///   - blockDays: the length of the blocks of days to draw besides; ignored where cases have no time or too few days.
    ///   - shared: the seed of the benign users and days, where several windows have these in common and differ in their
    ///     injections: with one seed they see the same draws of them, whatever the order of their cases.
    init(of cases: ScoredCases, blockDays: Int? = nil, shared: Seed? = nil) {
        self.shared = shared
        days = Self.days(of: cases, blockDays: blockDays).map { blocks, ranked in
            var byIndex = ranked
            for (rank, index) in cases.order.enumerated() { byIndex[Int(index)] = ranked[rank] }
            return (blocks, byIndex)
        }
        var benign: [(index: Int32, cluster: Int)] = [], twins = benign
        var attacks = [[(index: Int32, cluster: Int)]](repeating: [], count: cases.scenarios.count + 1)
        for rank in 0..<cases.count {
            let item = (index: cases.order[rank], cluster: Self.cluster(ofRank: rank, in: cases))
            let scenario = Int(cases.scenario[rank])
            guard cases.isInjected[rank] else {
                if shared != nil, scenario >= 0 { twins.append(item) } else { benign.append(item) }
                continue
            }
            attacks[scenario < 0 ? cases.scenarios.count : scenario].append(item)
        }
        // By index, so that the draws do not depend on a scorer's order.
        func stratum(_ items: [(index: Int32, cluster: Int)], isInjected: Bool, byCluster: Bool = false) -> Stratum {
            // By user, so that the draws do not depend on the order of cases, which differs between windows.
            let items = items.sorted {
                byCluster ? ($0.cluster, $0.index) < ($1.cluster, $1.index) : $0.index < $1.index
            }
            let positive = [Bool](repeating: isInjected, count: items.count)
            return Stratum(
                indices: items.map(\.index),
                resampling: ClusterResampling(clusters: items.map(\.cluster), positive: positive))
        }
        self.benign = stratum(benign, isInjected: false, byCluster: shared != nil)
        self.attacks =
            attacks.map { stratum($0, isInjected: true) } + (twins.isEmpty ? [] : [stratum(twins, isInjected: false)])
        count = cases.count
    }

    /// The number of a case's cluster: its attack or user, or a number of its own.
    static func cluster(ofRank rank: Int, in cases: ScoredCases) -> Int {
        let isInjected = cases.isInjected[rank], group = isInjected ? cases.attack[rank] : cases.user[rank]
        return (group >= 0 ? Int(group) : Int(cases.order[rank])) * 4 + (isInjected ? 2 : 0) + (group >= 0 ? 0 : 1)
    }

    /// The blocks of days and the day of each case by rank, counted from the window's first; nil where cases have no
    /// time, or too few days for blocks.
    static func days(of cases: ScoredCases, blockDays: Int?) -> (blocks: MovingBlocks, day: [Int])? {
        guard let blockDays, let days = cases.days, let window = cases.window.days,
            let blocks = MovingBlocks(days: window.count, length: blockDays)
        else { return nil }
        return (blocks, days.map { min(max(0, Int($0) - window.lowerBound), window.count - 1) })
    }

    /// Draws a replicate.
    func draw(_ replicate: Int, seed: Seed) -> Draw {
        var weights = weights(ofReplicate: replicate, seed: seed)
        guard let days else { return Draw(cases: weights, days: nil) }
        let drawn = days.blocks.multiplicities(ofReplicate: replicate, seed: shared ?? seed)
        for index in weights.indices { weights[index] *= drawn[days.day[index]] }
        return Draw(cases: weights, days: drawn)
    }

    /// How often each case is drawn with its cluster, by its index in those that were given.
    func weights(ofReplicate replicate: Int, seed: Seed) -> [Double] {
        var weights = [Double](repeating: 0, count: count)
        for (number, stratum) in ([benign] + attacks).enumerated() where !stratum.indices.isEmpty {
            let root = number == 0 ? shared ?? seed : seed
            let drawn = stratum.resampling.weights(ofReplicate: replicate, seed: root.derived("stratum", number))
            for (index, weight) in zip(stratum.indices, drawn) { weights[Int(index)] = weight }
        }
        return weights
    }

    /// The weights by rank, with those that the cases have themselves.
    static func ranked(_ weights: [Double], _ cases: ScoredCases) -> [Double] {
        guard let own = cases.weights else { return cases.order.map { weights[Int($0)] } }
        return cases.order.indices.map { weights[Int(cases.order[$0])] * own[$0] }
    }

    /// How many clusters some cases fall into.
    struct ClusterCounts: Hashable, Sendable {
        let attacks: Int
        /// The scenarios that have an attack.
        let scenarios: Int
        let benign: Int

        /// Those of several scenarios that have the benign clusters in common.
        static func joining(_ counts: [ClusterCounts]) -> ClusterCounts {
            ClusterCounts(
                attacks: counts.reduce(0) { $0 + $1.attacks }, scenarios: counts.reduce(0) { $0 + $1.scenarios },
                benign: counts.map(\.benign).min() ?? 0)
        }

        /// The attacks or the benign clusters, whichever allow less certainty, where several windows have the same benign
        /// clusters and each has as many attacks of its own.
        func units(windows: Int) -> ResampledUnits? {
            .fewest([(windows * attacks, scenarios), (benign, benign == 0 ? 0 : 1)])
        }
    }

    /// The clusters that some cases fall into.
    struct Clusters {
        /// By scenario; attacks without one come last.
        fileprivate let attacks: [Set<Int>]
        fileprivate let benign: Set<Int>

        /// The clusters of the cases of some slices, dropped ones included.
        init(of slices: [RankedCases]) {
            var attacks: [Set<Int>] = [], benign: Set<Int> = []
            for slice in slices {
                let cases = slice.cases
                if attacks.isEmpty { attacks = Array(repeating: [], count: cases.scenarios.count + 1) }
                for member in slice.members + slice.dropped {
                    let rank = Int(member), cluster = CaseResampling.cluster(ofRank: rank, in: cases)
                    if cases.isInjected[rank] {
                        let scenario = Int(cases.scenario[rank])
                        attacks[scenario < 0 ? cases.scenarios.count : scenario].insert(cluster)
                    } else {
                        benign.insert(cluster)
                    }
                }
            }
            self.attacks = attacks
            self.benign = benign
        }

        private init(attacks: [Set<Int>], benign: Set<Int>) {
            self.attacks = attacks
            self.benign = benign
        }

        /// Those of benign cases alone.
        var ofBenignCases: Clusters { Clusters(attacks: [], benign: benign) }

        /// Those of attacks alone.
        var ofAttacks: Clusters { Clusters(attacks: attacks, benign: []) }

        /// The attacks or the benign clusters, whichever are fewer.
        fileprivate var units: ResampledUnits? { counts.units(windows: 1) }

        var counts: ClusterCounts {
            ClusterCounts(
                attacks: attacks.reduce(0) { $0 + $1.count }, scenarios: attacks.count { !$0.isEmpty },
                benign: benign.count)
        }

        /// Whether a single cluster of a kind leaves its variation unknown.
        var isSingle: Bool { benign.count == 1 || attacks.contains { $0.count == 1 } }
    }

    /// An interval from the replicates of a measurement, widened for few attacks or users (`ResampledUnits`).
    ///
    /// - Parameters:
    ///   - interval: how the interval is read; not BCa.
    ///   - clusters: those of the cases that the measurement is about.
    func estimate(
        _ value: Double, replicates: [Double], by interval: BootstrapInterval = .percentile, of clusters: Clusters,
        level: Double
    ) throws(StatisticsError) -> Estimate {
        guard !clusters.isSingle else { return .withoutInterval(value, because: "\(StatisticsError.oneCluster)") }
        let positives = clusters.attacks.reduce(0) { $0 + $1.count }
        return try .bootstrap(
            value, replicates: replicates, by: interval, units: clusters.units, level: level,
            of: "\(positives) + \(clusters.benign.count) clusters" + (days?.blocks.suffix ?? ""))
    }
}
