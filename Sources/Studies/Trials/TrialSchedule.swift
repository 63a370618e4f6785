import Concurrency
import Search

/// Runs the trials of one dataset: all to their end, or under a pruner only those that may still win.
///
/// Trials share work where their detectors can; this is who drives whom:
///
///     DatasetRun       has the trials that are still to be run, and stores how each ends
///         │
///     TrialPath        which trials go together: by more steps of one training, along falling values of
///         │            a parameter, all at once, or each by itself
///     TrialSchedule    which paths run on which workers, and, at the rungs of a pruner, which of them end
///         │
///     RunningPath      a path under way: what it has learned so far, in every replicate
///         │
///     TrialRunner      fits a trial to a fold with the right seed, and measures the model
///         │
///         ├─ a trial by itself ────▶ Detector.fit
///         ├─ more steps ───────────▶ ModelTraining.advance, of a SteppedDetector
///         ├─ a falling parameter ──▶ ModelTraining.follow and converge, of a PathDetector
///         └─ all at once ──────────▶ BatchDetector.fit
///
/// Each ends with a fitted model, which is measured on the fold before the next trial of the path begins. Trials that
/// share their steps are, to the bit, what they would be alone; the others are good enough to choose by. On the sealed
/// test, and after a fast search on validation too (``TrialRunner/refit(_:on:workers:)``), every chosen setting is
/// fitted by itself.
struct TrialSchedule: Sendable {
    let plan: StudyPlan
    let paths: [TrialPath]
    /// The numbers of the trials that are still to be run.
    let pending: Set<Int>
    let pruner: (any Pruner)?
    let selection: Selection
    let runner: TrialRunner
    let folds: [PreparedFold]
    let store: StudyStore
    let workers: Workers
    /// Told how each pending trial ended, on any worker.
    let record: @Sendable (TrialOutcome) throws -> Void

    /// - Throws: `CancellationError`, and what ``record`` throws.
    func run() throws {
        var alone: [TrialPath] = [], brackets: [[TrialPath]] = [], indices: [String: Int] = [:]
        for path in paths {
            guard pruner != nil, case .steps = path.link else {
                alone.append(path)
                continue
            }
            let algorithm = path.plans[0].algorithm
            if let index = indices[algorithm] {
                brackets[index].append(path)
            } else {
                indices[algorithm] = brackets.count
                brackets.append([path])
            }
        }
        try run(alone.filter(isPending))
        guard let pruner else { return }
        for bracket in brackets where bracket.contains(where: isPending) { try run(bracket, under: pruner) }
    }

    private func isPending(_ path: TrialPath) -> Bool {
        path.plans.contains { pending.contains($0.number) }
    }

    private func run(_ paths: [TrialPath]) throws {
        var running = running(paths)
        try forEach(&running) { try $0.run(record: record) }
    }

    /// Runs the trials of an algorithm from rung to rung. Stored measurements of earlier runs decide as they did then,
    /// so that the same trials are pruned however often a study was interrupted.
    private func run(_ bracket: [TrialPath], under pruner: any Pruner) throws {
        var running = running(bracket)
        for rung in plan.rungs(of: bracket[0].plans[0].algorithm) {
            let reached = try forEach(&running) { try reach(rung, &$0) }
            let compared = reached.compactMap { $0 }
            let kept = Set(
                selection.ranking(of: compared).prefix(pruner.survivors(of: compared.count)).map(\.plan.number))
            for (index, outcome) in reached.enumerated() {
                guard let plan = outcome?.plan, !kept.contains(plan.number) else { continue }
                try running[index].end(
                    .pruned, "after \(rung) steps \(kept.count) of \(compared.count) were better", record: record)
            }
        }
        try forEach(&running) { try $0.run(record: record) }
    }

    /// Takes a path to a rung.
    ///
    /// - Returns: its last trial as it would be if it ended there; nil where it has ended before.
    private func reach(_ rung: Int, _ path: inout RunningPath) throws -> TrialOutcome? {
        defer { path.rest() }
        try path.run(to: rung, record: record)
        guard let last = path.last(beyond: rung) else { return nil }
        var measurements = try store.measurements(trial: last.number, phase: .rung(steps: rung))
        if measurements.isEmpty {
            guard let measured = try path.measurements(afterSteps: rung, record: record) else { return nil }
            try store.recordRung(measured, steps: rung, trial: last.number)
            measurements = measured
        }
        return TrialOutcome(plan: last, state: .complete, message: nil, seconds: 0, measurements: measurements)
    }

    private func running(_ paths: [TrialPath]) -> [RunningPath] {
        // Where there are fewer fits than workers, each has several.
        let each = Workers(workers.count / max(1, paths.count))
        return paths.map { RunningPath($0, by: runner, on: folds, pending: pending, each) }
    }

    /// Works on every path, on all workers.
    ///
    /// - Returns: what the work on each gave.
    @discardableResult
    private func forEach<Result: Sendable>(
        _ paths: inout [RunningPath], _ work: @Sendable (inout RunningPath) throws -> Result
    ) throws -> [Result] {
        try workers.map(over: &paths, unless: runner.isCancelled, work)
    }
}
