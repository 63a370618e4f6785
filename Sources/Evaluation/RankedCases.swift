public import Statistics

/// The cases of one slice in the form from which every metric is computed.
public struct RankedCases: Sendable {
    public let cases: ScoredCases
    /// The ranks of the slice's cases in ``cases``, ascending: by descending score. Dropped cases are not among them.
    public let members: [Int32]
    /// How often each case of ``cases`` counts; nil where each counts once.
    public let weights: [Double]?
    public let curve: RankingCurve
    /// The benign and the injected cases of the slice that have a score, and all of them, before the policy.
    public let benign: Counts
    public let injected: Counts

    public struct Counts: Hashable, Sendable {
        public var scorable = 0.0
        public var total = 0.0

        public init() {}
    }

    public init(_ cases: ScoredCases, slice: Slice = .pooled) {
        self.init(cases, members: Self.members(of: slice, in: cases), weights: cases.weights)
    }

    private init(_ cases: ScoredCases, members: [Int32], weights: [Double]?) {
        self.cases = cases
        self.weights = weights
        var benign = Counts(), injected = Counts()
        for member in members {
            let place = Int(member), weight = weights?[place] ?? 1
            let scorable = cases.isScorable[place] ? weight : 0
            if cases.isInjected[place] {
                injected.total += weight
                injected.scorable += scorable
            } else {
                benign.total += weight
                benign.scorable += scorable
            }
        }
        self.benign = benign
        self.injected = injected
        let end = members.firstIndex { Int($0) >= cases.ranked } ?? members.count
        self.members = end == members.count ? members : Array(members[..<end])
        curve = RankingCurve(
            order: self.members, scores: cases.scores, positive: cases.isInjected, weights: weights)
    }

    /// The same cases with other weights, such as those of a bootstrap replicate.
    ///
    /// Counts of dropped cases are lost; a bootstrap of coverage is made from the cases themselves.
    ///
    /// - Parameter weights: one for each of ``cases``, not negative.
    public func reweighted(_ weights: [Double]) -> RankedCases {
        RankedCases(cases, members: members, weights: weights)
    }

    /// How often a case counts.
    public func weight(of member: Int32) -> Double { weights?[Int(member)] ?? 1 }

    /// The day of a case (UTC) since 1970-01-01; nil where cases have no time.
    public func day(of member: Int32) -> Int? {
        cases.microseconds.map { Int(($0[Int(member)]).dayNumber) }
    }

    private static func members(of slice: Slice, in cases: ScoredCases) -> [Int32] {
        let all = 0..<Int32(cases.count)
        switch slice {
        case .pooled:
            return Array(all)
        case .scenario(let scenario):
            return all.filter { place in
                let other = cases.scenario[Int(place)]
                return other == Int32(scenario) || other < 0
            }
        case .matched(let scenario):
            return cases.matched?[scenario] ?? []
        case .tenant(let tenant):
            return all.filter { cases.tenant[Int($0)] == Int32(tenant) }
        }
    }
}

extension Int64 {
    /// The day (UTC) since 1970-01-01 of microseconds since then.
    fileprivate var dayNumber: Int64 {
        let day: Int64 = 86_400_000_000
        return (self - (self % day + day) % day) / day
    }
}
