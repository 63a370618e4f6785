package import Statistics

/// A threshold for each user: the quantile of the user's own benign scores, shrunk towards that of all users; the fewer
/// scores, the more.
///
/// t = w·q(user) + (1 − w)·q(all) with w = n/(n + k) for a user with n scores; the same quantile for all users (James
/// and Stein's shrinkage with a fixed prior size; as the credibility of H. Bühlmann, ASTIN Bulletin 4, 1967).
package struct UserThresholds: Sendable {
    /// The threshold of users without a benign score.
    package let global: Double
    /// The number of scores k at which a user's own quantile counts half.
    package let shrinkage: Double
    /// The fraction of scores above the quantile.
    package let tail: Double
    /// The benign alerts that the thresholds raise on the cases that they were chosen on.
    package let benignAlerts: Int
    private let ofUser: [Int32: Double]

    /// Chooses the lowest quantile that keeps the alerts on benign cases within a budget.
    ///
    /// - Parameters:
    ///   - budget: benign alerts a day; over all cases where they have no time.
    ///   - shrinkage: k, positive or 0.
    /// - Throws: `StatisticsError/empty` where no benign case has a score, ``StatisticsError/infinite`` for an infinite
    ///   score, or ``StatisticsError/outOfRange(_:)``.
    package init(within budget: Double, on cases: ScoredCases, shrinkage: Double = 20) throws(StatisticsError) {
        guard shrinkage >= 0, shrinkage.isFinite else { throw .outOfRange("the shrinkage \(shrinkage)") }
        guard budget >= 0 else { throw .outOfRange("the budget \(budget)") }
        var all: [Double] = [], scores: [Int32: [Double]] = [:]
        for rank in 0..<cases.count where !cases.isInjected[rank] && cases.isScorable[rank] {
            guard cases.scores[rank].isFinite else { throw .infinite }
            all.append(cases.scores[rank])
            if cases.user[rank] >= 0 { scores[cases.user[rank], default: []].append(cases.scores[rank]) }
        }
        guard let whole = Quantiles(of: all) else { throw .empty }
        let days = cases.days == nil ? nil : cases.window.days?.count
        let allowed = budget * Double(max(1, days ?? 1)),
            unknown = all.count - scores.values.reduce(0) { $0 + $1.count }
        let users = scores.compactMap { user, scores in
            Quantiles(of: scores).map { (user: user, scores: scores, quantiles: $0) }
        }
        func threshold(_ scores: Int, _ quantiles: Quantiles, _ tail: Double) -> Double {
            let weight = scores > 0 ? Double(scores) / (Double(scores) + shrinkage) : 0
            return weight * quantiles(1 - tail) + (1 - weight) * whole(1 - tail)
        }
        func alerts(_ tail: Double) -> Int {
            let ofUsers = users.reduce(0) { sum, user in
                let threshold = threshold(user.scores.count, user.quantiles, tail)
                // Scores are in descending order.
                return sum + (user.scores.firstIndex { $0 <= threshold } ?? user.scores.count)
            }
            guard unknown > 0 else { return ofUsers }
            let global = whole(1 - tail)
            let ofOthers = (0..<cases.count).count {
                !cases.isInjected[$0] && cases.isScorable[$0] && cases.user[$0] < 0 && cases.scores[$0] > global
            }
            return ofUsers + ofOthers
        }
        // No benign case exceeds the largest, and the alerts never fall as the tail grows. By halving: the number of
        // alerts is a step function, whose root need not exist.
        var low = 0.0, high = 1.0
        if Double(alerts(1)) <= allowed { low = 1 }
        while low < 1, high - low > 1e-9 {
            let middle = (low + high) / 2
            if Double(alerts(middle)) <= allowed { low = middle } else { high = middle }
        }
        tail = low
        global = whole(1 - low)
        self.shrinkage = shrinkage
        benignAlerts = alerts(low)
        ofUser = Dictionary(
            uniqueKeysWithValues: users.map { ($0.user, threshold($0.scores.count, $0.quantiles, low)) })
    }

    /// The score that an alert of a user exceeds.
    package func threshold(of user: Int32) -> Double { ofUser[user] ?? global }
}
