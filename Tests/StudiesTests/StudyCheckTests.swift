import AccessLogs
import Datasets
import Detectors
import Experiments
import Foundation
import Interactions
import LinearAlgebra
import Parameters
@testable import Studies
import StudySupport
import Synchronization
import Testing
import TestSupport

@Suite("Before a study runs")
struct StudyCheckTests {
    let folder = TemporaryFolder()

    private func three() throws -> ExperimentSpecification {
        try .tiny(algorithms: "[{id: popularity}, {id: random}, {id: user-degree}]", metrics: "[roc_auc]")
    }

    private func dataset(_ name: String, isTimed: Bool = true) throws {
        try Dataset.write(
            .departments(isTimed: isTimed), to: folder[name], origin: "made by a test", licence: "CC0-1.0",
            importOptions: nil, replacing: false)
    }

    @Test("it can be tried whether it could, and nothing is left behind")
    func possible() throws {
        try dataset("corp")
        let files = folder.contents
        try StudyWatch().check(.tiny(datasets: "[{path: \(folder["corp"].path)}]"), folder: folder["s"])
        try StudyWatch().check(.tiny(), folder: folder["s"])
        #expect(folder.contents == files)
    }

    @Test("it is told what stands in the way")
    func impossible() throws {
        try dataset("untimed", isTimed: false)
        func reason(_ specification: ExperimentSpecification) -> String? {
            message { try StudyWatch().check(specification, folder: folder["s"]) }
        }
        #expect(
            try reason(.tiny(datasets: "[{path: no/such/folder}]"))?.contains("no/such/folder is no dataset") == true)
        let untimed = try reason(.tiny(datasets: "[{path: \(folder["untimed"].path)}]"))
        #expect(untimed?.contains("cannot be split") == true)
        let many = try ExperimentSpecification(
            parsing: """
                datasets: [{simulate: {organisation: block-model, users: 60, departments: 3, shares: 30, days: 21}}]
                injection: [{scenario: uniform-pairs, count: 100000}]
                algorithms: [{id: popularity}]
                """, file: "many.yaml", catalogue: StudyComponents.test.catalogue)
        #expect(reason(many)?.contains("of 100000 pairs can be found") == true)
        #expect(!folder.contents.contains("s"))
    }

    @Test("values that come from times are refused where there are none, with the line of the file that asks for them")
    func values() throws {
        try dataset("untimed", isTimed: false)
        try dataset("corp")
        func specification(of name: String, algorithms: String) throws -> ExperimentSpecification {
            try ExperimentSpecification(
                parsing: """
                    datasets: [{path: \(folder[name].path)}]
                    protocol: {split: {type: pairs}}
                    injection: [{scenario: uniform-pairs, count: 5}]
                    algorithms:
                      - {id: popularity}
                    \(algorithms)
                    """, file: "daily.yaml", catalogue: StudyComponents.test.catalogue)
        }
        let daily =
            "  - id: als-implicit\n    space:\n      values: {type: categorical, values: [binary, per-span-day]}"
        let error = try #require(throws: SpecificationError.self) {
            try StudyWatch().check(specification(of: "untimed", algorithms: daily), folder: folder["s"])
        }
        #expect(error.problems.map(\.line) == [8])
        #expect(error.description.hasPrefix("daily.yaml:8:"))
        #expect(error.description.contains("values of als-implicit: per-span-day needs the time of every access"))
        let reference = "  - {id: cyberml, space: {values: per-active-day}}"
        let other = message {
            try StudyWatch().check(specification(of: "untimed", algorithms: reference), folder: folder["s"])
        }
        #expect(other?.hasPrefix("daily.yaml:6:") == true)
        #expect(throws: Never.self) {
            try StudyWatch().check(specification(of: "corp", algorithms: daily), folder: folder["s"])
            try StudyWatch().check(
                specification(of: "untimed", algorithms: "  - {id: cyberml}"), folder: folder["s"])
        }
        // Where values stand in a file does not make another experiment.
        let text = try specification(of: "corp", algorithms: daily)
        #expect(
            try ExperimentSpecification(
                parsing: text.resolvedYAML, file: "again.yaml", catalogue: StudyComponents.test.catalogue
            ).algorithms
                == text.algorithms)
    }

    @Test("its datasets are sought beside the experiment first, then in the working folder")
    func paths() throws {
        try dataset("corp")
        let specification = try ExperimentSpecification.tiny(
            datasets: "[{path: corp}]", algorithms: "[{id: popularity}]", metrics: "[roc_auc]")
        let watch = StudyWatch()
        try watch.run(specification, in: folder["s"], paths: ExperimentPaths(besides: folder["x.yaml"].path))
        #expect(watch.notes == [])
        // The study says no more of the location than the experiment does, so that both can be moved.
        #expect(try folder.text(of: "s/specification.yaml").contains("path: corp"))
        let working = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        let name = try #require(FileManager.default.contentsOfDirectory(atPath: working.path).first)
        let location = try ExperimentPaths(besides: folder["x.yaml"].path).dataset(at: name)
        #expect(location.url.path == working.appendingPathComponent(name).path)
        #expect(location.note?.contains(name) == true)
        let sentence = message { try ExperimentPaths(besides: folder["x.yaml"].path).dataset(at: "no-such-dataset") }
        #expect(sentence?.contains(folder["no-such-dataset"].path) == true)
        #expect(sentence?.contains("begins at the experiment file") == true)
    }

    @Test("it says how many trials were done before, once there are some and some are left")
    func resumed() throws {
        let first = StudyWatch(stoppingAfter: 2), second = StudyWatch(), third = StudyWatch()
        #expect(throws: CancellationError.self) { try first.run(three(), in: folder["s"]) }
        try second.run(three(), in: folder["s"])
        try third.run(three(), in: folder["s"])
        #expect(first.resumed == [])
        #expect(second.resumed == [first.trials])
        #expect(third.resumed == [])
    }

    @Test("a simulated dataset that was damaged since is made anew, to the byte")
    func damagedSimulation() throws {
        let stopped = StudyWatch(stoppingAfter: 1)
        #expect(throws: CancellationError.self) { try stopped.run(three(), in: folder["s"]) }
        let columns = folder["s/datasets/block-model/accesses.safetensors"]
        let whole = try Data(contentsOf: columns)
        try edit(columns) { $0[$0.count - 1] ^= 1 }
        try StudyWatch().run(three(), in: folder["s"])
        #expect(try Data(contentsOf: columns) == whole)
    }
}

/// A detector whose fit takes longer than it may.
private struct Slow: Detector {
    static let id = "slow"
    static let summary = "Takes too long."
    static let parameters: ParameterList = []
    static let fits = Mutex(0)

    init(_ parameters: ParameterSet) {}

    func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        Self.fits.withLock { $0 += 1 }
        throw DetectorError("too slow", isTimeout: true)
    }

    func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector {
        throw DetectorError("too slow")
    }
}

@Suite("A fit that takes too long")
struct FitTimeoutTests {
    let folder = TemporaryFolder()

    @Test("is waited for once, however many ask for it")
    func once() throws {
        let components = StudyComponents(detectors: Detectors.standard.adding(Slow.self))
        let specification = try ExperimentSpecification(
            parsing: """
                datasets: [{simulate: {organisation: block-model, users: 60, departments: 3, shares: 30, days: 21, seed: 5}}]
                injection: [{scenario: uniform-pairs, count: 20}]
                algorithms: [{id: slow}, {id: popularity}]
                metrics: [roc_auc]
                objective: {metric: roc_auc}
                """, file: "slow.yaml", catalogue: components.catalogue)
        let watch = StudyWatch()
        let result = try watch.run(specification, in: folder["s"], components: components)
        #expect(Slow.fits.withLock { $0 } == 1)
        #expect(watch.failures == ["too slow"])
        #expect(result.failed == 1)
    }
}
