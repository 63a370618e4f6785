public import Statistics

/// The cases of one slice in the form from which every metric is computed.
public struct RankedCases: Sendable {
    /// All cases of the window.
    public let cases: ScoredCases
    /// The ranks of the slice's cases in ``cases``, ascending: by descending score. Dropped cases are not among them.
    public let members: [Int32]
    /// The slice's cases that the policy dropped.
    let dropped: [Int32]
    /// How often each case of ``cases`` counts; nil where each counts once.
    public let weights: [Double]?
    /// How often each day of the window counts, where a bootstrap draws days; nil where each counts once.
    let dayWeights: [Double]?
    /// The curve of the slice, tie group by tie group.
    public let curve: RankingCurve
    /// The attacks of the slice.
    public let attacks: [ScoredCases.Attack]
    /// The benign and the injected cases of the slice that have a score, and all of them, before the policy.
    public let benign: Counts
    /// The same of the injected cases.
    public let injected: Counts

    /// Weighted numbers of cases.
    public struct Counts: Hashable, Sendable {
        /// Of those with a score.
        public var scorable = 0.0
        /// Of all.
        public var total = 0.0

        /// No cases.
        public init() {}
    }

    /// The cases of a slice.
    public init(_ cases: ScoredCases, slice: Slice = .pooled) {
        let members = Self.members(of: slice, in: cases)
        let end = members.firstIndex { Int($0) >= cases.ranked } ?? members.count
        self.init(
            cases, members: end == members.count ? members : Array(members[..<end]),
            dropped: Array(members[end...]), attacks: Self.attacks(of: slice, in: cases), weights: cases.weights)
    }

    private init(
        _ cases: ScoredCases, members: [Int32], dropped: [Int32], attacks: [ScoredCases.Attack],
        weights: [Double]?, dayWeights: [Double]? = nil
    ) {
        self.cases = cases
        self.members = members
        self.dropped = dropped
        self.attacks = attacks
        self.weights = weights
        self.dayWeights = dayWeights
        var benign = Counts(), injected = Counts()
        func count(_ member: Int32) {
            let rank = Int(member), weight = weights?[rank] ?? 1
            let scorable = cases.isScorable[rank] ? weight : 0
            if cases.isInjected[rank] {
                injected.total += weight
                injected.scorable += scorable
            } else {
                benign.total += weight
                benign.scorable += scorable
            }
        }
        for member in members { count(member) }
        for member in dropped { count(member) }
        self.benign = benign
        self.injected = injected
        curve = RankingCurve(
            order: members, scores: cases.scores, positive: cases.isInjected, weights: weights)
    }

    /// The same cases with other weights, such as those of a bootstrap replicate.
    ///
    /// - Parameters:
    ///   - weights: one for each of ``cases``, not negative.
    ///   - dayWeights: how often each day of the window counts, which scales its budget of alerts.
    public func reweighted(_ weights: [Double], dayWeights: [Double]? = nil) -> RankedCases {
        RankedCases(
            cases, members: members, dropped: dropped, attacks: attacks, weights: weights, dayWeights: dayWeights)
    }

    /// The same cases taken for cases of another kind.
    package func taken(as unit: CaseUnit) -> RankedCases {
        var cases = cases
        cases.unit = unit
        return RankedCases(
            cases, members: members, dropped: dropped, attacks: attacks, weights: weights, dayWeights: dayWeights)
    }

    /// The days of the window; nil where the cases have no time.
    public var days: Double? { cases.days == nil ? nil : cases.window.days.map { Double($0.count) } }

    /// How often a case counts.
    public func weight(of member: Int32) -> Double { weights?[Int(member)] ?? 1 }

    /// How often an attack counts: as often as its cases on average.
    public func weight(of attack: ScoredCases.Attack) -> Double {
        guard weights != nil else { return 1 }
        return attack.members.reduce(0) { $0 + weight(of: $1) } / Double(attack.members.count)
    }

    /// The day of a case (UTC) since 1970-01-01; nil where cases have no time.
    public func day(of member: Int32) -> Int? {
        cases.days.map { Int($0[Int(member)]) }
    }

    private static func members(of slice: Slice, in cases: ScoredCases) -> [Int32] {
        let all = 0..<Int32(cases.count)
        switch slice {
        case .pooled:
            return Array(all)
        case .scenario(let scenario):
            return all.filter { rank in
                let other = cases.scenario[Int(rank)]
                return other == Int32(scenario) || other < 0
            }
        case .matched(let scenario):
            return cases.matched?[scenario] ?? []
        case .tenant(let tenant):
            return all.filter { cases.tenant[Int($0)] == Int32(tenant) }
        }
    }

    private static func attacks(of slice: Slice, in cases: ScoredCases) -> [ScoredCases.Attack] {
        switch slice {
        case .pooled:
            return cases.attacks
        case .scenario(let scenario):
            return cases.attacks.filter { $0.scenario == Int32(scenario) }
        case .matched(let scenario):
            // Of an attack only the accesses that have a match are there to be found.
            var isMember = [Bool](repeating: false, count: cases.count)
            for member in cases.matched?[scenario] ?? [] { isMember[Int(member)] = true }
            return cases.attacks.compactMap { attack in
                guard attack.scenario == Int32(scenario) else { return nil }
                return attack.restricted { isMember[Int($0)] }
            }
        case .tenant(let tenant):
            return cases.attacks.compactMap { attack in
                attack.restricted { cases.tenant[Int($0)] == Int32(tenant) }
            }
        }
    }
}

/// Which of the cases a measurement is about.
public enum Slice: Hashable, Sendable {
    /// All of them.
    case pooled
    /// The attacks of one scenario and their benign twins, against all benign cases of the log.
    case scenario(Int)
    /// The attacks of one scenario against the benign cases that match them in the user's activity and the resource's
    /// popularity, so that neither tells them apart. Attacks without a match are left out.
    case matched(Int)
    /// The cases of one tenant.
    case tenant(Int)
}
