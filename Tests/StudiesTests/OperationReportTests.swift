import Datasets
import Evaluation
import Files
import Foundation
import Interactions
import Statistics
@testable import Studies
import Testing

@Suite("What a winner would be like in use")
struct OperationReportTests {
    /// Three weeks of ten benign accesses a day and an attack on each; attacks of the last week are found less often.
    private func cases(seed: UInt64) throws -> ScoredCases {
        let random = RandomStream(seed: Seed(seed))
        let cases = (0..<231).map { index in
            let day = index / 11, isInjected = index % 11 == 0
            return ScoredCases.Case(
                score: random.gaussian() + (isInjected ? (day < 14 ? 3 : 0.5) : 0), isInjected: isInjected,
                scenario: isInjected ? 0 : -1, attack: isInjected ? Int32(day) : -1, user: Int32(index % 7),
                microseconds: Int64(day) * 86_400_000_000)
        }
        return try ScoredCases(
            cases, window: ScoredCases.Window(days: 0..<21, activeUsers: 7, accesses: 210), policy: .rankLast,
            scenarios: ["attack"])
    }

    @Test("has the metrics by week with their area under time")
    func weeks() throws {
        let report = try OperationReport(
            dataset: "d", algorithm: "a", validation: cases(seed: 1), test: cases(seed: 2),
            targets: [.normal: .alertsPerDay(1)], budget: 2, isKnown: { _ in true },
            by: IntervalEstimation(replicates: 50, seed: Seed(1)))
        let drift = try #require(report.drift)
        #expect(drift.weeks.count == 3)
        #expect(drift.areaUnderTime.map(\.metric) == ["roc_auc", "average_precision", "recall_at_budget@2"])
        for (index, area) in drift.areaUnderTime.enumerated() {
            let values = drift.weeks.compactMap { $0.measurements[index].value.number }
            try #require(values.count == 3)
            #expect(values[2] < values[0])
            #expect(abs(try #require(area.value.number) - (values[0] / 2 + values[1] + values[2] / 2) / 2) < 1e-12)
        }
        let stored = try CanonicalJSON.value(OperationReport.self, of: CanonicalJSON.text(report))
        #expect(stored == report)
    }

    @Test("is given up when that is asked for")
    func cancelled() throws {
        #expect(throws: CancellationError.self) {
            try OperationReport(
                dataset: "d", algorithm: "a", validation: cases(seed: 1), test: cases(seed: 2),
                targets: [.normal: .alertsPerDay(1)], budget: nil, isKnown: { _ in true },
                by: IntervalEstimation(replicates: 50, seed: Seed(1), isCancelled: { true }))
        }
    }
}
