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
    /// are drawn together, so that rows of one user do not count as independent and the matching is kept.
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
        let rows = sets.flatMap { set in
            ([set.injected] + set.benign).map { (index: $0, actor: Int(cases[set.injected].user)) }
        }
        let areas = try Self.areas(
            of: rows.map(\.index), among: cases, clusters: rows.map(\.actor), profile: profile, seed: seed,
            isCancelled)
        self.init(areas: areas, matched: sets.count, unmatched: matching.unmatched[scenario].count)
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
                of: indices, among: cases, clusters: indices.map { Int(cases[$0].user) }, profile: profile,
                seed: seed, isCancelled)
        self.init(areas: areas, matched: injected, unmatched: 0)
    }

    private init(areas: [Estimate], matched: Int, unmatched: Int) {
        findings = zip(Scorer.allCases, areas).map { scorer, area in
            Finding(scorer: scorer, area: area, verdict: Self.verdict(on: area, cases: matched))
        }
        self.matched = matched
        self.unmatched = unmatched
    }

    /// The fewest injected cases that, all on one side of the benign ones, are not there by chance.
    package static let fewestSeparated = 10

    /// The verdict on an area that was measured with `cases` injected cases.
    package static func verdict(on area: Estimate, cases: Int) -> Verdict {
        guard let interval = area.interval else {
            // Resamples of classes that are apart do not vary.
            let isSeparated = area.value == 0 || area.value == 1
            return isSeparated && cases >= fewestSeparated ? .shortcut : .tooFewCases
        }
        if tolerance.contains(interval.lowerBound) && tolerance.contains(interval.upperBound) { return .clean }
        return tolerance.contains(area.value) && interval.contains(0.5)
            ? .tooFewCases : .shortcut
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
