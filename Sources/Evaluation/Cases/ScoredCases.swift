import AccessLogs
public import Interactions
public import Statistics

/// Scored cases of one window in columns, from the highest score to the lowest: sorted once, measured in many slices.
public struct ScoredCases: Sendable {
    /// The index of each case in those that were given, by rank.
    public let order: [Int32]
    /// The scores by rank, after the policy for unscorable cases: −∞ or +∞ for those. Cases that the policy drops
    /// stand behind all others and have −∞.
    public let scores: [Double]
    /// The number of cases that are ranked: all but the dropped ones, which stand at the end.
    public let ranked: Int
    /// Whether the detector gave the case a number.
    public let isScorable: [Bool]
    /// Whether the case is part of an attack: a positive.
    public let isInjected: [Bool]
    /// The index of the case's scenario in ``scenarios``, for attacks and their benign twins; −1 for cases of the log.
    public let scenario: [Int32]
    /// The attack that the case is part of; −1 for cases of the log.
    public let attack: [Int32]
    /// The number of the case's user.
    public let user: [Int32]
    /// −1 where it is unknown.
    public let resource: [Int32]
    /// The index of the case's tenant in ``tenants``; −1 where it has none.
    public let tenant: [Int32]
    /// Microseconds since 1970; nil where a case has no time or the window has no days.
    public let microseconds: [Int64]?
    /// The days (UTC) since 1970-01-01; nil where ``microseconds`` are.
    public let days: [Int32]?
    /// The attacks that have a ranked case.
    public let attacks: [Attack]
    /// How often each case counts; nil where each counts once.
    public let weights: [Double]?
    /// The scenarios' ids.
    public let scenarios: [String]
    /// The names of the tenants.
    public let tenants: [String]
    /// For each scenario the ranks of its injected cases that have a match and of the benign cases that match them in
    /// activity and popularity, ascending; nil where they are not matched.
    public let matched: [[Int32]]?
    /// The span that the cases cover.
    public let window: Window
    /// What became of the cases without a score.
    public let policy: UnscorablePolicy
    /// What a case is.
    public package(set) var unit: CaseUnit

    /// The span that the cases cover.
    public struct Window: Hashable, Sendable {
        /// Days (UTC) since 1970-01-01; nil where the data have no time.
        public let days: Range<Int>?
        /// The users with any access in the window.
        public let activeUsers: Int
        /// All accesses of the window, repeated ones included.
        public let accesses: Int

        /// The facts of a window that metrics need.
        public init(days: Range<Int>?, activeUsers: Int, accesses: Int) {
            self.days = days
            self.activeUsers = activeUsers
            self.accesses = accesses
        }
    }

    /// The injected cases of one attack.
    public struct Attack: Hashable, Sendable {
        /// The index of its scenario in ``ScoredCases/scenarios``; −1 where it has none.
        public let scenario: Int32
        /// Its number in the window.
        public let number: Int32
        /// The ranks of its cases from the first to the last; ascending where cases have no time.
        public let members: [Int32]
        /// When it begins, in microseconds since 1970; nil where that is the time of its first case.
        public let start: Int64?

        init(scenario: Int32, number: Int32, members: [Int32], start: Int64? = nil) {
            self.scenario = scenario
            self.number = number
            self.members = members
            self.start = start
        }

        /// The attack with some of its cases; nil where none is left.
        func restricted(to isIncluded: (Int32) -> Bool) -> Attack? {
            let members = members.filter(isIncluded)
            return members.isEmpty ? nil : Attack(scenario: scenario, number: number, members: members, start: start)
        }

        /// Groups injected cases, given by ascending rank; those without an attack are left out.
        fileprivate static func all(
            injected: [Int32], scenario: [Int32], attack: [Int32], microseconds: [Int64]?
        ) -> [Attack] {
            var members: [[Int32]] = [], indices: [Int64: Int] = [:]
            for member in injected where attack[Int(member)] >= 0 {
                let key = Int64(scenario[Int(member)]) << 32 | Int64(attack[Int(member)])
                if let index = indices[key] {
                    members[index].append(member)
                } else {
                    indices[key] = members.count
                    members.append([member])
                }
            }
            return members.map { members in
                let timed = microseconds.map { times in
                    members.sorted { (times[Int($0)], $0) < (times[Int($1)], $1) }
                }
                let first = Int(members[0])
                return Attack(scenario: scenario[first], number: attack[first], members: timed ?? members)
            }
        }
    }

    /// An attack as it is known before cases are ranked, where it is not told by the cases.
    public struct GivenAttack: Hashable, Sendable {
        /// The index of its scenario; −1 for none.
        public var scenario: Int32
        /// Its number in the window.
        public var number: Int32
        /// When its first access happens, in microseconds since 1970.
        public var start: Int64
        /// The indices of its cases, from the first to the last; a case may belong to several attacks.
        public var members: [Int]

        /// Puts the properties together.
        public init(scenario: Int32, number: Int32, start: Int64, members: [Int]) {
            self.scenario = scenario
            self.number = number
            self.start = start
            self.members = members
        }
    }

    /// One case as it is known before cases are ranked.
    public struct Case: Hashable, Sendable {
        /// The score; nil where the case has none.
        public var score: Double?
        /// Whether it is part of an attack.
        public var isInjected: Bool
        /// −1 for none.
        public var scenario: Int32
        /// The number of its attack; −1 for none.
        public var attack: Int32
        /// The number of its user.
        public var user: Int32
        /// The number of its resource; −1 where it is not known.
        public var resource: Int32
        /// The index of its tenant; −1 for none.
        public var tenant: Int32
        /// Microseconds since 1970; nil where it has no time.
        public var microseconds: Int64?
        /// How often it counts.
        public var weight: Double

        /// A case of which only the score and the label need be known.
        public init(
            score: Double?, isInjected: Bool, scenario: Int32 = -1, attack: Int32 = -1, user: Int32 = -1,
            resource: Int32 = -1, tenant: Int32 = -1, microseconds: Int64? = nil, weight: Double = 1
        ) {
            self.score = score
            self.isInjected = isInjected
            self.scenario = scenario
            self.attack = attack
            self.user = user
            self.resource = resource
            self.tenant = tenant
            self.microseconds = microseconds
            self.weight = weight
        }
    }

    /// Ranks cases. Complexity: O(*n* log *n*).
    ///
    /// - Parameters:
    ///   - matched: for each scenario the indices in `cases` of its injected cases that have a match and of the
    ///     benign cases that match them, as `BenignMatching/members` has them; an index that occurs again counts again.
    ///   - unit: what a case is.
    ///   - given: the attacks, where a case may belong to several; nil where each case tells its own.
    /// - Throws: `StatisticsError` for a score that is NaN, or a weight that is negative or not finite.
    /// - Precondition: scenarios and tenants of cases lie within the lists.
    public init(
        _ cases: [Case], window: Window, policy: UnscorablePolicy, scenarios: [String], tenants: [String] = [],
        matched: [[Int]]? = nil, unit: CaseUnit = .access, attacks given: [GivenAttack]? = nil
    ) throws(StatisticsError) {
        precondition(cases.allSatisfy { Int($0.scenario) < scenarios.count && Int($0.tenant) < tenants.count })
        let (order, ranked) = try Self.order(of: cases, policy: policy)
        self.order = order
        self.ranked = ranked
        self.scenarios = scenarios
        self.tenants = tenants
        self.window = window
        self.policy = policy
        self.unit = unit
        let unscored = policy == .rankFirst ? Double.infinity : -.infinity
        let count = cases.count
        var scores = [Double](repeating: 0, count: count), weights = scores
        var isScorable = [Bool](repeating: false, count: count), isInjected = isScorable
        var scenario = [Int32](repeating: -1, count: count), attack = scenario, user = scenario
        var resource = scenario, tenant = scenario
        var microseconds = [Int64](repeating: 0, count: count), isTimed = window.days != nil, isWeighted = false
        // One pass, because the cases are scattered in memory.
        for (rank, index) in order.enumerated() {
            let item = cases[Int(index)]
            scores[rank] = item.score ?? unscored
            isScorable[rank] = item.score != nil
            isInjected[rank] = item.isInjected
            scenario[rank] = item.scenario
            attack[rank] = item.attack
            user[rank] = item.user
            resource[rank] = item.resource
            tenant[rank] = item.tenant
            microseconds[rank] = item.microseconds ?? 0
            if item.microseconds == nil { isTimed = false }
            weights[rank] = item.weight
            if item.weight != 1 { isWeighted = true }
        }
        if isWeighted {
            guard weights.allSatisfy({ !$0.isNaN }) else { throw .notANumber }
            guard weights.allSatisfy({ $0.isFinite }) else { throw .infinite }
            guard weights.allSatisfy({ $0 >= 0 }) else { throw .negativeWeight }
        }
        self.scores = scores
        self.isScorable = isScorable
        self.isInjected = isInjected
        self.scenario = scenario
        self.attack = attack
        self.user = user
        self.resource = resource
        self.tenant = tenant
        self.weights = isWeighted ? weights : nil
        self.microseconds = isTimed ? microseconds : nil
        days = isTimed ? microseconds.map { Int32(clamping: Timestamp(microseconds: $0).dayNumber) } : nil
        let rankOf = matched == nil && given == nil ? [] : Self.ranks(of: order)
        attacks =
            given.map { given in
                given.map { attack in
                    Attack(
                        scenario: attack.scenario, number: attack.number, members: attack.members.map { rankOf[$0] },
                        start: attack.start)
                }
            }
            ?? Attack.all(
                injected: (0..<Int32(ranked)).filter { isInjected[Int($0)] }, scenario: scenario, attack: attack,
                microseconds: isTimed ? microseconds : nil)
        if let matched {
            self.matched = matched.map { $0.map { rankOf[$0] }.sorted() }
        } else {
            self.matched = nil
        }
    }

    /// The rank of each index.
    private static func ranks(of order: [Int32]) -> [Int32] {
        var ranks = [Int32](repeating: 0, count: order.count)
        for (rank, index) in order.enumerated() { ranks[Int(index)] = Int32(rank) }
        return ranks
    }

    /// Ranks the labelled accesses of a window.
    ///
    /// - Parameters:
    ///   - tenantOfUser: the tenant of each user of the log, an index in `tenants`; empty where tenants are not told
    ///     apart.
    ///   - matched: for each scenario the indices in `cases` of its injected cases that have a match and of the
    ///     benign cases that match them, as `BenignMatching/members` has them; an index that occurs again counts again.
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
                    scenario: step.map { Int32($0.scenario) } ?? -1, attack: step.map { Int32($0.attack) } ?? -1,
                    user: item.access.user, resource: item.access.resource,
                    tenant: user < tenantOfUser.count ? tenantOfUser[user] : -1,
                    microseconds: item.access.time?.microseconds)
            },
            window: Window(days: window.days, activeUsers: window.activeUsers, accesses: window.accesses),
            policy: policy, scenarios: scenarios, tenants: tenants, matched: matched)
    }

    /// The cases of some days of the window, ranked anew.
    ///
    /// Their active users are those with a benign case of the log, and their accesses are these cases: the window does
    /// not tell its users and accesses by day.
    ///
    /// - Returns: nil where cases have no time.
    /// - Throws: `StatisticsError` as other cases do.
    public func restricted(to days: Range<Int>) throws(StatisticsError) -> ScoredCases? {
        guard let ofCases = self.days, let microseconds else { return nil }
        var cases: [Case] = [], users: Set<Int32> = [], accesses = 0
        for rank in scores.indices where days.contains(Int(ofCases[rank])) {
            cases.append(
                Case(
                    score: isScorable[rank] ? scores[rank] : nil, isInjected: isInjected[rank],
                    scenario: scenario[rank], attack: attack[rank], user: user[rank], resource: resource[rank],
                    tenant: tenant[rank],
                    microseconds: microseconds[rank], weight: weights?[rank] ?? 1))
            guard !isInjected[rank], scenario[rank] < 0 else { continue }
            users.insert(user[rank])
            accesses += 1
        }
        return try ScoredCases(
            cases, window: Window(days: days, activeUsers: users.count, accesses: accesses), policy: policy,
            scenarios: scenarios, tenants: tenants, unit: unit)
    }

    /// The number of cases, dropped ones included.
    public var count: Int { scores.count }

    /// Whether users or attacks are known, whose cases vary together.
    var isClustered: Bool { user.contains { $0 >= 0 } || attack.contains { $0 >= 0 } }

    /// What the method of an interval takes for granted where users and attacks are unknown; empty where they are
    /// known.
    func independenceNote(_ estimate: Estimate) -> String {
        isClustered || estimate.interval == nil ? "" : ", rows taken as independent for want of users and attacks"
    }

    /// The indices of the cases by descending score, the dropped ones at the end.
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
