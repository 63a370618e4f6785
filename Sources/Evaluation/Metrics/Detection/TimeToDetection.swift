import AccessLogs
import Statistics

/// How long attacks last before their first alert.
///
/// The time of an attack runs from its first injected access to the first of them that alerts, an alert being dated by
/// its access. Attacks without an alert are censored where the window ends. Where a tie is cut, an attack counts at
/// each of its accesses by the probability that this is the first to alert.
struct TimeToDetection {
    /// What time is counted in.
    enum Unit {
        /// Hours; an attack is observed until the window ends.
        case hours
        /// Injected accesses up to the alert, those of the same time included; an attack is observed until its last.
        case rows
    }

    /// A time with the weight of what happened then.
    private struct Entry {
        var time: Double
        var isAlert: Bool
        var weight: Double
    }

    private let entries: [Entry]
    private let isWeighted: Bool

    /// - Returns: nil where cases have no time, or no injected case is part of an attack.
    init?(of cases: RankedCases, alerts: AlertBudget, in unit: Unit) {
        guard let times = cases.cases.microseconds, let days = cases.cases.window.days else { return nil }
        let end = Int64(days.upperBound) * Timestamp.day
        var entries: [Entry] = []
        for attack in cases.attacks {
            let weight = cases.weight(of: attack)
            guard weight > 0 else { continue }
            let members = attack.members, start = times[Int(members[0])]
            func hours(to time: Int64) -> Double { Double(max(0, time - start)) / 3_600_000_000 }
            var missed = 1.0, index = 0
            while index < members.count, missed > 0 {
                let time = times[Int(members[index])]
                var next = index + 1
                while next < members.count, times[Int(members[next])] == time { next += 1 }
                if members[index..<next].contains(where: { alerts.raised($0, of: cases) > 0 }) {
                    let still = alerts.missProbability(of: members[..<next], of: cases)
                    let elapsed = unit == .hours ? hours(to: time) : Double(next)
                    if still < missed {
                        entries.append(Entry(time: elapsed, isAlert: true, weight: weight * (missed - still)))
                    }
                    missed = still
                }
                index = next
            }
            if missed > 0 {
                let elapsed = unit == .hours ? hours(to: end) : Double(members.count)
                entries.append(Entry(time: elapsed, isAlert: false, weight: weight * missed))
            }
        }
        guard !entries.isEmpty else { return nil }
        // At equal times alerts come first: attacks whose observation ends then are still at risk.
        self.entries = entries.sorted { ($0.time, $0.isAlert ? 0 : 1) < ($1.time, $1.isAlert ? 0 : 1) }
        isWeighted = cases.weights != nil || entries.contains { $0.weight != 1 }
    }

    /// The median by Kaplan and Meier, entries counting by weight.
    ///
    /// - Returns: nil where more than half of the attacks outlive the observation.
    var median: Double? {
        var atRisk = entries.reduce(0) { $0 + $1.weight }, survival = 1.0, index = 0
        while index < entries.count {
            let time = entries[index].time
            var detected = 0.0, left = 0.0
            while index < entries.count, entries[index].time == time {
                if entries[index].isAlert { detected += entries[index].weight }
                left += entries[index].weight
                index += 1
            }
            survival *= max(0, atRisk - detected) / atRisk
            atRisk -= left
            // A product of quotients that is ½ may come out a little above it.
            if survival <= 0.5 + 1e-12 { return time }
        }
        return nil
    }

    /// The median with its interval; nil for weighted attacks and cut ties, and where it is not reached.
    func medianEstimate(level: Double) -> Estimate? {
        guard !isWeighted else { return nil }
        let curve = try? KaplanMeier(times: entries.map(\.time), observed: entries.map(\.isAlert))
        return try? curve?.medianEstimate(level: level)
    }

    /// The value of a metric.
    static func median(of cases: RankedCases, alerts: AlertBudget, in unit: Unit) -> MetricValue {
        guard !cases.attacks.isEmpty else { return .noAttack(cases) }
        guard cases.days != nil else { return .undefined("the data have no time") }
        guard let times = TimeToDetection(of: cases, alerts: alerts, in: unit) else { return .noAttack(cases) }
        if let median = times.median { return .defined(median) }
        return .undefined("the median is not reached: more than half of the incidents outlast their observation")
    }
}
