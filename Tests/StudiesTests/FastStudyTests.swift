import Detectors
import Experiments
import Foundation
import Parameters
@testable import Studies
import StudySupport
import Testing
import TestSupport

@Suite("A study in fast mode")
struct FastStudyTests {
    let folder = TemporaryFolder()

    private static let algorithms = """
        [{id: als-implicit, space: {rank: {type: categorical, values: [2, 4]}, \
        regularization: {type: categorical, values: [1, 30, 10]}, sweeps: 8}}, {id: popularity}]
        """

    private static func specification(_ mode: String) throws -> ExperimentSpecification {
        try .tiny(algorithms: algorithms, mode: mode)
    }

    @Test("walks along falling regularisation, one path for each setting of the other parameters")
    func paths() throws {
        let plans = try StudyPlan(Self.specification("fast"), components: .test).trials
        let paths = try TrialPath.paths(through: plans, mode: .fast, detectors: StudyComponents.test.detectors)
        #expect(paths.map { $0.plans.count } == [3, 3, 1])
        for path in paths.prefix(2) {
            #expect(path.plans.map { $0.parameters.values["regularization"] } == [.real(30), .real(10), .real(1)])
            #expect(Set(path.plans.map { $0.parameters.values["rank"] }).count == 1)
        }
        let alone = try TrialPath.paths(through: plans, mode: .exact, detectors: StudyComponents.test.detectors)
        #expect(alone.map { $0.plans.map(\.number) } == plans.map { [$0.number] })
    }

    @Test("lets many settings of a low rank learn at once")
    func batches() throws {
        let specification = try ExperimentSpecification.tiny(
            algorithms: """
                [{id: als-implicit, space: {rank: {type: categorical, values: [2, 20]}, \
                regularization: {type: categorical, values: [1, 30, 10]}, alpha: {type: categorical, values: [1, 4, 9]}, \
                sweeps: 8}}]
                """, mode: "fast")
        let plans = try StudyPlan(specification, components: .test).trials
        let paths = try TrialPath.paths(through: plans, mode: .fast, detectors: StudyComponents.test.detectors)
        let batch = try #require(paths.first { $0.link == .batch })
        #expect(batch.plans.count == 9)
        #expect(batch.plans.allSatisfy { $0.parameters.values["rank"] == .integer(2) })
        #expect(paths.filter { $0.link != .batch }.map { $0.plans.count } == [3, 3, 3])

        try StudyWatch().run(specification, in: folder["batch-one"])
        #expect(throws: CancellationError.self) {
            try StudyWatch(stoppingAfter: 4).run(specification, in: folder["batch-stopped"])
        }
        try StudyWatch().run(specification, in: folder["batch-stopped"], workers: 2)
        let metrics = try folder.text(of: "batch-one/metrics.csv")
        #expect(try folder.text(of: "batch-stopped/metrics.csv") == metrics)
    }

    @Test("reports what the chosen settings come to when fitted by themselves: what exact mode finds")
    func refit() throws {
        let fast = try StudyWatch().run(Self.specification("fast"), in: folder["fast"])
        let exact = try StudyWatch().run(Self.specification("exact"), in: folder["exact"])
        for entry in try #require(fast.datasets.first).ranking {
            let outcome = try #require(
                try folder.text(of: "exact/metrics.csv").split(separator: "\n").first {
                    $0.hasPrefix("\(entry.trial.number),") && $0.contains(",validation,0,0,macro,average_precision,")
                })
            let refitted = try #require(entry.refit.values(metric: "average_precision", slice: "macro"))
            #expect(outcome.contains(",\(refitted[0]),"))
        }
        #expect(try #require(exact.datasets.first).ranking.allSatisfy { $0.refit.isEmpty })
    }

    @Test("finds the same with any number of workers, interrupted or not")
    func repeatable() throws {
        try StudyWatch().run(Self.specification("fast"), in: folder["one"])
        try StudyWatch().run(Self.specification("fast"), in: folder["three"], workers: 3)
        #expect(throws: CancellationError.self) {
            try StudyWatch(stoppingAfter: 2).run(Self.specification("fast"), in: folder["stopped"])
        }
        try StudyWatch().run(Self.specification("fast"), in: folder["stopped"])
        let metrics = try folder.text(of: "one/metrics.csv")
        #expect(try folder.text(of: "three/metrics.csv") == metrics)
        #expect(try folder.text(of: "stopped/metrics.csv") == metrics)
        #expect(metrics.contains(",refit,"))
    }
}
