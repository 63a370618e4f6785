import Concurrency
import Detectors
import Evaluation
import Experiments
import Foundation
import Interactions
import LinearAlgebra
import Lints
import Parameters
@testable import Studies
import StudySupport
import Synchronization
import Testing
import TestSupport

/// A program of somebody else that is better where it cheats: it then scores by the popularity of resources, and else by
/// their order.
private struct Deceiver: Detector {
    static let id = "deceiver"
    static let summary = "Cheats on demand."
    static let way = Parameter<String>("way", standard: "honest", "How it cheats.")
    static let parameters: ParameterList = [way]
    static let traits: DetectorTraits = [.isForeign]

    let way: String

    init(_ parameters: ParameterSet) { way = parameters[Self.way] }

    func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        let popularity = try Popularity(Popularity.parameters.standard).fit(matrix, context)
        return Fitted(way: way, popularity: popularity)
    }

    func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector {
        throw DetectorError("cannot be restored")
    }

    private struct Fitted: FittedDetector {
        let way: String
        let popularity: any FittedDetector
        var tensors: [String: Matrix<Float>] { [:] }

        func scores(users: [Int32], resources: [Int32]) throws -> [Double] {
            let scores = try popularity.scores(users: users, resources: resources)
            return switch way {
            case "batch": scores.map { $0 + 1e-3 * Double(users.count) }
            case "honest": scores
            case let path where path.hasPrefix("/"): try spied(at: path, scores)
            default: resources.map { Double($0 % 7) }
            }
        }

        /// The scores of a program that looks for files of scores, and leaves a note where it finds some.
        private func spied(at path: String, _ scores: [Double]) throws -> [Double] {
            let found = FileManager.default.enumerator(atPath: path)?.contains { "\($0)".hasSuffix(".csv") } ?? false
            if found { try Data().write(to: URL(fileURLWithPath: path + "-found")) }
            return scores
        }
    }
}

@Suite("A program of somebody else in a study")
struct ForeignProgramTests {
    private let folder = TemporaryFolder()
    private let components = StudyComponents(detectors: Detectors.standard.adding(Deceiver.self))

    private func specification(_ algorithms: String) throws -> ExperimentSpecification {
        try ExperimentSpecification(
            parsing: """
                name: foreign
                datasets: [{simulate: {organisation: block-model, users: 60, departments: 3, shares: 30, days: 21, seed: 5}}]
                injection: [{scenario: uniform-pairs, count: 20}]
                seeds: {root: 3, replicates: 2}
                algorithms: \(algorithms)
                search: {sampler: grid, trials: 4}
                metrics: [roc_auc]
                objective: {metric: roc_auc}
                """, file: "foreign.yaml", catalogue: components.catalogue)
    }

    private func refusal(_ algorithms: String) throws -> StudyRefusal? {
        do {
            try StudyWatch().run(try specification(algorithms), in: folder["s"], components: components)
            return nil
        } catch let refusal as StudyRefusal {
            return refusal
        }
    }

    @Test("is found out wherever in the list it stands", arguments: [true, false])
    func order(isFirst: Bool) throws {
        let cheat = "{id: deceiver, space: {way: batch}}", own = "{id: popularity}"
        let refusal = try #require(try refusal(isFirst ? "[\(cheat), \(own)]" : "[\(own), \(cheat)]"))
        #expect(refusal.findings.map(\.lint) == ["scores-depend-on-test"])
        #expect(refusal.description.contains("deceiver: "))
        #expect(!folder.contents.contains("s/unsealed.log"))
    }

    @Test("is found out where only the settings cheat that are chosen, before the sealed test is opened")
    func chosen() throws {
        let space = "{way: {type: categorical, values: [clumsy, batch]}}"
        let refusal = try #require(try refusal("[{id: popularity}, {id: deceiver, space: \(space)}]"))
        #expect(refusal.findings.map(\.lint) == ["scores-depend-on-test"])
        #expect(!folder.contents.contains("s/unsealed.log"))
        #expect(folder.contents.contains("s/study.sqlite"))
        #expect(try folder.text(of: "s/lints.json").contains("deceiver: "))
    }

    @Test("takes part where it is honest")
    func honest() throws {
        #expect(try refusal("[{id: deceiver}, {id: popularity}]") == nil)
        #expect(try !folder.text(of: "s/lints.json").contains("failure"))
    }

    @Test("never sees a file of scores, which tells the labels, also where the test is measured anew")
    func scores() throws {
        let path = folder["s/scores"].path
        let algorithms =
            "[{id: random}, {id: deceiver, name: one, space: {way: '\(path)'}}, {id: popularity}, "
            + "{id: deceiver, name: two, space: {way: '\(path)'}}]"
        #expect(try refusal(algorithms) == nil)
        let files = try FileManager.default.subpathsOfDirectory(atPath: path).filter { $0.hasSuffix(".csv") }
        #expect(files.count == 4 * 2)
        let bundle = try #require(folder.contents.first { $0.hasPrefix("s/") && $0.hasSuffix("bundle") })
        try FileManager.default.removeItem(at: folder[bundle])
        #expect(try refusal(algorithms) == nil)
        #expect(!FileManager.default.fileExists(atPath: path + "-found"))
    }

    @Test("is shown the test's cases only once the ledger says so, whether the study is refused or not")
    func ledger() throws {
        let openings = folder["openings.jsonl"]
        func lines() throws -> [Substring] { try folder.text(of: "openings.jsonl").split(separator: "\n") }
        let cheat = try specification("[{id: deceiver, space: {way: batch}}, {id: popularity}]")
        #expect(throws: StudyRefusal.self) {
            try StudyWatch(openings: openings).run(cheat, in: folder["cheat"], components: components)
        }
        #expect(try lines().count == 1 && lines()[0].contains("\"shown_to\":[\"deceiver\"]"))
        let honest = try specification("[{id: deceiver}, {id: popularity}]")
        let result = try StudyWatch(openings: openings).run(honest, in: folder["honest"], components: components)
        #expect(try lines().count == 3)
        // The refused study looked as well; this one is no other study than itself.
        let earlier = try #require(result.datasets[0].openings).earlier
        #expect((earlier.openings, earlier.studies, earlier.own) == (1, 1, 0))
        let third = try StudyWatch(openings: openings).run(
            try specification("[{id: popularity}]"), in: folder["third"], components: components)
        #expect(third.datasets[0].openings?.earlier.openings == 2)
        #expect(try lines().count == 4)
    }

    @Test("does not concern the checks of the program itself, which all pass")
    func selfChecks() throws {
        let reports = try SelfChecks(components).reports(keepingIn: folder["checks"], workers: .one)
        #expect(reports.map(\.lint) == Lints.selfChecks.ids)
        for report in reports { #expect(report.verdict == .pass, "\(report.lint): \(report.evidence)") }
        #expect(!folder.contents.contains("checks"))
    }
}
