package import Interactions
package import Statistics

/// Whether scorers that use no relation between users and resources still find the injected cases.
///
/// Such a scorer should have an area under the ROC curve of a half among matched cases. If not, the measurements of
/// detectors may come from a shortcut: rarity, activity, the order of the rows, or names.
package struct ShortcutAudit: Hashable, Sendable {
    /// A scorer that uses no relation between users and resources.
    package enum Scorer: String, CaseIterable, Hashable, Sendable, Codable {
        /// The fewer users a resource has in training, the higher.
        case popularity
        /// The more resources a user has in training, the higher.
        case activity
        /// The later the case comes, the higher.
        case rowOrder = "row-order"
        /// A pseudo-random number made from the indices of user and resource.
        case idHash = "id-hash"
    }

    package enum Verdict: String, Hashable, Sendable, Codable {
        /// The interval lies within 0.45 to 0.55.
        case clean
        /// The area is outside that range, or its interval excludes a half.
        case shortcut
        /// Neither can be said.
        case tooFewCases = "too-few-cases"
    }

    /// What one scorer reaches.
    package struct Finding: Hashable, Sendable {
        package let scorer: Scorer
        package let area: Estimate
        package let verdict: Verdict
        /// The users of the injected cases and those of the benign ones: what is drawn, and so how much there is to
        /// tell from.
        package let injectedUsers: Int
        package let benignUsers: Int
    }

    /// In the order of ``Scorer/allCases``; empty where no injected case has a match.
    package let findings: [Finding]
    /// The injected cases that were compared, and those that have no match.
    package let matched: Int
    package let unmatched: Int

    /// Whether a scorer finds a shortcut.
    package var isClean: Bool { findings.allSatisfy { $0.verdict == .clean } }

    /// The range in which a scorer's area is taken to be a half.
    package static let tolerance = 0.45...0.55

    /// Audits the matched cases of one scenario.
    ///
    /// The interval is that of a bootstrap of actors: all injected cases of a user and the benign cases matched to them
    /// are drawn together, so that rows of one user do not count as independent and the matching is kept. A benign case
    /// that matches several injected ones is one case all the same: the interval is widened by the variation of the
    /// benign cases, in the proportion in which they are used again.
    ///
    /// - Parameters:
    ///   - cases: the labelled accesses of a window, in the order in which detectors see them.
    ///   - scenario: the index of the scenario in the experiment's list.
    ///   - profile: of the training accesses.
    ///   - isCancelled: asked now and then, on any worker.
    /// - Throws: `StatisticsError` for too many cases; `CancellationError` once cancelled.
    package init(
        of cases: [LabeledAccess], matching: BenignMatching, scenario: Int, profile: TrainingProfile, seed: Seed,
        isCancelled: @Sendable () -> Bool = { false }
    ) throws {
        let sets = matching.sets[scenario]
        let rows = sets.flatMap { [$0.injected] + $0.benign }
        let actors = sets.flatMap { set in
            repeatElement(Int(cases[set.injected].user), count: 1 + set.benign.count)
        }
        let areas = try Self.areas(of: rows, among: cases, clusters: actors, profile: profile, seed: seed, isCancelled)
        self.init(
            areas: zip(Scorer.allCases, areas).map { scorer, area in
                Self.widened(area, forBenignOf: rows, among: cases) {
                    scorer.score(of: cases[$0], at: $0, profile: profile)
                }
            }, of: rows, among: cases, matched: sets.count, unmatched: matching.unmatched[scenario].count)
    }

    /// Audits the injected cases of one scenario against all benign ones, unmatched: how much shortcuts would be worth.
    ///
    /// The interval is that of a bootstrap of users.
    ///
    /// - Parameter isCancelled: asked now and then, on any worker.
    /// - Throws: `StatisticsError` for too many cases; `CancellationError` once cancelled.
    package init(
        unmatched cases: [LabeledAccess], scenario: Int, profile: TrainingProfile, seed: Seed,
        isCancelled: @Sendable () -> Bool = { false }
    ) throws {
        let indices = cases.indices.filter { index in
            cases[index].label == .benign || (cases[index].isInjected && cases[index].step?.scenario == scenario)
        }
        let injected = indices.count { cases[$0].isInjected }
        let areas =
            injected == 0 || injected == indices.count
            ? []
            : try Self.areas(
                of: indices, among: cases, clusters: indices.map { Int(cases[$0].user) }, profile: profile, seed: seed,
                isCancelled)
        self.init(areas: areas, of: indices, among: cases, matched: injected, unmatched: 0)
    }

    private init(areas: [Estimate], of rows: [Int], among cases: [LabeledAccess], matched: Int, unmatched: Int) {
        let injected = Set(rows.lazy.filter { cases[$0].isInjected }.map { cases[$0].user }).count
        let benign = Set(rows.lazy.filter { !cases[$0].isInjected }.map { cases[$0].user }).count
        findings = zip(Scorer.allCases, areas).map { scorer, area in
            Finding(
                scorer: scorer, area: area, verdict: Self.verdict(on: area, injected: injected, benign: benign),
                injectedUsers: injected, benignUsers: benign)
        }
        self.matched = matched
        self.unmatched = unmatched
    }

    /// The fewest users of each side, of injected and of benign cases, from which anything is told: of fewer, the
    /// resamples of a bootstrap vary too little, and cases that stand apart may do so by chance.
    package static let fewestUsers = 10

    /// The verdict on an area, given how many users the injected cases and the benign cases have.
    package static func verdict(on area: Estimate, injected: Int, benign: Int) -> Verdict {
        guard min(injected, benign) >= fewestUsers else { return .tooFewCases }
        guard let interval = area.interval else {
            // Resamples of classes that are apart do not vary.
            return area.value == 0 || area.value == 1 ? .shortcut : .tooFewCases
        }
        if tolerance.contains(interval.lowerBound) && tolerance.contains(interval.upperBound) { return .clean }
        return tolerance.contains(area.value) && interval.contains(0.5)
            ? .tooFewCases : .shortcut
    }

    /// An area whose interval takes in that benign rows are the same cases again.
    ///
    /// The area is the mean, over the benign rows, of the fraction of injected ones above; its variance over benign users
    /// is that of a mean of clusters. It counts in the proportion of rows that are repetitions: where there are none, the
    /// bootstrap has drawn every benign case with its actor.
    private static func widened(
        _ area: Estimate, forBenignOf rows: [Int], among cases: [LabeledAccess], score: (Int) -> Double
    ) -> Estimate {
        let benign = rows.filter { !cases[$0].isInjected }, injected = rows.count - benign.count
        let repeated = 1 - Double(Set(benign).count) / Double(max(1, benign.count))
        guard let interval = area.interval, repeated > 0, injected > 0 else { return area }
        let scores = benign.map(score)
        let among = MidRanks(of: scores).ranks
        let all = MidRanks(of: scores + rows.lazy.filter { cases[$0].isInjected }.map(score)).ranks
        var deviations: [Int32: Double] = [:]
        for (index, row) in benign.enumerated() {
            let above = 1 - (all[index] - among[index]) / Double(injected)
            deviations[cases[row].user, default: 0] += above - area.value
        }
        let count = Double(benign.count)
        let variance = deviations.values.sorted().reduce(0) { $0 + $1 * $1 } / (count * count)
        func widened(_ distance: Double) -> Double {
            (distance * distance + 1.96 * 1.96 * variance * repeated).squareRoot()
        }
        return Estimate(
            value: area.value,
            interval: area.value - widened(area.value - interval.lowerBound)...area.value
                + widened(interval.upperBound - area.value), method: area.method)
    }

    /// The area of each scorer on some of the cases, which may occur more than once.
    private static func areas(
        of indices: [Int], among cases: [LabeledAccess], clusters: [Int], profile: TrainingProfile, seed: Seed,
        _ isCancelled: @Sendable () -> Bool
    ) throws -> [Estimate] {
        guard !indices.isEmpty else { return [] }
        let scores = Scorer.allCases.map { scorer in
            indices.map { scorer.score(of: cases[$0], at: $0, profile: profile) }
        }
        let bootstrap = try ClusterBootstrap(
            scores: scores, positive: indices.map { cases[$0].isInjected }, clusters: clusters)
        let replicates = try bootstrap.replicates(
            1000, seed: seed.derived("shortcut audit"), isCancelled: isCancelled)
        var areas: [Estimate] = []
        for scorer in scores.indices { areas.append(try replicates.estimate(\.rocAUC, scorer: scorer)) }
        return areas
    }
}

extension ShortcutAudit.Scorer {
    fileprivate func score(of access: LabeledAccess, at index: Int, profile: TrainingProfile) -> Double {
        switch self {
        case .popularity: -Double(profile.popularity(ofResource: access.resource))
        case .activity: Double(profile.activity(ofUser: access.user))
        case .rowOrder: Double(index)
        case .idHash:
            // The upper bits, which a Double holds exactly.
            Double(Seed(0).derived("id", Int(access.user), Int(access.resource)).value >> 11)
        }
    }
}
