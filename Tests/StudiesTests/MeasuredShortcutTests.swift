import Evaluation
import Experiments
import Lints
import Studies
import StudySupport
import TestSupport
import Testing

@Suite("What a study compares shortcuts of windows with")
struct MeasuredShortcutTests {
    private let folder = TemporaryFolder()

    @Test("is the algorithm with the highest mean over the scenarios in the first replicate")
    func firstReplicate() throws {
        let specification = try ExperimentSpecification.tiny(metrics: "[roc_auc, incident_recall]\nincidents: {}")
        let result = try StudyWatch().run(specification, in: folder["s"])
        let dataset = try #require(result.datasets.first)
        let budget = Int(try #require(specification.budgets.middle))
        func mean(_ measurements: [ReplicateMeasurement], replicate: Int) -> Double {
            specification.injection.map(\.name).reduce(0) { sum, scenario in
                sum
                    + (measurements.first {
                        $0.replicate == replicate && $0.measurement.slice == scenario
                            && $0.measurement.metric == "incident_recall@\(budget)"
                    }?.measurement.value.number ?? 0) / Double(specification.injection.count)
            }
        }
        let best = try #require(dataset.ranking.map { mean($0.test, replicate: 0) }.max())
        // Else the test would tell nothing.
        #expect(best != dataset.ranking.map { mean($0.test, replicate: 1) }.max())
        let shortcuts = try #require(result.lints.first { $0.lint == "shortcut-windows" })
        let words = "the best algorithm with all signals \((best * 1000).rounded() / 1000)"
        #expect(shortcuts.evidence.contains(words), "\(shortcuts.evidence)")
    }
}
