import Concurrency
import Detectors
@testable import Experiments
import Foundation
import Interactions
import LinearAlgebra
import Parameters
import Synchronization
import Testing
import TestSupport

/// A detector that fails where it is asked to.
struct Moody: Detector {
    static let id = "moody"
    static let summary = "Fails on demand."
    static let fails = Parameter<Bool>("fails", standard: false, "Whether fitting fails.")
    static let parameters: ParameterList = [fails]

    let fails: Bool

    init(_ parameters: ParameterSet) { fails = parameters[Self.fails] }

    func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        if fails { throw DetectorError("in no mood to fit") }
        return try Popularity(Popularity.parameters.standard).fit(matrix, context)
    }

    func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector {
        try Popularity(Popularity.parameters.standard).restore(tensors, for: matrix)
    }
}

extension StudyComponents {
    static let test = StudyComponents(detectors: Detectors(Detectors.standard.types + [Moody.self]))
}

extension ExperimentSpecification {
    /// An experiment that runs in a moment.
    static func tiny(
        datasets: String = """
        [{simulate: {organisation: block-model, users: 60, departments: 3, shares: 30, days: 21, seed: 5, \
        hub_shares: 2, projects: 1, service_accounts: 1}}]
        """,
        split: String = "{type: time}", root: Int = 3,
        algorithms: String = """
        [{id: als-implicit, space: {rank: {type: categorical, values: [2, 4]}, \
        regularization: {type: categorical, values: [1, 10]}, sweeps: 3}}, {id: popularity}]
        """,
        sampler: String = "grid", onError: String = "continue", mode: String = "exact", pruner: String? = nil,
        initializations: Int = 1, metrics: String? = nil
    ) throws -> ExperimentSpecification {
        try ExperimentSpecification(
            parsing: """
                name: tiny
                datasets: \(datasets)
                protocol: {split: \(split)}
                injection: [{scenario: uniform-pairs, count: 20}, {scenario: frequency-matched-pairs, count: 20}]
                seeds: {root: \(root), replicates: 2, initializations: \(initializations)}
                algorithms: \(algorithms)
                search: {sampler: \(sampler), on_error: \(onError), mode: \(mode)\(pruner.map { ", pruner: \($0)" } ?? "")}
                budgets: {alerts_per_day: [1, 2]}
                \(metrics.map { "metrics: \($0)\nobjective: {metric: roc_auc}" } ?? "")
                """, file: "tiny.yaml", catalogue: StudyComponents.test.catalogue)
    }

    /// An experiment of which one trial fails and one succeeds.
    static func moody(onError: String) throws -> ExperimentSpecification {
        try tiny(
            algorithms: "[{id: moody, space: {fails: {type: categorical, values: [true, false]}}}]", onError: onError)
    }
}

/// What a study reports while it runs, and a way to stop it.
final class StudyWatch: Sendable {
    private let events = Mutex<[Study.Event]>([])
    /// The number of trials after which the study is to stop.
    private let limit: Int

    init(stoppingAfter limit: Int = .max) { self.limit = limit }

    /// Runs an experiment in a folder.
    @discardableResult
    func run(
        _ specification: ExperimentSpecification, in folder: URL, workers: Int = 1,
        components: StudyComponents = .test, paths: ExperimentPaths = .ofWorkingFolder
    ) throws -> StudyResult {
        try Study(specification, folder: folder, components: components, paths: paths).run(
            workers: Workers(workers), isCancelled: { self.trials >= self.limit },
            report: { event in self.events.withLock { $0.append(event) } })
    }

    /// Checks whether an experiment can begin.
    func check(
        _ specification: ExperimentSpecification, folder: URL, paths: ExperimentPaths = .ofWorkingFolder
    ) throws {
        let scratch = TemporaryFolder()
        try Study(specification, folder: folder, components: .test, paths: paths).check(
            keepingIn: scratch["data"], workers: .one, isCancelled: { false },
            report: { event in self.events.withLock { $0.append(event) } })
        #expect(scratch.contents.isEmpty)
    }

    /// The trials that have ended.
    var trials: Int {
        // The first report of progress precedes the first trial.
        max(0, count { if case .progress = $0 { true } else { false } } - 1)
    }

    var failures: [String] {
        events.withLock { $0.compactMap { if case .failure(_, let message) = $0 { message } else { nil } } }
    }

    /// How many trials were done before, where the study says so.
    var resumed: [Int] {
        events.withLock { $0.compactMap { if case .resumed(let done, _) = $0 { done } else { nil } } }
    }

    var notes: [String] { events.withLock { $0.compactMap { if case .note(let text) = $0 { text } else { nil } } } }

    var unsealings: Int { count { if case .unsealed = $0 { true } else { false } } }

    private func count(_ matches: (Study.Event) -> Bool) -> Int {
        events.withLock { $0.count(where: matches) }
    }
}
