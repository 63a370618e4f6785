import Algorithms
public import Statistics

/// Benign cases that are as active and as popular as the injected ones, so that neither tells them apart.
///
/// Cases are laid out by how many resources their user and how many users their resource has in training, in cells of
/// a decile each among the benign cases; what is not known in training is a decile of its own. Every injected case is
/// matched with benign cases of its own cell, the nearest in both ranks. Where no benign case is near, it has no match.
public struct BenignMatching: Hashable, Sendable {
    /// An injected case and the benign cases that match it, as indices of the cases.
    public struct MatchedSet: Hashable, Sendable {
        /// The injected case.
        public let injected: Int
        /// Equally many for every set of a scenario.
        public let benign: [Int]
    }

    /// For each scenario, its injected cases that have a match, in the order of the cases.
    public let sets: [[MatchedSet]]
    /// For each scenario, its injected cases that no benign case is like.
    public let unmatched: [[Int]]

    /// The members of each scenario's matched sets, ascending; a benign case as often as it matches.
    public var members: [[Int]] {
        sets.map { sets in sets.flatMap { [$0.injected] + $0.benign }.sorted() }
    }

    /// Matches the injected cases of each scenario. A benign case is drawn again within a scenario only where the cell
    /// has no other that is nearly as near; different scenarios may share them.
    ///
    /// - Parameters:
    ///   - cases: the labelled accesses of a window.
    ///   - profile: of the training accesses.
    ///   - scenarios: the number of scenarios that the labels refer to.
    ///   - most: the number of benign cases for each injected one, where cells have that many.
    ///   - isCancelled: asked before every match; once it is true, the matching means nothing.
    ///   - random: decides between equals, and the order of matching.
    public init(
        of cases: [LabeledAccess], profile: TrainingProfile, scenarios: Int, most: Int = 4,
        unless isCancelled: () -> Bool = { false }, using random: RandomStream
    ) {
        let grid = MatchingGrid(of: cases, profile: profile)
        var sets: [[MatchedSet]] = [], unmatched: [[Int]] = []
        for scenario in 0..<scenarios {
            let injected = cases.indices.filter { cases[$0].isInjected && cases[$0].step?.scenario == scenario }
            let (matched, left) = grid.matches(
                for: injected, most: max(1, most), unless: isCancelled, using: random)
            sets.append(matched)
            unmatched.append(left)
        }
        self.sets = sets
        self.unmatched = unmatched
    }
}

/// Benign cases in cells of like activity and popularity.
private struct MatchingGrid {
    private let activity: Quantizer
    private let popularity: Quantizer
    private let activityOfCase: [Int]
    private let popularityOfCase: [Int]
    /// The benign cases of each cell.
    private var cells: [Int: [Int]] = [:]

    init(of cases: [LabeledAccess], profile: TrainingProfile) {
        activityOfCase = cases.map { profile.activity(ofUser: $0.user) }
        popularityOfCase = cases.map { profile.popularity(ofResource: $0.resource) }
        let benign = cases.indices.filter { cases[$0].label == .benign }
        activity = Quantizer(benign.map { [activityOfCase] in activityOfCase[$0] })
        popularity = Quantizer(benign.map { [popularityOfCase] in popularityOfCase[$0] })
        for index in benign { cells[cell(of: index), default: []].append(index) }
    }

    private func cell(of index: Int) -> Int {
        activity.decile(of: activityOfCase[index]) * 11 + popularity.decile(of: popularityOfCase[index])
    }

    func matches(
        for injected: [Int], most: Int, unless isCancelled: () -> Bool, using random: RandomStream
    ) -> (sets: [BenignMatching.MatchedSet], unmatched: [Int]) {
        var uses: [Int: Int] = [:]
        var chosen: [Int: [Int]] = [:]
        let scale = MatchingScale(
            activity: activityOfCase, popularity: popularityOfCase, benign: (activity, popularity), injected: injected)
        var order = injected
        // Every set has the same size, so that no cell weighs more among the benign cases than among the injected. One
        // match for every injected case before the second for any, each time in another order.
        for _ in 0..<setSize(for: injected, most: most) {
            random.shuffle(&order)
            for index in order {
                if isCancelled() { break }
                let match = nearest(to: index, on: scale, uses: uses, besides: chosen[index] ?? [], using: random)
                guard let match else { continue }
                uses[match, default: 0] += 1
                chosen[index, default: []].append(match)
            }
        }
        return (
            injected.compactMap { index in
                chosen[index].map { BenignMatching.MatchedSet(injected: index, benign: $0) }
            }, injected.filter { chosen[$0] == nil }
        )
    }

    /// The most matches that nine injected cases in ten can have without a benign case being used twice; at least one.
    private func setSize(for injected: [Int], most: Int) -> Int {
        let rooms = Dictionary(grouping: injected, by: cell).compactMap { cell, injected in
            cells[cell].map { (cases: injected.count, matches: $0.count / injected.count) }
        }
        let total = rooms.reduce(0) { $0 + $1.cases }
        return (1...most).last { size in
            10 * rooms.reduce(0) { $0 + ($1.matches >= size ? $1.cases : 0) } >= 9 * total
        } ?? 1
    }

    /// The benign case of the cell that is nearest; each earlier use adds two percentiles to its distance. Nil where
    /// none is near.
    private func nearest(
        to index: Int, on scale: MatchingScale, uses: [Int: Int], besides: [Int], using random: RandomStream
    ) -> Int? {
        guard let candidates = cells[cell(of: index)] else { return nil }
        let own = scale.positions[index]
        // Among equally near cases the start of the search decides.
        let start = random.index(below: candidates.count)
        var best: Int?, least = Double.infinity
        for step in candidates.indices {
            let candidate = candidates[(start + step) % candidates.count]
            let difference = own - scale.positions[candidate]
            let apart = pointwiseMax(difference, -difference)
            guard apart.max() <= scale.tolerance else { continue }
            // Twice in one set only where the cell has no other.
            let cost =
                apart.sum() + 0.02 * Double(uses[candidate, default: 0])
                + (besides.contains(candidate) ? 100 : 0)
            if cost < least { (best, least) = (candidate, cost) }
        }
        return best
    }
}

/// How far apart cases are: by the mean of their ranks among the benign and among the injected cases.
///
/// Ranks among the benign cases alone hardly differ where benign cases are few and injected ones many, such as among
/// the rarest resources.
private struct MatchingScale {
    /// The mean ranks of each case's activity and popularity.
    let positions: [SIMD2<Double>]
    /// The greatest difference of ranks at which cases match, in either respect.
    let tolerance: Double

    init(
        activity: [Int], popularity: [Int], benign: (activity: Quantizer, popularity: Quantizer), injected: [Int]
    ) {
        let injectedActivity = Quantizer(injected.map { activity[$0] })
        let injectedPopularity = Quantizer(injected.map { popularity[$0] })
        positions = zip(activity, popularity).map { activity, popularity in
            let amongBenign = SIMD2(benign.activity.rank(of: activity), benign.popularity.rank(of: popularity))
            return (amongBenign + SIMD2(injectedActivity.rank(of: activity), injectedPopularity.rank(of: popularity)))
                / 2
        }
        // Among few cases a single one is a large step.
        tolerance = 0.1 + 1 / Double(max(1, injected.count))
    }
}

/// The rank of a value among some values.
private struct Quantizer {
    private let sorted: [Int]

    init(_ values: [Int]) { sorted = values.sorted() }

    /// The fraction of the values that are below, ties counting half.
    func rank(of value: Int) -> Double {
        guard !sorted.isEmpty else { return 0 }
        let below = sorted.partitioningIndex { $0 >= value }, upTo = sorted.partitioningIndex { $0 > value }
        return Double(below + upTo) / Double(2 * sorted.count)
    }

    /// 1 to 10, and 0 for what is not in training.
    func decile(of value: Int) -> Int {
        value == 0 ? 0 : 1 + min(9, Int(rank(of: value) * 10))
    }
}
