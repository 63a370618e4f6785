package import Concurrency
package import Experiments
import Files
package import Foundation
import Publishing
import Search
import Synchronization

/// An experiment in a folder: its trials run, the best of them are measured on the sealed test, and the winner becomes
/// a bundle. Running it again continues where it stopped.
package struct Study: Sendable {
    package let folder: URL
    private let setup: StudySetup

    package var specification: ExperimentSpecification { setup.specification }
    package var plan: StudyPlan { setup.plan }

    /// - Parameters:
    ///   - openings: the ledger in which openings of sealed tests are written down, beside the study's folder.
    ///   - paths: where the relative paths of the specification begin.
    /// - Throws: ``StudyError`` where the specification cannot be planned.
    package init(
        _ specification: ExperimentSpecification, folder: URL, components: StudyComponents,
        openings: OpeningsLedger, paths: ExperimentPaths = .ofWorkingFolder
    ) throws {
        self.folder = folder
        setup = try StudySetup(specification, components: components, paths: paths, openings: openings)
    }

    /// Runs what has not run yet.
    ///
    /// - Parameters:
    ///   - workers: the trials that run at a time. Their number changes no measurement.
    ///   - isCancelled: asked now and then, on any worker.
    ///   - report: told what happens, on any worker.
    /// - Throws: ``StudyError``, `FileError`; `CancellationError` once cancelled, with everything stored that is
    ///   complete.
    package func run(
        workers: Workers, isCancelled: @escaping @Sendable () -> Bool, report: @escaping @Sendable (StudyEvent) -> Void
    ) throws -> StudyResult {
        let isNew = try prepareFolder()
        let lock = try StudyLock(folder)
        defer { lock.release() }
        var store: StudyStore?
        do {
            let opened = try StudyStore(
                at: StudyFileName.store.url(in: folder), of: plan, specification, holding: lock,
                isCancelled: isCancelled)
            store = opened
            return try run(in: opened, workers: workers, isCancelled: isCancelled, report: report)
        } catch let refusal as StudyRefusal where isNew && isEmpty(store) {
            // What the lints found stays, and the experiment that they found it of; data and store can be made again.
            for name in (try? content(of: folder)) ?? [] where !Self.leftByRefusal.contains(name) {
                try? FileManager.default.removeItem(at: folder.appendingPathComponent(name))
            }
            throw refusal
        } catch let error where isNew && !(error is CancellationError) && isEmpty(store) {
            // A study that could not begin leaves nothing behind; where the clean-up fails, the first error is still
            // reported.
            try? FileManager.default.removeItem(at: folder)
            throw error
        }
    }

    /// Checks whether the study can begin, and leaves nothing behind: opens or simulates every dataset, divides it and
    /// makes up the injected accesses. No detector is fitted, and the sealed test stays sealed.
    ///
    /// - Parameters:
    ///   - folder: is made for the data, and removed at the end.
    ///   - isCancelled: asked now and then, on any worker.
    ///   - report: told how far the check is, on any worker.
    /// - Throws: ``StudyError``, `FileError` for the first that stands in the way; `CancellationError`.
    package func check(
        keepingIn folder: URL, workers: Workers, isCancelled: @escaping @Sendable () -> Bool,
        report: @escaping @Sendable (StudyEvent) -> Void
    ) throws {
        // A replay puts a log there, which no other user may read.
        try FileError.naming(folder) {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        }
        // Where the folder cannot be removed, it stays among temporary files.
        defer { try? FileManager.default.removeItem(at: folder) }
        for source in specification.datasets {
            report(.dataset(source.name))
            let data = try StudyData(
                source, of: setup, keepingIn: folder, workers: workers, isCancelled: isCancelled, report: report)
            _ = try data.validationFolds()
            _ = try data.sealedTest(of: source.name, ledgers: setup.ledgers(of: source, in: folder))
        }
    }

    private func run(
        in store: StudyStore, workers: Workers, isCancelled: @escaping @Sendable () -> Bool,
        report: @escaping @Sendable (StudyEvent) -> Void
    ) throws -> StudyResult {
        let files = StudyFiles(folder, sealedBy: store)
        try files.writeSpecification(specification)
        let done = try store.outcomes(of: plan.trials).values.count { $0.state != .failed }
        if done > 0, done < plan.trials.count { report(.resumed(done: done, total: plan.trials.count)) }
        let results = try specification.datasets.map { dataset in
            try DatasetRun(
                study: setup, source: dataset, store: store, files: files, workers: workers,
                isCancelled: isCancelled, report: report
            ).run()
        }
        let outcomes = try store.outcomes(of: plan.trials)
        try files.writeTrials(outcomes.values.sorted { $0.plan.number < $1.plan.number })
        try files.writeMetrics(plan: plan, store: store)
        try files.writeCosts(plan: plan, store: store)
        try files.writeOrigin(of: specification.seeds)
        return StudyResult(
            specification: specification, folder: folder, datasets: results,
            trials: plan.trials.count, failed: outcomes.values.count { $0.state == .failed }, lints: try files.lints())
    }

    /// Whether a store certainly holds no measurement. One that cannot be read, as on a full disk, may hold many.
    private func isEmpty(_ store: StudyStore?) -> Bool {
        guard let store else { return true }
        return (try? store.isEmpty) ?? false
    }

    /// The files that stay where lints refuse an experiment.
    private static let leftByRefusal = Set([StudyFileName.lints, .specification].map(\.rawValue))

    /// Makes the folder; an existing one must be empty or hold a study. One that holds nothing but a lock was begun a
    /// moment ago, or is left from a program that ended before its store was made. Where an experiment was refused, what
    /// the lints found gives way to what they find now.
    ///
    /// - Returns: whether the folder is new, or as good as new.
    private func prepareFolder() throws -> Bool {
        let files = FileManager.default
        var isFolder: ObjCBool = false
        if files.fileExists(atPath: folder.path, isDirectory: &isFolder) {
            // A folder that cannot be listed must not be taken for an empty one.
            let content = isFolder.boolValue ? try content(of: folder) : []
            if isFolder.boolValue, content.contains(StudyFileName.lints.rawValue),
                Self.leftByRefusal.isSuperset(of: content)
            {
                for name in content {
                    try FileError.naming(folder) { try files.removeItem(at: folder.appendingPathComponent(name)) }
                }
                return true
            }
            guard isFolder.boolValue,
                content.contains(StudyFileName.store.rawValue)
                    || content.allSatisfy({ $0 == StudyFileName.lock.rawValue })
            else {
                throw StudyError(
                    "\(folder.path) exists and is not a study; choose another --output, or remove it")
            }
            return false
        }
        try FileError.naming(folder) {
            try files.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        return true
    }

    private func content(of folder: URL) throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder.path)
        } catch {
            throw StudyError("\(folder.path) cannot be read: \(FileError.reason(error)); choose another --output")
        }
    }
}
