import AccessLogs
import Foundation
import Statistics

/// How large a count of a window is to be expected: the curve of newcomers × the kind of the day × the account's factor.
///
/// Given these, a count is negative binomial. Accounts differ by a factor that is gamma distributed around 1, of which
/// the account's own windows tell: an account of which little is known counts as any other (Gamma–Poisson shrinkage).
/// Windows of one account differ by a gamma factor of their own. The curve of newcomers is the mean by the number of
/// windows that an account had before, so that somebody who has just joined may do what those who joined before did.
struct WindowRate: Sendable {
    /// The mean by age, see ``ageGroup(_:)``.
    private let curve: [Double]
    /// The same of accounts that joined during the history.
    private let curveOfJoiners: [Double]
    /// The factor of a weekend; of working days it is 1.
    private let weekend: Double
    /// Shape and rate of each account's factor after its windows.
    private let factors: [(shape: Double, rate: Double)]
    /// Shape, and rate, of the factors of all accounts.
    private let spread: Double
    /// Shape of a window's own factor.
    private let windowShape: Double
    /// How many windows each account had.
    private let ages: [Int]
    private let hasJoined: [Bool]

    /// Learns from the windows of a history by maximising over one part after the other.
    ///
    /// - Parameters:
    ///   - counts: the count of each window, at least 0.
    ///   - users: the number of accounts.
    init(counts: [Int], of activity: Activity, users: Int) {
        let firstDay = activity.windows.windows.first?.day ?? 0
        var ages = [Int](repeating: 0, count: users), hasJoined = [Bool](repeating: false, count: users)
        var group: [Int] = [], user: [Int] = [], isWeekend: [Bool] = []
        for window in activity.windows.windows {
            let account = Int(window.user)
            if ages[account] == 0 { hasJoined[account] = window.day >= firstDay + Self.joiningDays }
            group.append(Self.ageGroup(ages[account]))
            user.append(account)
            isWeekend.append(Timestamp.isWeekend(day: window.day))
            ages[account] += 1
        }
        let groups = Self.groups(of: group)
        for window in group.indices { group[window] = min(group[window], groups - 1) }
        var curve = [Double](repeating: 1, count: groups), weekend = 1.0, spread = 1.0
        var factor = [Double](repeating: 1, count: users)
        var total = [Double](repeating: 0, count: users), expected = total
        for (window, count) in counts.enumerated() { total[user[window]] += Double(count) }
        func day(_ window: Int) -> Double { isWeekend[window] ? weekend : 1 }
        for _ in 0..<6 {
            var sums = [Double](repeating: 0, count: groups), means = sums
            for (window, count) in counts.enumerated() where !hasJoined[user[window]] {
                sums[group[window]] += Double(count)
                means[group[window]] += factor[user[window]] * day(window)
            }
            // Half a window more, so that no group is without a mean.
            for index in curve.indices { curve[index] = (sums[index] + 0.5 * curve[index]) / (means[index] + 0.5) }
            var observed = (work: 0.5, free: 0.5), fitted = observed
            for (window, count) in counts.enumerated() {
                let mean = curve[group[window]] * factor[user[window]]
                if isWeekend[window] {
                    observed.free += Double(count)
                    fitted.free += mean
                } else {
                    observed.work += Double(count)
                    fitted.work += mean
                }
            }
            weekend = observed.free / fitted.free / (observed.work / fitted.work)
            expected = [Double](repeating: 0, count: users)
            for window in counts.indices { expected[user[window]] += curve[group[window]] * day(window) }
            // Var(total) = expected + expected²/spread.
            var square = 0.0, excess = 0.0
            for (one, other) in zip(total, expected) where other > 0 {
                square += other * other
                excess += (one - other) * (one - other) - other
            }
            spread = square > 0 ? min(max(square / max(excess, 1e-9 * square), 0.05), 1e4) : 1
            for account in 0..<users { factor[account] = (spread + total[account]) / (spread + expected[account]) }
        }
        // Few join, so that their curve is shrunk towards that of the others, as an account's factor is.
        var sums = [Double](repeating: 0, count: groups), means = sums
        for (window, count) in counts.enumerated() where hasJoined[user[window]] {
            sums[group[window]] += Double(count)
            means[group[window]] += curve[group[window]] * day(window)
        }
        let ofJoiners = curve.indices.map { curve[$0] * (spread + sums[$0]) / (spread + means[$0]) }
        expected = [Double](repeating: 0, count: users)
        func mean(_ window: Int) -> Double {
            (hasJoined[user[window]] ? ofJoiners : curve)[group[window]] * day(window)
        }
        for window in counts.indices { expected[user[window]] += mean(window) }
        for account in 0..<users { factor[account] = (spread + total[account]) / (spread + expected[account]) }
        var square = 0.0, excess = 0.0
        for (window, count) in counts.enumerated() {
            let mean = mean(window) * factor[user[window]]
            square += mean * mean
            excess += (Double(count) - mean) * (Double(count) - mean) - mean
        }
        windowShape = square > 0 ? 1 / min(max(excess / square, 1e-4), 20) : 1e4
        self.curve = curve
        curveOfJoiners = ofJoiners
        self.weekend = weekend
        self.spread = spread
        self.ages = ages
        self.hasJoined = hasJoined
        factors = (0..<users).map { (spread + total[$0], spread + expected[$0]) }
    }

    /// An account that is first seen this many days after the history begins, or later, is a joiner. The history cannot
    /// tell how long the other accounts have been there.
    private static let joiningDays = 7

    /// How many groups of ages have a hundredth of the windows each, up to the last that does.
    private static func groups(of windows: [Int]) -> Int {
        var counts = [Int](repeating: 0, count: (windows.max() ?? 0) + 1)
        for group in windows { counts[group] += 1 }
        return (counts.lastIndex { $0 * 100 >= windows.count } ?? 0) + 1
    }

    /// The groups of the number of windows before: 0, 1, 2, 3–4, 5–8, 9–16, …
    private static func ageGroup(_ age: Int) -> Int {
        age < 2 ? age : 1 + Int(ceil(log2(Double(age))))
    }

    /// The expected count of each window that follows the history, and the shape of its negative binomial distribution.
    func expectations(for activity: Activity) -> [(mean: Double, shape: Double)] {
        var later: [Int32: Int] = [:]
        return activity.windows.windows.map { window in
            let account = Int(window.user), known = account < factors.count && ages[account] > 0
            let age = (known ? ages[account] : 0) + (later[window.user] ?? 0)
            later[window.user, default: 0] += 1
            let factor = known ? factors[account] : (shape: spread, rate: spread)
            let means = known && !hasJoined[account] ? curve : curveOfJoiners
            let mean =
                means[min(Self.ageGroup(age), means.count - 1)] * (Timestamp.isWeekend(day: window.day) ? weekend : 1)
                * factor.shape / factor.rate
            return (mean, 1 / (1 / factor.shape + 1 / windowShape))
        }
    }

    /// The shape of the sum of several windows of an account.
    ///
    /// - Parameters:
    ///   - means: the expected count of each.
    func shape(of user: Int32, means: [Double]) -> Double {
        let own = Int(user) < factors.count ? factors[Int(user)].shape : spread
        let sum = means.reduce(0, +), squares = means.reduce(0) { $0 + $1 * $1 }
        return sum > 0 ? 1 / (1 / own + squares / (windowShape * sum * sum)) : own
    }

    /// The evidence of counts as large as these.
    func evidence(of counts: [Int], in activity: Activity) -> [Double] {
        zip(counts, expectations(for: activity)).map { count, expected in
            NegativeBinomial.upperTail(of: count, mean: expected.mean, shape: expected.shape).tailEvidence
        }
    }
}
