import Evaluation
import Experiments
import Interactions
@testable import Studies
import StudySupport
import Testing
import TestSupport

@Suite("The splits of experiment files")
struct SplitSpecificationTests {
    let folder = TemporaryFolder()

    private static let splits: [(String, ProtocolSpecification.Split)] = [
        ("{type: walk-forward, windows: 2}", .init(WalkForwardSplit(windows: 2))),
        (
            "{type: walk-forward, window_days: 7, training_days: 14}",
            .init(WalkForwardSplit(windowDays: 7, training: .rolling(days: 14)))
        ),
        ("{type: leave-users-out, held_out: 0.3}", .init(LeaveOutSplit(unit: .users, heldOut: 0.3))),
        ("{type: leave-resources-out}", .init(LeaveOutSplit(unit: .resources))),
        (
            "{type: leave-departments-out, support_share: 0.5}",
            .init(LeaveOutSplit(unit: .departments, supportFraction: 0.5))
        ),
        ("{type: leave-tenants-out, held_out: 0.4}", .init(LeaveTenantsOutSplit(heldOut: 0.4))),
    ]

    @Test("are read, and written so that they read the same", arguments: splits)
    func roundTrip(text: String, split: ProtocolSpecification.Split) throws {
        let experiment = try ExperimentSpecification.tiny(split: text)
        #expect(experiment.protocol.split == split)
        let again = try ExperimentSpecification(
            parsing: experiment.resolvedYAML, file: "again.yaml", catalogue: StudyComponents.test.catalogue)
        #expect(again == experiment)
    }

    private static let runnable = [
        "{type: walk-forward, windows: 2}", "{type: leave-users-out, support_share: 0.5}",
        "{type: leave-resources-out, support_share: 0.5}", "{type: leave-departments-out, support_share: 0.5}",
    ]

    @Test("divide a study's log", arguments: runnable)
    func studies(split: String) throws {
        let result = try StudyWatch().run(.tiny(split: split, algorithms: "[{id: popularity}]"), in: folder["s"])
        let entry = try #require(result.datasets.first?.ranking.first)
        let folds = Set(entry.validation.map(\.replicate)).count
        #expect(folds == (split.contains("walk-forward") ? 4 : 2))
        #expect(Set(entry.test.map(\.replicate)).count == 2)
    }

    @Test("replay the worlds of a real log, and name injections and operating points")
    func replay() throws {
        let text = """
            name: x
            datasets: [{path: datasets/corp, replay: {user_share: 0.5, days: 7, worlds: 2, seed: 3}}]
            injection:
            - {scenario: mimicry, name: hot, temperature: 4}
            - {scenario: mimicry, name: cold}
            operating_points: {quiet: {noise_rate: 0.001}}
            """
        let experiment = try ExperimentSpecification(
            parsing: text, file: "x.yaml", catalogue: StudyComponents.test.catalogue)
        #expect(experiment.datasets.map(\.name) == ["corp", "corp-2"])
        #expect(experiment.datasets[1].source.path == "datasets/corp")
        #expect(experiment.injection.map(\.name) == ["hot", "cold"])
        #expect(experiment.operatingPoints.targets[.quiet] == .noiseRate(0.001))
        let again = try ExperimentSpecification(
            parsing: experiment.resolvedYAML, file: "x.yaml", catalogue: StudyComponents.test.catalogue)
        #expect(again == experiment)
    }
}
