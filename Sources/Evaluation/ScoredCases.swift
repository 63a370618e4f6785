public import Interactions
import AccessLogs
public import Statistics

/// Scored cases of one window in columns, from the highest score to the lowest: sorted once, measured in many slices.
public struct ScoredCases: Sendable {
    /// The scores by rank, after the policy for unscorable cases: −∞ or +∞ for those. Cases that the policy drops
    /// stand behind all others and have −∞.
    public let scores: [Double]
    /// The number of cases that are ranked: all but the dropped ones, which stand at the end.
    public let ranked: Int
    public let isScorable: [Bool]
    /// Whether the case is part of an attack: a positive.
    public let isInjected: [Bool]
    /// The place of the case's scenario in ``scenarios``, for attacks and their benign twins; −1 for cases of the log.
    public let scenario: [Int32]
    /// The incident that the case is part of; −1 for cases of the log.
    public let incident: [Int32]
    public let user: [Int32]
    /// The place of the case's tenant in ``tenants``; −1 where it has none.
    public let tenant: [Int32]
    /// Microseconds since 1970; nil where a case has no time or the window has no days.
    public let microseconds: [Int64]?
    /// How often each case counts; nil where each counts once.
    public let weights: [Double]?
    /// The scenarios' ids.
    public let scenarios: [String]
    public let tenants: [String]
    /// For each scenario the ranks of its injected cases that have a match and of the benign cases that match them in
    /// activity and popularity, ascending; nil where nobody matched them.
    public let matched: [[Int32]]?
    public let window: Window

    /// The span that the cases cover.
    public struct Window: Hashable, Sendable {
        /// Days (UTC) since 1970-01-01; nil where the data have no time.
        public let days: Range<Int>?
        /// The users with any access in the window.
        public let activeUsers: Int
        /// All accesses of the window, repeated ones included.
        public let accesses: Int

        public init(days: Range<Int>?, activeUsers: Int, accesses: Int) {
            self.days = days
            self.activeUsers = activeUsers
            self.accesses = accesses
        }
    }

    /// One case as it is known before cases are ranked.
    public struct Case: Hashable, Sendable {
        /// The score; nil where the case has none.
        public var score: Double?
        public var isInjected: Bool
        /// −1 for none.
        public var scenario: Int32
        public var incident: Int32
        public var user: Int32
        public var tenant: Int32
        public var microseconds: Int64?
        public var weight: Double

        public init(
            score: Double?, isInjected: Bool, scenario: Int32 = -1, incident: Int32 = -1, user: Int32 = -1,
            tenant: Int32 = -1, microseconds: Int64? = nil, weight: Double = 1
        ) {
            self.score = score
            self.isInjected = isInjected
            self.scenario = scenario
            self.incident = incident
            self.user = user
            self.tenant = tenant
            self.microseconds = microseconds
            self.weight = weight
        }
    }

    /// Ranks cases. Complexity: O(*n* log *n*).
    ///
    /// - Parameters:
    ///   - matched: for each scenario the places among `cases` of its injected cases that have a match and of the
    ///     benign cases that match them, as `BenignMatching/members` has them; a place that occurs again counts again.
    /// - Throws: `StatisticsError` for a score that is NaN, or a weight that is negative or not finite.
    /// - Precondition: scenarios and tenants of cases lie within the lists.
    public init(
        _ cases: [Case], window: Window, policy: UnscorablePolicy, scenarios: [String], tenants: [String] = [],
        matched: [[Int]]? = nil
    ) throws(StatisticsError) {
        precondition(cases.allSatisfy { Int($0.scenario) < scenarios.count && Int($0.tenant) < tenants.count })
        let order = try Self.order(of: cases, policy: policy)
        ranked = order.ranked
        let ordered = order.indices
        let unscored = policy == .rankFirst ? Double.infinity : -.infinity
        scores = ordered.map { cases[Int($0)].score ?? unscored }
        isScorable = ordered.map { cases[Int($0)].score != nil }
        isInjected = ordered.map { cases[Int($0)].isInjected }
        scenario = ordered.map { cases[Int($0)].scenario }
        incident = ordered.map { cases[Int($0)].incident }
        user = ordered.map { cases[Int($0)].user }
        tenant = ordered.map { cases[Int($0)].tenant }
        let isTimed = window.days != nil && cases.allSatisfy { $0.microseconds != nil }
        microseconds = isTimed ? ordered.map { cases[Int($0)].microseconds ?? 0 } : nil
        if cases.contains(where: { $0.weight != 1 }) {
            let weights = ordered.map { cases[Int($0)].weight }
            guard weights.allSatisfy({ !$0.isNaN }) else { throw .notANumber }
            guard weights.allSatisfy({ $0.isFinite }) else { throw .infinite }
            guard weights.allSatisfy({ $0 >= 0 }) else { throw .negativeWeight }
            self.weights = weights
        } else {
            weights = nil
        }
        self.scenarios = scenarios
        self.tenants = tenants
        if let matched {
            var rank = [Int32](repeating: 0, count: cases.count)
            for (place, index) in ordered.enumerated() { rank[Int(index)] = Int32(place) }
            self.matched = matched.map { $0.map { rank[$0] }.sorted() }
        } else {
            self.matched = nil
        }
        self.window = window
    }

    /// Ranks the labelled accesses of a window.
    ///
    /// - Parameters:
    ///   - tenantOfUser: the tenant of each user of the log, a place in `tenants`; empty where tenants are not told
    ///     apart.
    ///   - matched: for each scenario the places among `cases` of its injected cases that have a match and of the
    ///     benign cases that match them, as `BenignMatching/members` has them; a place that occurs again counts again.
    /// - Throws: `StatisticsError` for a score that is NaN.
    public init(
        _ cases: [ScoredAccess], window: EvaluationWindow, policy: UnscorablePolicy, scenarios: [String],
        tenants: [String] = [], tenantOfUser: [Int32] = [], matched: [[Int]]? = nil
    ) throws(StatisticsError) {
        try self.init(
            cases.map { item in
                let step = item.access.step, user = Int(item.access.user)
                return Case(
                    score: item.score.value, isInjected: item.access.isInjected,
                    scenario: step.map { Int32($0.scenario) } ?? -1, incident: step.map { Int32($0.incident) } ?? -1,
                    user: item.access.user, tenant: user < tenantOfUser.count ? tenantOfUser[user] : -1,
                    microseconds: item.access.time?.microseconds)
            },
            window: Window(days: window.days, activeUsers: window.activeUsers, accesses: window.accesses),
            policy: policy, scenarios: scenarios, tenants: tenants, matched: matched)
    }

    /// The number of cases, dropped ones included.
    public var count: Int { scores.count }

    /// The places of the cases by descending score, the dropped ones at the end.
    private static func order(
        of cases: [Case], policy: UnscorablePolicy
    ) throws(StatisticsError) -> (indices: [Int32], ranked: Int) {
        let unscored = policy == .rankFirst ? Double.infinity : -.infinity
        let order = try DescendingOrder(of: cases.map { $0.score ?? unscored }).indices
        guard policy == .drop else { return (order, order.count) }
        let kept = order.filter { cases[Int($0)].score != nil }
        return (kept + order.filter { cases[Int($0)].score == nil }, kept.count)
    }
}
