import AccessLogs
import Algorithms
import Statistics

/// The incidents of recent days, in which nothing is known to be wrong: how many of them exceed some evidence on a mean day.
///
/// Days of work and weekends differ, so that the mean is that of a week: five sevenths of a working day and two of a day
/// of the weekend, where both have been seen. Evidence is −log₁₀ of a tail probability, so that what is learned with one fit
/// holds for the next.
package struct RecentIncidents: Sendable {
    /// Each incident with its day.
    private var incidents: [(day: Int, evidence: Double)] = []
    /// The days that were looked at, whether they had an incident or not.
    package private(set) var days: Set<Int>

    /// - Parameter days: those that were looked at.
    package init(days: some Sequence<Int>) {
        self.days = Set(days)
    }

    /// Adds an incident that is no part of an earlier one. Without evidence it never alerts.
    package mutating func add(evidence: Double, on day: Int) {
        days.insert(day)
        if evidence > 0 { incidents.append((day, evidence)) }
    }

    /// Counts a day, which may be one without an incident.
    package mutating func look(at day: Int) { days.insert(day) }

    /// The same without what is older than the newest days.
    ///
    /// - Parameter count: how many days are kept of those that were looked at.
    package func newest(_ count: Int) -> RecentIncidents {
        guard days.count > count, let first = days.sorted().suffix(count).first else { return self }
        var newest = self
        newest.days = days.filter { $0 >= first }
        newest.incidents = incidents.filter { $0.day >= first }
        return newest
    }

    /// Several tenants' together.
    package mutating func add(_ other: RecentIncidents) {
        days.formUnion(other.days)
        incidents += other.incidents
    }

    /// The incidents of a day of each kind count this much of a mean day.
    private var weights: (work: Double, free: Double) {
        let free = days.count { Timestamp.isWeekend(day: $0) }, work = days.count - free
        guard free > 0, work > 0 else { return (1 / Double(max(1, work)), 1 / Double(max(1, free))) }
        return (5 / 7 / Double(work), 2 / 7 / Double(free))
    }

    /// The incidents of a mean day with more evidence than this.
    package func perDay(above evidence: Double) -> Double {
        let weights = weights
        return incidents.reduce(0) {
            $0 + ($1.evidence > evidence ? (Timestamp.isWeekend(day: $1.day) ? weights.free : weights.work) : 0)
        }
    }

    /// The incidents of a mean day of the same kind with more evidence than this: of a working day, or of the weekend.
    package func perDay(above evidence: Double, like day: Int) -> Double {
        let isFree = Timestamp.isWeekend(day: day)
        let kind = days.count { Timestamp.isWeekend(day: $0) == isFree }
        guard kind > 0 else { return perDay(above: evidence) }
        return Double(incidents.count { $0.evidence > evidence && Timestamp.isWeekend(day: $0.day) == isFree })
            / Double(kind)
    }

    /// The evidence that a given number of incidents exceeds on a mean day.
    ///
    /// With *m* of *n* incidents allowed it is the evidence of the *m*-th: of windows that are exchangeable with these
    /// m/(n + 1) exceed it (V. Vovk, A. Gammerman and G. Shafer, "Algorithmic learning in a random world", 2005).
    ///
    /// - Parameter alerts: above zero.
    /// - Returns: 0 where there are fewer incidents than that: all alert, and the number is not reached.
    package func threshold(allowing alerts: Double) -> Double {
        let weights = weights
        // No more than these can be needed.
        let most = min(Double(incidents.count), alerts / min(weights.work, weights.free) + 1)
        var sum = 0.0
        for incident in incidents.max(count: Int(most), sortedBy: { $0.evidence < $1.evidence }).reversed() {
            sum += Timestamp.isWeekend(day: incident.day) ? weights.free : weights.work
            // Weights of sevenths add up but for rounding.
            if sum >= alerts * (1 - 1e-9) { return incident.evidence }
        }
        return 0
    }

    /// Predicts how many incidents of the days to come exceed a threshold that is kept.
    ///
    /// Counts vary as Poisson counts do, times the dispersion of these days' counts, and the mean is known from these days
    /// alone: a negative binomial distribution with that variance. Incidents with just as much evidence as the threshold count:
    /// where it is the evidence of the *m*-th, *m* are to be expected in as many days, see ``threshold(allowing:)``.
    ///
    /// - Parameters:
    ///   - evidence: the threshold.
    ///   - length: the number of later days, above 0.
    ///   - level: the probability, above 0 and below 1.
    /// - Returns: the bounds in incidents of all these days together.
    package func prediction(above evidence: Double, days length: Int, level: Double = 0.95) -> ClosedRange<Int> {
        let perDay = perDay(above: evidence > 0 ? evidence.nextDown : 0), mean = perDay * Double(length)
        let seen = max(0.5, perDay * Double(days.count))
        return Self.bounds(
            mean: mean, variance: dispersion(above: evidence) * mean * (1 + mean / seen), level: level)
    }

    /// Predicts how many alerts come in days to come where the threshold follows (``AdaptiveThreshold``): as many as are
    /// promised, but for what varies from day to day; what its level was not known for is made up for.
    ///
    /// - Parameters:
    ///   - alertsPerDay: the promise, above zero.
    ///   - length: as for a threshold that is kept.
    ///   - level: likewise.
    package func prediction(promising alertsPerDay: Double, days length: Int, level: Double = 0.95) -> ClosedRange<Int>
    {
        let mean = alertsPerDay * Double(length)
        return Self.bounds(
            mean: mean, variance: dispersion(above: threshold(allowing: alertsPerDay)) * mean, level: level)
    }

    /// The variance of these days' counts over that of Poisson counts, at least 1.
    private func dispersion(above evidence: Double) -> Double {
        var counts: [Int: Double] = [:]
        for incident in incidents where incident.evidence > evidence { counts[incident.day, default: 0] += 1 }
        let kinds = [true, false].map { free in days.filter { Timestamp.isWeekend(day: $0) == free } }
        var squares = 0.0, freedom = 0.0
        for kind in kinds where kind.count > 1 {
            let own = kind.reduce(0) { $0 + (counts[$1] ?? 0) } / Double(kind.count)
            guard own > 0 else { continue }
            // In an order of their own: sums of floating-point numbers depend on it.
            for day in kind.sorted() { squares += ((counts[day] ?? 0) - own) * ((counts[day] ?? 0) - own) / own }
            freedom += Double(kind.count - 1)
        }
        // Of few days the dispersion is known badly; half of it is believed beyond that of Poisson counts at six days.
        return max(1, 1 + (freedom > 0 ? squares / freedom - 1 : 0) * freedom / (freedom + 6))
    }

    /// The quantiles of a negative binomial count.
    private static func bounds(mean: Double, variance: Double, level: Double) -> ClosedRange<Int> {
        let shape = variance > mean ? mean * mean / (variance - mean) : .infinity
        let tail = (1 - level) / 2
        func quantile(_ probability: Double) -> Int {
            // The smallest count that no more than this probability is above.
            var low = 0, high = max(1, Int(mean + 20 * (variance.squareRoot() + 1)))
            while low < high {
                let middle = (low + high) / 2
                if NegativeBinomial.upperTail(of: middle + 1, mean: mean, shape: shape) <= probability {
                    high = middle
                } else {
                    low = middle + 1
                }
            }
            return low
        }
        let lower = quantile(1 - tail)
        return lower...max(lower, quantile(tail))
    }
}
