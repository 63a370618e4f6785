import Statistics

/// How long attacks last before their first alert.
///
/// The time of an attack runs from its first injected access to the first of them that alerts, an alert being dated by
/// its access. An attack without an alert is never found, which is an outcome of its own: it is not censored, because
/// its last access says nothing of when it would have been found. Where a tie is cut, an attack counts at each of its
/// accesses by the probability that this is the first to alert.
struct TimeToDetection {
    /// What time is counted in.
    enum Unit {
        case hours
        /// Injected accesses up to the alert, those of the same time included.
        case rows
    }

    /// A time with the weight of the attacks that are found then.
    private struct Entry {
        /// Infinite for those that are never found.
        var time: Double
        var weight: Double
    }

    private let entries: [Entry]
    private let isWeighted: Bool
    /// The weight of all attacks.
    private let total: Double

    /// - Returns: nil where cases have no time, or no injected case is part of an attack.
    init?(of cases: RankedCases, alerts: AlertBudget, in unit: Unit) {
        guard let times = cases.cases.microseconds else { return nil }
        var entries: [Entry] = []
        for attack in cases.attacks {
            let weight = cases.weight(of: attack)
            guard weight > 0 else { continue }
            let members = attack.members, start = attack.start ?? times[Int(members[0])]
            var missed = 1.0, index = 0
            while index < members.count, missed > 0 {
                let time = times[Int(members[index])]
                var next = index + 1
                while next < members.count, times[Int(members[next])] == time { next += 1 }
                if members[index..<next].contains(where: { alerts.raised($0, of: cases) > 0 }) {
                    let still = alerts.missProbability(of: members[..<next], of: cases)
                    let elapsed =
                        switch unit {
                        case .hours: Double(max(0, time - start)) / 3_600_000_000
                        case .rows: Double(next)
                        }
                    if still < missed { entries.append(Entry(time: elapsed, weight: weight * (missed - still))) }
                    missed = still
                }
                index = next
            }
            if missed > 0 { entries.append(Entry(time: .infinity, weight: weight * missed)) }
        }
        guard !entries.isEmpty else { return nil }
        self.entries = entries.sorted { $0.time < $1.time }
        isWeighted = cases.weights != nil || entries.contains { $0.weight != 1 }
        total = entries.reduce(0) { $0 + $1.weight }
    }

    /// The attacks that are found at some time, by weight.
    private var found: Double { entries.reduce(0) { $0 + ($1.time.isFinite ? $1.weight : 0) } }

    /// The first time by which half of the attacks are found, entries counting by weight: the cumulative incidence of
    /// detection reaches ½.
    ///
    /// - Returns: nil where fewer than half are ever found.
    var median: Double? {
        var found = 0.0
        for entry in entries where entry.time.isFinite {
            found += entry.weight
            // A sum of probabilities that is one half may come out a little below it.
            if found >= total * (0.5 - 1e-12) { return entry.time }
        }
        return nil
    }

    /// The median with its interval; nil for weighted attacks and cut ties, and where it is *never*.
    func medianEstimate(level: Double) -> Estimate? {
        guard !isWeighted else { return nil }
        return try? Estimate.medianTime(of: entries.map(\.time), level: level)
    }

    /// The value of a metric.
    static func median(of cases: RankedCases, alerts: AlertBudget, in unit: Unit) -> MetricValue {
        guard !cases.attacks.isEmpty else { return .noAttack(cases) }
        guard cases.days != nil else { return .undefined("the data have no time") }
        guard let times = TimeToDetection(of: cases, alerts: alerts, in: unit) else { return .noAttack(cases) }
        if let median = times.median { return .defined(median) }
        return .never(found: times.found, of: times.total)
    }
}
