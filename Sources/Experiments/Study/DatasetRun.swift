import Concurrency
import Datasets
import Detectors
import Evaluation
import Files
import Foundation
import Publishing
import Search
import Statistics
import Synchronization

/// A study's work on one dataset: trials on the validation folds, then the chosen ones on the sealed test, then the
/// winner's bundle.
struct DatasetRun {
    let study: Study
    let source: DatasetSpecification
    let store: StudyStore
    let files: StudyFiles
    let workers: Workers
    let isCancelled: @Sendable () -> Bool
    let report: @Sendable (Study.Event) -> Void
    private let timeouts = FitTimeouts()

    private var specification: ExperimentSpecification { study.specification }
    private var plans: [TrialPlan] { study.plan.trials.filter { $0.dataset == source.name } }
    private var bundleName: String { specification.datasets.count == 1 ? "bundle" : "bundle-\(source.name)" }
    private var bundleFolder: URL { study.folder.appendingPathComponent(bundleName) }

    func run() throws -> DatasetResult {
        report(.dataset(source.name))
        try bindDataset()
        if try !isFinished() { try work() }
        let chosen = try chosenTrials()
        return DatasetResult(
            name: source.name,
            ranking: try chosen.map { outcome in
                DatasetResult.Entry(
                    trial: outcome.plan, validation: outcome.measurements,
                    refit: try store.measurements(trial: outcome.plan.number, phase: .refit),
                    test: try store.testMeasurements(trial: outcome.plan.number),
                    costs: try store.costs(trial: outcome.plan.number))
            },
            bundle: bundleName,
            operation: try files.operations().first { $0.dataset == source.name })
    }

    /// Ties the measurements to the data. A finished study can be read where its data are missing.
    private func bindDataset() throws {
        guard let path = source.source.path else { return }
        do {
            try store.bind(
                dataset: source.name, digest: Dataset.card(at: study.paths.dataset(at: path).url).digest)
        } catch let error as FileError {
            if try !isFinished() { throw error }
        }
    }

    /// Whether nothing is left to do: the study is then read from its store, and its data stay closed.
    private func isFinished() throws -> Bool {
        try pendingPlans().isEmpty && isMeasured(chosenTrials()) && isReported()
    }

    /// Whether the lints that look at the end have done so. Where there are no findings at all, they have been removed.
    private func isReported() throws -> Bool {
        let reports = try files.lints().filter { $0.dataset == source.name }
        let last = study.components.lints.types.filter { $0.stage == .finished }.map { $0.id }
        return reports.isEmpty || last.allSatisfy { id in reports.contains { $0.lint == id } }
    }

    private func isMeasured(_ chosen: [TrialOutcome]) throws -> Bool {
        try chosen.allSatisfy { try !store.testMeasurements(trial: $0.plan.number).isEmpty }
            && FileManager.default.fileExists(
                atPath: bundleFolder.appendingPathComponent(ModelBundle.manifestFile).path)
    }

    /// Runs the trials that have not run yet, and opens the sealed test for the chosen ones.
    private func work() throws {
        let data = try StudyData(
            source, of: study, keepingIn: study.folder, workers: workers, isCancelled: isCancelled, report: report)
        let validation = try data.validationFolds()
        let sealed = try data.sealedTest(of: source.name, ledger: UnsealingLedger(in: study.folder))
        var openings = try sealed.earlierOpenings
        let isLedgerLost = try openings.count == 0 && hasTestMeasurements()
        if isLedgerLost { openings.count = 1 }
        if try !pendingPlans().isEmpty || isLedgerLost {
            try lint(lintSubject(data, validation, test: sealed.phases, earlierOpenings: openings))
        }
        if try !pendingPlans().isEmpty { try runTrials(on: data, validation) }
        let chosen = try chosenTrials()
        let phases = sealed.phases
        guard try !isMeasured(chosen) else { return try lintReplicates(of: chosen, data, validation, phases) }
        // What will be written anew must be readable before the seal is broken.
        _ = try (files.lints(), files.operations())
        let test = try sealed.open(
            for: chosen.map(\.plan.number), in: FileDigest.sha256(ofText: specification.resolvedYAML))
        report(.unsealed(source.name))
        try measure(chosen, on: test, data, validation)
        try lintReplicates(of: chosen, data, validation, phases)
    }

    /// Whether measurements of the test are stored: then it was opened, whatever the ledger says.
    private func hasTestMeasurements() throws -> Bool {
        try plans.contains { try !store.testMeasurements(trial: $0.number).isEmpty }
    }

    /// The trials that are not stored as complete or pruned: failures are tried again.
    private func pendingPlans() throws -> [TrialPlan] {
        let outcomes = try store.outcomes(of: plans)
        return plans.filter { plan in ![.complete, .pruned].contains(outcomes[plan.number]?.state) }
    }

    private func runTrials(on data: StudyData, _ folds: [PreparedFold]) throws {
        let selection = study.selection
        let progress = Mutex(try StudyProgress(total: study.plan.trials.count, store.outcomes(of: study.plan.trials)))
        report(progress.withLock { $0.event(selection) })
        let search = specification.search, report = report, store = store
        try TrialSchedule(
            paths: TrialPath.paths(through: plans, mode: search.mode, detectors: study.components.detectors),
            pending: Set(pendingPlans().map(\.number)), pruner: search.pruning?.pruner, selection: selection,
            runner: runner(for: data), folds: folds, store: store, workers: workers
        ) { outcome in
            let plan = outcome.plan
            try store.record(outcome)
            if outcome.state == .failed, let message = outcome.message {
                report(.failure(plan, message: message))
                if search.onError == .abort {
                    throw StudyError("trial \(plan.number) (\(plan.algorithm) \(plan.parameters)): \(message)")
                }
            }
            report(
                progress.withLock { progress in
                    progress.add(outcome)
                    return progress.event(selection)
                })
        }.run()
    }

    /// Checks the set-up before any trial runs.
    ///
    /// - Throws: ``StudyError`` where a lint fails: measurements of such a set-up would be misleading.
    private func lint(_ subject: LintSubject) throws {
        let reports = try study.components.lints.check(subject, at: .prepared) { [source, report] fraction in
            report(.preparing(dataset: source.name, step: "checking", fraction: fraction))
        }
        try files.writeLints(reports)
        for finding in reports where finding.verdict != .pass { report(.lint(finding)) }
        let failures = reports.filter { $0.verdict == .failure }
        guard failures.isEmpty else {
            throw StudyError(
                "the experiment would deceive itself on \(source.name): "
                    + failures.map { "\($0.lint): \($0.evidence)" }.joined(separator: "; "))
        }
    }

    private func lintSubject(
        _ data: StudyData, _ validation: [PreparedFold], test: [LintSubject.Phase],
        earlierOpenings: UnsealingLedger.Openings
    ) -> LintSubject {
        var tried: Set<String> = []
        return LintSubject(
            study, data, validation: validation, test: test, earlierOpenings: earlierOpenings,
            plans: plans.filter { tried.insert($0.algorithm).inserted }, dataset: source.name,
            runner: runner(for: data))
    }

    /// Checks that everything that was planned is reported.
    private func lintReplicates(
        of chosen: [TrialOutcome], _ data: StudyData, _ validation: [PreparedFold], _ test: [LintSubject.Phase]
    ) throws {
        // The earlier openings have been reported before the test was opened.
        var subject = lintSubject(
            data, validation, test: test, earlierOpenings: UnsealingLedger.Openings())
        var reported: [String: Int] = [:]
        for outcome in chosen {
            let replicates = try store.testMeasurements(trial: outcome.plan.number).map(\.replicate)
            reported[outcome.plan.algorithm] = Set(replicates).count
        }
        subject.replicates = (test.count, reported)
        let reports = try study.components.lints.check(subject, at: .finished)
        try files.writeLints(reports)
        for finding in reports where finding.verdict != .pass { report(.lint(finding)) }
    }

    /// The best trial of each algorithm, the winner first.
    private func chosenTrials() throws -> [TrialOutcome] {
        let outcomes = try store.outcomes(of: plans).values.sorted { $0.plan.number < $1.plan.number }
        let selection = study.selection
        // The algorithm of the best trial wins; within each algorithm the selection rule applies.
        var algorithms: [String] = []
        for outcome in selection.ranking(of: outcomes) where !algorithms.contains(outcome.plan.algorithm) {
            algorithms.append(outcome.plan.algorithm)
        }
        guard !algorithms.isEmpty else {
            let reason = outcomes.compactMap(\.message).first.map { ": \($0)" } ?? ""
            throw StudyError(
                "no trial on \(source.name) has a value of the objective \(selection.metric) "
                    + "(\(selection.slice))\(reason)")
        }
        return try algorithms.compactMap { algorithm in
            let outcomes = outcomes.filter { $0.plan.algorithm == algorithm }
            guard let detector = outcomes.first?.plan.detector else { return nil }
            return selection.best(
                of: outcomes, parameters: try study.components.detectors.type(of: detector).parameters)
        }
    }

    /// Measures the chosen trials on the opened test, and writes the winner's bundle with thresholds from the
    /// validation fold.
    private func measure(
        _ chosen: [TrialOutcome], on test: [PreparedFold], _ data: StudyData, _ validation: [PreparedFold]
    ) throws {
        let runner = runner(for: data)
        for (rank, outcome) in chosen.enumerated() {
            let refitted = try refit(outcome.plan, runner, on: validation)
            var measurements: [ReplicateMeasurement] = [], costs: [FitCost] = []
            var bundled: ModelBundle?
            for (replicate, fold) in test.enumerated() {
                let measured = try measure(outcome.plan, runner, on: fold, replicate: replicate)
                measurements += measured.measurements
                costs.append(measured.cost)
                guard rank == 0, replicate == 0 else { continue }
                let thresholds = try validationCases(of: outcome, runner, validation)
                bundled = try bundle(outcome.plan, measured, fold, data, thresholds, runner)
                try writeOperation(outcome.plan, measured, fold, data, thresholds, runner)
            }
            try store.recordTest(measurements, refitted: refitted, costs: costs, trial: outcome.plan.number)
            try write(bundled, measurements)
        }
    }

    /// The validation measurements of settings fitted by themselves; none where all trials were.
    private func refit(
        _ plan: TrialPlan, _ runner: TrialRunner, on validation: [PreparedFold]
    ) throws -> [ReplicateMeasurement] {
        guard specification.search.mode == .fast else { return [] }
        return try runner.refit(plan, on: validation, workers: workers)
    }

    /// A chosen trial in one replicate of the test.
    private struct Measurement {
        let model: FittedModel
        let ranked: ScoredCases
        let measurements: [ReplicateMeasurement]
        let cost: FitCost
    }

    /// Fits a trial on everything before the test window, measures it there and writes the scores.
    private func measure(
        _ plan: TrialPlan, _ runner: TrialRunner, on fold: PreparedFold, replicate: Int
    ) throws -> Measurement {
        if isCancelled() { throw CancellationError() }
        let (model, scored, cost) = try FitCost.measuring {
            try runner.fit(plan, to: fold, replicate: replicate, workers: workers)
        } score: {
            try fold.scored(by: $0)
        }
        let ranked = try fold.ranked(scored, policy: runner.policy, scenarios: runner.scenarios)
        let measurements =
            try runner.estimate(ranked, replicate: replicate, workers: workers)
            + otherStarts(of: plan, runner, on: fold, replicate: replicate)
        try files.writeScores(
            scored, scenarios: runner.scenarios, dataset: source.name, algorithm: plan.algorithm, replicate: replicate)
        return Measurement(model: model, ranked: ranked, measurements: measurements, cost: cost)
    }

    /// The winner as a bundle, without measurements yet.
    private func bundle(
        _ plan: TrialPlan, _ measured: Measurement, _ fold: PreparedFold, _ data: StudyData,
        _ validation: ScoredCases, _ runner: TrialRunner
    ) throws -> ModelBundle {
        ModelBundle(
            manifest: BundleManifest(
                name: "\(specification.name)-\(source.name)", algorithm: plan.detector,
                parameters: plan.parameters.values, seed: runner.seed.derived("fit", 0).value,
                training: BundleManifest.Training(
                    measured.model.matrix, accesses: fold.fold.training, of: data.dataset.log, data.dataset.card),
                operatingPoints: specification.budgets.alertsPerDay.compactMap {
                    OperatingPoint(within: $0, on: validation)
                }, defaultAlertBudget: nil, measurements: []),
            model: measured.model)
    }

    /// What the winner would be like in use.
    private func writeOperation(
        _ plan: TrialPlan, _ measured: Measurement, _ fold: PreparedFold, _ data: StudyData,
        _ validation: ScoredCases, _ runner: TrialRunner
    ) throws {
        let users = Set(fold.fold.training.lazy.map { data.dataset.log.user[$0] })
        try files.writeOperation(
            OperationReport(
                dataset: source.name, algorithm: plan.algorithm, validation: validation, test: measured.ranked,
                targets: specification.operatingPoints.targets, budget: specification.budgets.middle,
                isKnown: users.contains, by: runner.intervals(replicate: 0, workers: workers)))
    }

    private func write(_ bundle: ModelBundle?, _ measurements: [ReplicateMeasurement]) throws {
        guard let bundle else { return }
        var manifest = bundle.manifest
        manifest.measurements = measurements.means.filter { $0.value.number != nil }
        manifest.defaultAlertBudget = specification.budgets.middle
        try ModelBundle(manifest: manifest, model: bundle.model).write(to: bundleFolder, replacing: true)
    }

    /// The measurements of a replicate from its second start on.
    private func otherStarts(
        of plan: TrialPlan, _ runner: TrialRunner, on fold: PreparedFold, replicate: Int
    ) throws -> [ReplicateMeasurement] {
        try (0..<specification.seeds.initializations).dropFirst().flatMap { start in
            if isCancelled() { throw CancellationError() }
            let model = try runner.fit(
                plan, to: fold, replicate: replicate, initialization: start, workers: workers)
            return try runner.measure(model, on: fold, replicate: replicate, initialization: start)
        }
    }

    /// The first replicate's validation cases, ranked by its model: what thresholds are chosen on.
    private func validationCases(
        of outcome: TrialOutcome, _ runner: TrialRunner, _ folds: [PreparedFold]
    ) throws -> ScoredCases {
        guard let fold = folds.first else { throw StudyError("\(source.name) has no validation fold") }
        let model = try runner.fit(outcome.plan, to: fold, replicate: 0, workers: workers)
        return try fold.ranked(fold.scored(by: model), policy: runner.policy, scenarios: runner.scenarios)
    }

    private func runner(for data: StudyData) -> TrialRunner {
        TrialRunner(
            components: study.components,
            metrics: specification.metrics.compactMap { study.components.metrics[$0] },
            budgets: specification.budgets.alertsPerDay, scenarios: specification.injection.map(\.name),
            policy: specification.protocol.unscorable, seed: data.seed,
            // A simulated dataset can be made again with another seed; a real log cannot, so its weeks are drawn.
            blockDays: source.source.path == nil ? nil : 7, isCancelled: isCancelled, folder: study.paths.folder.path,
            timeouts: timeouts)
    }
}

/// The trials that are done, over all datasets of a study.
private struct StudyProgress {
    let total: Int
    var outcomes: [Int: TrialOutcome]

    init(total: Int, _ outcomes: [Int: TrialOutcome]) {
        self.total = total
        self.outcomes = outcomes
    }

    mutating func add(_ outcome: TrialOutcome) {
        outcomes[outcome.plan.number] = outcome
    }

    func event(_ selection: Selection) -> Study.Event {
        let best = selection.ranking(of: Array(outcomes.values)).first
        return .progress(
            done: outcomes.count, total: total, failed: outcomes.values.count { $0.state == .failed },
            best: best?.measurements.estimate(metric: selection.metric, slice: selection.slice)?.value)
    }
}
