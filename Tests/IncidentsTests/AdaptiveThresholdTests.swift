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
            let today = threshold.threshold(on: monday + number, closing: evidence)
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

    @Test("is raised by days of attacks to what a quarter of the alerts had in training, and no farther, and says so")
    func flood() {
        var random = RandomStream(seed: Seed(5)), before = RecentIncidents(days: [])
        for number in 0..<20 { for value in day(&random) { before.add(evidence: value, on: monday + number) } }
        var threshold = AdaptiveThreshold(alertsPerDay: 10, after: before)
        _ = threshold.threshold(on: monday + 20, closing: Array(repeating: 9, count: 500))
        #expect(!threshold.isAtBound)
        #expect(threshold.threshold(on: monday + 21, closing: []) == before.threshold(allowing: 2.5))
        #expect(threshold.isAtBound)
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
