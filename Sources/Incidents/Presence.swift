import AccessLogs
import Foundation

/// How probable it is that an account is active at all on a day of its kind: beta-binomial around the organisation's mean.
struct Presence: Sendable {
    /// Of working days and of weekends: the organisation's mean and its weight in days.
    private let means: [(mean: Double, weight: Double)]
    /// For each account the days on which it was active and all its days, by kind.
    private let days: [[(active: Int, all: Int)]]

    init(of activity: Activity, days span: Range<Int>, users: Int) {
        var first = [Int?](repeating: nil, count: users)
        var active = [[Int]](repeating: [0, 0], count: users)
        for window in activity.windows.windows {
            let account = Int(window.user)
            if first[account] == nil { first[account] = window.day }
            active[account][Timestamp.isWeekend(day: window.day) ? 1 : 0] += 1
        }
        // The days from each day to the end, by kind.
        var left = [[0, 0]]
        for day in span.reversed() {
            var next = left[left.count - 1]
            next[Timestamp.isWeekend(day: day) ? 1 : 0] += 1
            left.append(next)
        }
        let days = (0..<users).map { account in
            (0..<2).map { kind in
                (active: active[account][kind], all: first[account].map { left[span.upperBound - $0][kind] } ?? 0)
            }
        }
        means = (0..<2).map { kind in
            var hits = 0.5, all = 1.0
            for account in days {
                hits += Double(account[kind].active)
                all += Double(account[kind].all)
            }
            let mean = hits / all
            // Var(y) = n q (1 − q)(1 + (n − 1) ρ).
            var excess = 0.0, scale = 0.0
            for account in days where account[kind].all > 1 {
                let n = Double(account[kind].all), difference = Double(account[kind].active) - n * mean
                excess += difference * difference - n * mean * (1 - mean)
                scale += n * (n - 1) * mean * (1 - mean)
            }
            let correlation = min(max(scale > 0 ? excess / scale : 0, 1e-3), 0.999)
            return (mean, 1 / correlation - 1)
        }
        self.days = days
    }

    /// The probability that an account has a window on a day.
    func probability(of user: Int32, on day: Int) -> Double {
        let kind = Timestamp.isWeekend(day: day) ? 1 : 0,
            account = Int(user) < days.count ? days[Int(user)][kind] : (0, 0)
        return (means[kind].mean * means[kind].weight + Double(account.0)) / (means[kind].weight + Double(account.1))
    }
}

extension Presence {
    /// The evidence of windows that had to be there at all before anything in them could be unusual.
    ///
    /// - Parameter counts: whether what a window has is more than nothing; the evidence of other windows is 0.
    func evidence(of evidence: [Double], in activity: Activity, where counts: (Int) -> Bool) -> [Double] {
        evidence.indices.map { index in
            guard counts(index) else { return 0 }
            let window = activity.windows.windows[index]
            return (evidence[index] - log10(probability(of: window.user, on: window.day))).clampedEvidence
        }
    }
}
