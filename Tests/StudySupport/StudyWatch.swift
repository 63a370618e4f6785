import Concurrency
package import Experiments
package import Foundation
package import Studies
import Synchronization
import TestSupport

/// What a study reports while it runs, and a way to stop it.
package final class StudyWatch: Sendable {
    private let events = Mutex<[StudyEvent]>([])
    /// The number of trials after which the study is to stop.
    private let limit: Int
    /// The ledger of openings; each has its own unless one is given.
    private let openings: URL
    private let scratch = TemporaryFolder()

    package init(stoppingAfter limit: Int = .max, openings: URL? = nil) {
        self.limit = limit
        self.openings = openings ?? scratch["openings.jsonl"]
    }

    /// Runs an experiment in a folder.
    @discardableResult
    package func run(
        _ specification: ExperimentSpecification, in folder: URL, workers: Int = 1,
        components: StudyComponents = .test, paths: ExperimentPaths = .ofWorkingFolder
    ) throws -> StudyResult {
        try Study(
            specification, folder: folder, components: components, openings: OpeningsLedger(at: openings), paths: paths
        ).run(
            workers: Workers(workers), isCancelled: { self.trials >= self.limit },
            report: { event in self.events.withLock { $0.append(event) } })
    }

    /// Checks whether an experiment can begin, and that nothing is left behind.
    package func check(
        _ specification: ExperimentSpecification, folder: URL, paths: ExperimentPaths = .ofWorkingFolder
    ) throws {
        let scratch = TemporaryFolder()
        try Study(
            specification, folder: folder, components: .test, openings: OpeningsLedger(at: openings), paths: paths
        ).check(
            keepingIn: scratch["data"], workers: .one, isCancelled: { false },
            report: { event in self.events.withLock { $0.append(event) } })
        let left = scratch.contents
        guard left.isEmpty else { throw StudyError("the check left \(left.joined(separator: ", ")) behind") }
    }

    /// The trials that have ended.
    package var trials: Int {
        // The first report of progress precedes the first trial.
        max(0, count { if case .progress = $0 { true } else { false } } - 1)
    }

    package var failures: [String] {
        events.withLock { $0.compactMap { if case .failure(_, let message) = $0 { message } else { nil } } }
    }

    /// How many trials were done before, where the study says so.
    package var resumed: [Int] {
        events.withLock { $0.compactMap { if case .resumed(let done, _) = $0 { done } else { nil } } }
    }

    package var notes: [String] {
        events.withLock { $0.compactMap { if case .note(let text) = $0 { text } else { nil } } }
    }

    package var unsealings: Int { count { if case .unsealed = $0 { true } else { false } } }

    private func count(_ matches: (StudyEvent) -> Bool) -> Int {
        events.withLock { $0.count(where: matches) }
    }
}
