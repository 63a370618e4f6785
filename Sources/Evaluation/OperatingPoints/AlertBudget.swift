/// The alerts that a budget admits: each day's highest scores, ties at the cut counted by expected value.
public struct AlertBudget: Sendable {
    /// The alerts a day that were asked for; over all cases where they have no time.
    public let budget: Double
    /// Alerts on injected cases; a fraction where a tie is cut.
    public let truePositives: Double
    /// Alerts on benign cases; a fraction where a tie is cut.
    public let falsePositives: Double
    /// The cases that alert, or may, by descending score.
    public let raised: [Alert]
    /// What each day of the window raises; one for all cases where they have no time.
    private let cuts: [Cut]
    /// The budget of each of these days: a day that is drawn twice may raise twice as many alerts.
    private let budgets: [Double]
    private let firstDay: Int?

    /// A case that alerts.
    public struct Alert: Hashable, Sendable {
        /// The case's rank in ``RankedCases/cases``.
        public let member: Int32
        /// 1, or the expected fraction where a tie is cut.
        public let fraction: Double
    }

    /// Raises up to `budget` alerts on every day, or over all cases where they have no days. A case without a score
    /// (ranked last, −∞) is never raised.
    ///
    /// Complexity: O(*n*), the cases being sorted already.
    public init(_ ranked: RankedCases, budget: Double) {
        let cases = ranked.cases
        let days = cases.days == nil ? nil : cases.window.days
        let firstDay = days?.lowerBound
        let budgets =
            ranked.dayWeights.map { $0.map { budget * $0 } }
            ?? Array(repeating: budget, count: max(1, days?.count ?? 1))
        var cuts = budgets.map { Cut(left: $0) }
        var open = budget > 0 ? cuts.count : 0
        var end = 0
        while end < ranked.members.count, open > 0 {
            let member = ranked.members[end], score = cases.scores[Int(member)]
            guard score > -.infinity else { break }
            let day = ranked.day(of: member, from: firstDay, count: cuts.count)
            if cuts[day].isOpen, !cuts[day].add(ranked.weight(of: member), score: score) { open -= 1 }
            end += 1
        }
        for day in cuts.indices { cuts[day].close() }
        var hits = 0.0, alarms = 0.0, alerts: [Alert] = []
        for member in ranked.members[..<end] {
            let cut = cuts[ranked.day(of: member, from: firstDay, count: cuts.count)]
            let fraction = cut.raised(cases.scores[Int(member)]), raised = fraction * ranked.weight(of: member)
            if raised > 0 { alerts.append(Alert(member: member, fraction: fraction)) }
            if cases.isInjected[Int(member)] { hits += raised } else { alarms += raised }
        }
        self.budget = budget
        self.firstDay = firstDay
        self.cuts = cuts
        self.budgets = budgets
        raised = alerts
        truePositives = hits
        falsePositives = alarms
    }

    /// All alerts of the budget.
    public var alerts: Double { truePositives + falsePositives }

    /// The fraction of a case that alerts: 1 above its day's cut, 0 below, and the expected fraction of a tie at it.
    public func raised(_ member: Int32, of ranked: RankedCases) -> Double {
        let score = ranked.cases.scores[Int(member)]
        guard score > -.infinity else { return 0 }
        return cuts[ranked.day(of: member, from: firstDay, count: cuts.count)].raised(score)
    }

    /// The probability that none of some cases alerts, equal scores being in random order: where *r* of a tie of *m*
    /// alert, *j* of its cases are all among the others with probability Π (m − r − i)/(m − i) over i < j.
    ///
    /// - Parameter members: each of them once.
    public func missProbability(of members: some Sequence<Int32>, of ranked: RankedCases) -> Double {
        var probability = 1.0, tied: [(day: Int, count: Double)] = []
        for member in members {
            let fraction = raised(member, of: ranked)
            guard fraction > 0 else { continue }
            guard fraction < 1 else { return 0 }
            let day = ranked.day(of: member, from: firstDay, count: cuts.count)
            let entry = tied.firstIndex { $0.day == day } ?? tied.count
            if entry == tied.count { tied.append((day, 0)) }
            probability *= cuts[day].missProbability(after: tied[entry].count)
            tied[entry].count += 1
        }
        return probability
    }

    /// The integral of the true positives over all budgets from 0 to this one.
    ///
    /// Of a tie with *a* alerts above it and the weight *m*, the budget *b* raises the fraction (b − a)/m, from 0 to 1.
    func areaOfTruePositives(in ranked: RankedCases) -> Double {
        var above = [Double](repeating: 0, count: cuts.count), ties = above, hits = above, scores = above
        var area = 0.0
        func close(_ day: Int) {
            let reached = min(ties[day], budgets[day] - above[day])
            if reached > 0 {
                area +=
                    hits[day] / ties[day] * (reached * reached / 2 + ties[day] * (budgets[day] - above[day] - reached))
            }
            above[day] += ties[day]
            (ties[day], hits[day]) = (0, 0)
        }
        for alert in raised {
            let day = ranked.day(of: alert.member, from: firstDay, count: cuts.count)
            let score = ranked.cases.scores[Int(alert.member)], weight = ranked.weight(of: alert.member)
            if scores[day] != score { close(day) }
            scores[day] = score
            ties[day] += weight
            if ranked.cases.isInjected[Int(alert.member)] { hits[day] += weight }
        }
        for day in cuts.indices { close(day) }
        return area
    }

    /// The budget of one day and how it is used, from the highest score downwards.
    private struct Cut {
        /// What is left of the budget once ``score`` and all above it have been raised.
        var left: Double
        /// The score that is being raised; all above it have been.
        var score: Double?
        /// The weight of the cases that have it.
        var tied = 0.0
        /// The fraction of them that alerts.
        var fraction = 0.0
        /// The weight of the last tie, and how much of it alerts.
        var block = (size: 0.0, alerts: 0.0)
        var isOpen = true

        /// Raises a case that scores no more than those before it.
        ///
        /// - Returns: false where the budget is spent.
        mutating func add(_ weight: Double, score: Double) -> Bool {
            if self.score != score {
                close()
                guard left > 0 else {
                    isOpen = false
                    return false
                }
                self.score = score
                tied = 0
            }
            tied += weight
            return true
        }

        /// Settles the score that is being raised.
        mutating func close() {
            guard isOpen, tied > 0 else { return }
            fraction = min(1, left / tied)
            block = (tied, min(left, tied))
            left -= tied
            tied = 0
        }

        /// The probability that another case of the tie at the cut is not alerted, given that `others` of its cases are
        /// not.
        func missProbability(after others: Double) -> Double {
            let left = block.size - others
            return left > 0 ? max(0, left - block.alerts) / left : 0
        }

        func raised(_ score: Double) -> Double {
            guard let cut = self.score else { return 0 }
            return score > cut ? 1 : score == cut ? fraction : 0
        }
    }
}

extension RankedCases {
    /// The index of a case's day in the days of the window; the nearest for a day outside it.
    fileprivate func day(of member: Int32, from first: Int?, count: Int) -> Int {
        guard let first, let day = day(of: member) else { return 0 }
        return min(max(0, day - first), count - 1)
    }
}
