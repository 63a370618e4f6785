public import Foundation
import Datasets
public import LinearAlgebra
import Publishing
import Synchronization

/// An experiment in a folder: its trials run, the best of them are measured on the sealed test, and the winner becomes
/// a bundle. Running it again continues where it stopped.
public struct Study: Sendable {
    public let specification: ExperimentSpecification
    public let folder: URL
    let components: StudyComponents
    public let plan: StudyPlan

    /// What happens while a study runs.
    public enum Event: Sendable {
        /// Work on a dataset begins.
        case dataset(String)
        /// So many of all trials are done, `failed` of them in vain; `best` is the best objective so far.
        case progress(done: Int, total: Int, failed: Int, best: Double?)
        /// A lint found something.
        case lint(LintReport)
        /// A trial failed.
        case failure(TrialPlan, message: String)
        /// The sealed test of a dataset is opened.
        case unsealed(String)
    }

    /// - Throws: ``StudyError`` where the specification cannot be planned.
    public init(_ specification: ExperimentSpecification, folder: URL, components: StudyComponents) throws {
        self.specification = specification
        self.folder = folder
        self.components = components
        plan = try StudyPlan(specification, components: components)
    }

    /// Runs what has not run yet.
    ///
    /// - Parameters:
    ///   - workers: the trials that run at a time. Their number changes no figure.
    ///   - isCancelled: asked now and then, on any worker.
    ///   - report: told what happens, on any worker.
    /// - Throws: ``StudyError``, `DatasetError`; `CancellationError` once cancelled, with everything stored that is
    ///   complete.
    public func run(
        workers: Workers, isCancelled: @escaping @Sendable () -> Bool, report: @escaping @Sendable (Event) -> Void
    ) throws -> StudyResult {
        let isNew = try prepareFolder()
        let lock = try StudyLock(folder)
        defer { lock.release() }
        var store: StudyStore?
        do {
            let opened = try StudyStore(
                at: folder.appendingPathComponent("study.sqlite"), specification: specification.resolvedYAML)
            store = opened
            return try run(in: opened, workers: workers, isCancelled: isCancelled, report: report)
        } catch let error where isNew && !(error is CancellationError) && isEmpty(store) {
            // A study that could not begin leaves nothing behind.
            try? FileManager.default.removeItem(at: folder)
            throw error
        }
    }

    private func run(
        in store: StudyStore, workers: Workers, isCancelled: @escaping @Sendable () -> Bool,
        report: @escaping @Sendable (Event) -> Void
    ) throws -> StudyResult {
        let files = StudyFiles(folder)
        try files.writeSpecification(specification)
        try files.writeEnvironment()
        let results = try specification.datasets.map { dataset in
            try StudyStage(
                study: self, source: dataset, store: store, files: files, workers: workers,
                isCancelled: isCancelled, report: report
            ).run()
        }
        let outcomes = try store.outcomes(of: plan.trials)
        try files.writeTrials(outcomes.values.sorted { $0.plan.number < $1.plan.number })
        try files.writeMetrics(plan: plan, store: store)
        try files.writeCosts(plan: plan, store: store)
        return StudyResult(
            specification: specification, folder: folder, datasets: results,
            trials: plan.trials.count, failed: outcomes.values.count { $0.state == .failed }, lints: files.lints())
    }

    /// Whether a store surely holds no figure. One that cannot be read, as on a full disk, may hold many.
    private func isEmpty(_ store: StudyStore?) -> Bool {
        guard let store else { return true }
        return (try? store.isEmpty) ?? false
    }

    /// The objective, ready to choose by.
    var selection: Selection {
        let objective = specification.objective
        return Selection(
            metric: objective.metric.description, scenario: objective.scenario.description,
            maximize: objective.direction == .maximize,
            tieBreaker: (
                objective.tieBreaker.description,
                components.metrics[objective.tieBreaker.name]?.higherIsBetter ?? true
            ),
            rule: objective.selection == .best ? .best : .oneStandardError)
    }

    /// Makes the folder; an existing one must be empty or hold a study. One that holds nothing but a lock was begun a
    /// moment ago, or was left by a program that ended before its store was made.
    ///
    /// - Returns: whether the folder is new.
    private func prepareFolder() throws -> Bool {
        let files = FileManager.default
        var isFolder: ObjCBool = false
        if files.fileExists(atPath: folder.path, isDirectory: &isFolder) {
            let content = (try? files.contentsOfDirectory(atPath: folder.path)) ?? []
            guard isFolder.boolValue, content.contains("study.sqlite") || content.allSatisfy({ $0 == StudyLock.file })
            else {
                throw StudyError(
                    "\(folder.path) exists and is not a study; choose another --output, or remove it")
            }
            return false
        }
        try DatasetError.naming(folder) {
            try files.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        return true
    }
}
