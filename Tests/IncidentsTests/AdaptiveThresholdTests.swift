import AccessLogs
import Foundation
import Incidents
import Statistics
import Testing

@Suite("A threshold that follows")
struct AdaptiveThresholdTests {
    /// Monday 2026-01-05.
    private let monday = 20_458

    /// The evidence of a day's windows: −log₁₀ of uniform tail probabilities, plus a shift.
    private func day(_ random: inout RandomStream, windows: Int = 300, shift: Double = 0) -> [Double] {
        (0..<windows).map { _ in -log10(1 - random.uniform()) + shift }
    }

    private func run(_ seed: UInt64, shift: (Int) -> Double = { _ in 0 }) -> (adaptive: [Int], fixed: [Int]) {
        var random = RandomStream(seed: Seed(seed))
        var before = RecentIncidents(days: [])
        for number in 0..<10 { for value in day(&random) { before.add(evidence: value, on: monday + number) } }
        let kept = before.threshold(allowing: 10)
        var threshold = AdaptiveThreshold(alertsPerDay: 10, after: before)
        var counts: (adaptive: [Int], fixed: [Int]) = ([], [])
        for number in 10..<38 {
            let evidence = day(&random, shift: shift(number))
            let today = threshold.threshold(on: monday + number, closing: evidence).evidence
            counts.adaptive.append(evidence.count { $0 > today })
            counts.fixed.append(evidence.count { $0 > kept })
        }
        return counts
    }

    private func mean(_ counts: [Int]) -> Double { Double(counts.reduce(0, +)) / Double(counts.count) }

    @Test("keeps the number of alerts on days like those before, more closely than a threshold that is kept")
    func exchangeable() {
        let runs = (1...40).map { run($0) }
        #expect(runs.allSatisfy { abs(mean($0.adaptive) - 10) < 1 })
        let errors = (
            runs.reduce(0) { $0 + abs(mean($1.adaptive) - 10) }, runs.reduce(0) { $0 + abs(mean($1.fixed) - 10) }
        )
        #expect(errors.0 < errors.1)
    }

    @Test("keeps it where habits drift, which a threshold that is kept does not")
    func drift() {
        // From day to day a little more evidence, until it is twice as common.
        let run = run(7) { 0.3 * Double($0) / 38 }
        #expect(abs(mean(run.adaptive) - 10) < 2)
        #expect(mean(run.fixed) > 13)
    }

    /// A history of twenty days, and the alerts of each week after days that are unlike all others.
    private func weeks(after days: [(AdaptiveThresholdTests, inout RandomStream) -> [Double]]) -> [Int] {
        var random = RandomStream(seed: Seed(5)), before = RecentIncidents(days: [])
        for number in 0..<21 { for value in day(&random) { before.add(evidence: value, on: monday + number) } }
        var threshold = AdaptiveThreshold(alertsPerDay: 10, after: before)
        for (number, unlike) in days.enumerated() {
            _ = threshold.threshold(on: monday + 21 + number, closing: unlike(self, &random))
        }
        return (0..<6).map { week in
            (0..<7).reduce(0) { sum, number in
                let evidence = day(&random)
                let today = threshold.threshold(on: monday + 21 + days.count + 7 * week + number, closing: evidence)
                return sum + evidence.count { $0 > today.evidence }
            }
        }
    }

    @Test("is not blinded for weeks by a day of attacks")
    func flood() {
        let weeks = weeks(after: [{ _, _ in Array(repeating: 9, count: 500) }])
        #expect(weeks[0] >= 35)
        #expect(weeks.dropFirst().allSatisfy { (45...100).contains($0) }, "\(weeks)")
    }

    @Test("is not lowered by weeks in which next to nobody works")
    func quiet() {
        let weeks = weeks(after: Array(repeating: { $0.day(&$1, windows: 6) }, count: 21))
        #expect(weeks.allSatisfy { (45...100).contains($0) }, "\(weeks)")
    }

    @Test("is raised by weeks of attacks to what a quarter of the alerts had in training, and no farther, and says so")
    func floods() {
        var random = RandomStream(seed: Seed(5)), before = RecentIncidents(days: [])
        for number in 0..<21 { for value in day(&random) { before.add(evidence: value, on: monday + number) } }
        var threshold = AdaptiveThreshold(alertsPerDay: 10, after: before), last: AdaptiveThreshold.Day?
        for number in 21..<49 {
            last = threshold.threshold(on: monday + number, closing: Array(repeating: 9, count: 500))
        }
        #expect(last?.evidence == before.threshold(allowing: 2.5) && last?.isAtBound == true)
    }

    @Test("sees the days between those of a log, and of a long silence the last alone")
    func course() {
        var random = RandomStream(seed: Seed(8)), before = RecentIncidents(days: [])
        // Nobody works at weekends.
        for number in 0..<28 where !Timestamp.isWeekend(day: monday + number) {
            for value in day(&random) { before.add(evidence: value, on: monday + number) }
        }
        for number in 0..<28 { before.look(at: monday + number) }
        var incidents: [Int: [Double]] = [:]
        for number in 28..<84 where !Timestamp.isWeekend(day: monday + number) {
            incidents[monday + number] = day(&random)
        }
        let threshold = AdaptiveThreshold(alertsPerDay: 10, after: before)
        let course = threshold.course(over: incidents, from: monday + 28)
        let alerts = incidents.reduce(0) { sum, day in
            sum + day.value.count { $0 > course.days[day.key]?.evidence ?? 0 }
        }
        // Ten on a mean day of the week, and so fourteen on a working day.
        #expect(abs(Double(alerts) / 56 - 10) < 1)
        #expect(course.days[monday + 33] != nil && course.daysAtBound == 0)
        let farAhead = threshold.course(over: [monday + 2_000_000: [1]], from: monday + 28)
        #expect(farAhead.days.count == 29)
    }

    @Test("depends on earlier days alone")
    func causal() {
        var random = RandomStream(seed: Seed(6)), before = RecentIncidents(days: [])
        for number in 0..<10 { for value in day(&random) { before.add(evidence: value, on: monday + number) } }
        var quiet = AdaptiveThreshold(alertsPerDay: 10, after: before), loud = quiet
        #expect(
            quiet.threshold(on: monday + 10, closing: [])
                == loud.threshold(on: monday + 10, closing: Array(repeating: 9, count: 50)))
    }
}
