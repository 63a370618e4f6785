@testable import Evaluation
import Interactions
import Statistics
import Testing

@Suite("The time to detection")
struct TimeToDetectionTests {
    /// Attacks of three accesses an hour apart, one attack a day; of each the first access that alerts, or none.
    private func measurements(_ first: [Int?], budget: Double = 1) throws -> [String: Evaluation.Measurement] {
        let hour: Int64 = 3_600_000_000
        var cases: [ScoredCases.Case] = []
        for (attack, first) in first.enumerated() {
            let day = Int64(attack) * 24 * hour
            for step in 0..<3 {
                cases.append(
                    ScoredCases.Case(
                        score: step == first ? 9 : -1, isInjected: true, scenario: 0, attack: Int32(attack), user: 0,
                        microseconds: day + Int64(step) * hour))
            }
            // Takes the day's alert where no access of the attack does.
            cases.append(
                ScoredCases.Case(
                    score: 5, isInjected: false, scenario: -1, attack: -1, user: 1, microseconds: day + 23 * hour))
        }
        let ranked = try ScoredCases(
            cases, window: ScoredCases.Window(days: 0..<first.count, activeUsers: 2, accesses: cases.count),
            policy: .rankLast, scenarios: ["attack"])
        let found = try IntervalEstimation(replicates: 50, seed: Seed(1)).measurements(
            of: ranked, metrics: [HoursToDetection(), RowsToDetection()], budgets: [budget])
        return Dictionary(
            uniqueKeysWithValues: found.filter { $0.slice == Evaluation.pooled }.map { ($0.metric, $0) })
    }

    @Test("is never where most attacks are never found, however soon the others are; the fraction found is said")
    func mostlyMissed() throws {
        let found = try measurements([0, 0, 1, 1] + Array(repeating: nil, count: 10))
        for metric in ["hours_to_detection@1", "rows_to_detection@1"] {
            let value = try #require(found[metric]).value
            #expect(value.isNever && value.text == "never")
            #expect(value == .never("4 of 14 attacks (28.57 %) are found, fewer than half"))
            #expect(value.reason == "never: 4 of 14 attacks (28.57 %) are found, fewer than half")
        }
    }

    @Test("is the median over all attacks, with an interval of order statistics that is open where it is never")
    func median() throws {
        let found = try measurements([0, 0, 0, 1, 1, 1, 2, 2, nil, nil, nil, nil])
        let rows = try #require(found["rows_to_detection@1"])
        #expect(rows.value == .defined(2))
        // P(B < 3) = 1.9 % of twelve trials with ½: from the third to the tenth.
        #expect(rows.interval == 1...Double.infinity)
        #expect(rows.method?.hasPrefix("order statistics, 95 %, 8 events of 12, the others never") == true)
        #expect(found["hours_to_detection@1"]?.value == .defined(1))
    }

    @Test("of half the attacks is when the last of them is found")
    func half() throws {
        #expect(try measurements([0, 2, nil, nil])["rows_to_detection@1"]?.value == .defined(3))
    }
}
