import AccessLogs
import Algorithms
import Foundation

/// How probable it is that an account visits each of its resources in a window, by the day of the week.
///
/// A visit is a window in which the account accesses the resource, a chance one that follows the first visit. Of V visits
/// in N chances is told π₀ = (V + q)/(N + 1), q being the organisation's mean; of the visits v and chances n of a day of
/// the week, π = (v + κ π₀)/(n + κ). κ has the greatest likelihood for the last quarter of the history's days.
struct VisitHabits: Sendable {
    /// One value for each day of the week; the eighth is not used.
    typealias Week = SIMD8<Float>

    /// Where each account's resources begin in ``resources``, and where the last one's end.
    private let starts: [Int]
    /// Account by account, ascending.
    private let resources: [Int32]
    /// −log π of each of ``resources``.
    private let surprise: [Week]
    /// What each account's windows are like.
    private let usual: [[Usual]]

    /// What an account's window on a day of the week is like.
    struct Usual: Sendable {
        /// The number of own resources that are visited.
        var visits = 0.0
        /// Mean and variance of the sum of their −log π.
        var mean = 0.0
        var variance = 0.0
    }

    /// The bounds of a probability, so that no visit says everything.
    private static let bounds = Float(1e-4)...0.999
    private static let strengths: [Float] = [0.5, 1, 2, 4, 8, 16, 32, 1e9]

    /// - Throws: `CancellationError`.
    init(of history: SignalHistory) throws {
        let visits = Visits(of: history.activity, users: history.users)
        try history.checkCancellation()
        let held = TrainingDivision.calibrationDays(of: history.days).lowerBound
        let strength = Self.strength(of: visits, from: held)
        try history.checkCancellation()
        let counts = visits.counts(before: history.days.upperBound), mean = Self.mean(of: counts)
        var starts = [0], resources: [Int32] = [], surprise: [Week] = []
        var usual = [[Usual]](repeating: [], count: history.users)
        for count in counts {
            let probability = count.probability(mean: mean, strength: strength)
            let user = Int(count.user)
            while starts.count <= user { starts.append(resources.count) }
            if usual[user].isEmpty { usual[user] = Array(repeating: Usual(), count: 7) }
            var ofPair = Week()
            for day in 0..<7 {
                let p = Double(probability[day]), l = -log(p)
                ofPair[day] = Float(l)
                usual[user][day].visits += p
                usual[user][day].mean += p * l
                usual[user][day].variance += p * (1 - p) * l * l
            }
            resources.append(count.resource)
            surprise.append(ofPair)
        }
        while starts.count <= history.users { starts.append(resources.count) }
        self.starts = starts
        self.resources = resources
        self.surprise = surprise
        self.usual = usual
    }

    /// What an account's window on a day is like; nil for accounts of which nothing is known.
    func usual(of user: Int32, on day: Int) -> Usual? {
        guard Int(user) < usual.count, !usual[Int(user)].isEmpty else { return nil }
        return usual[Int(user)][Timestamp.weekday(ofDay: day)]
    }

    /// −log of the probability that an account visits a resource on a day; nil where it never did before.
    func surprise(of user: Int32, at resource: Int32, on day: Int) -> Double? {
        guard Int(user) < usual.count else { return nil }
        let own = starts[Int(user)]..<starts[Int(user) + 1]
        let place = own.partitioningIndex { resources[$0] >= resource }
        guard place < own.upperBound, resources[place] == resource else { return nil }
        return Double(surprise[place][Timestamp.weekday(ofDay: day)])
    }

    // MARK: Learning

    private static func mean(of counts: [Visits.Counts]) -> Float {
        let visits = counts.reduce(0) { $0 + Double($1.visits.sum()) }
        let chances = counts.reduce(0) { $0 + Double($1.chances.sum()) }
        return chances > 0 ? Float(visits / chances) : 0.5
    }

    /// The strength with the greatest likelihood for the days from one on; of equal ones the greatest.
    private static func strength(of visits: Visits, from day: Int) -> Float {
        let counts = visits.counts(before: day), mean = mean(of: counts)
        let later = visits.outcomes(of: counts, from: day)
        var best = (likelihood: -Double.infinity, strength: strengths[strengths.count - 1])
        for strength in strengths.reversed() {
            var likelihood = 0.0
            for (count, outcome) in zip(counts, later) where outcome.chances.sum() > 0 {
                let p = count.probability(mean: mean, strength: strength)
                for day in 0..<7 where outcome.chances[day] > 0 {
                    likelihood += Double(
                        outcome.visits[day] * log(p[day])
                            + (outcome.chances[day] - outcome.visits[day]) * log1p(-p[day]))
                }
            }
            if likelihood > best.likelihood { best = (likelihood, strength) }
        }
        return best.strength
    }

    /// The visits of a history by account and resource.
    private struct Visits {
        /// An account's visit to a resource.
        struct Visit {
            let user: Int32
            let resource: Int32
            let day: Int
        }

        /// How often an account visited a resource, and could have.
        struct Counts {
            let user: Int32
            let resource: Int32
            var visits = Week()
            var chances = Week()

            func probability(mean: Float, strength: Float) -> Week {
                let whole = ((visits.sum() + mean) / (chances.sum() + 1)).clamped(to: bounds)
                let shrunk = (visits + strength * whole) / (chances + strength)
                return shrunk.clamped(
                    lowerBound: Week(repeating: bounds.lowerBound), upperBound: Week(repeating: bounds.upperBound))
            }
        }

        /// By account, resource and day.
        private let visits: [Visit]
        /// The days of each account's windows, ascending.
        private let days: [[Int]]

        init(of activity: Activity, users: Int) {
            var visits: [Visit] = [], days = [[Int]](repeating: [], count: users), met: Set<Int32> = []
            for window in activity.windows.windows {
                met.removeAll(keepingCapacity: true)
                for access in activity.windows.accesses[window.range] where met.insert(access.resource).inserted {
                    visits.append(Visit(user: window.user, resource: access.resource, day: window.day))
                }
                days[Int(window.user)].append(window.day)
            }
            visits.sort { ($0.user, $0.resource, $0.day) < ($1.user, $1.resource, $1.day) }
            self.visits = visits
            self.days = days
        }

        /// The counts of every pair that was visited before a day, by account and resource.
        func counts(before end: Int) -> [Counts] {
            var counts: [Counts] = []
            for visit in visits where visit.day < end {
                let weekday = Timestamp.weekday(ofDay: visit.day)
                if let last = counts.last, last.user == visit.user, last.resource == visit.resource {
                    counts[counts.count - 1].visits[weekday] += 1
                } else {
                    counts.append(
                        Counts(
                            user: visit.user, resource: visit.resource,
                            chances: chances(of: visit.user, within: visit.day + 1..<max(visit.day + 1, end))))
                }
            }
            return counts
        }

        /// What became of the same pairs from a day on.
        func outcomes(of pairs: [Counts], from start: Int) -> [Counts] {
            var outcomes: [Counts] = [], next = 0
            for pair in pairs {
                var outcome = Counts(
                    user: pair.user, resource: pair.resource, chances: chances(of: pair.user, within: start..<Int.max))
                while next < visits.count, (visits[next].user, visits[next].resource) < (pair.user, pair.resource) {
                    next += 1
                }
                while next < visits.count, (visits[next].user, visits[next].resource) == (pair.user, pair.resource) {
                    if visits[next].day >= start { outcome.visits[Timestamp.weekday(ofDay: visits[next].day)] += 1 }
                    next += 1
                }
                outcomes.append(outcome)
            }
            return outcomes
        }

        private func chances(of user: Int32, within range: Range<Int>) -> Week {
            let days = days[Int(user)]
            var chances = Week()
            for day in days[days.partitioningIndex { $0 >= range.lowerBound }...] where day < range.upperBound {
                chances[Timestamp.weekday(ofDay: day)] += 1
            }
            return chances
        }
    }
}

extension Float {
    fileprivate func clamped(to range: ClosedRange<Float>) -> Float {
        min(max(self, range.lowerBound), range.upperBound)
    }
}
