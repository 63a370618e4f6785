import Concurrency
import Datasets
import Detectors
import Evaluation
import Experiments
import Files
import Foundation
import Lints
import Parameters
import Publishing
import Search
import Statistics
import Synchronization

/// A study's work on one dataset: trials on the validation folds, then the chosen ones on the sealed test, then the
/// winner's bundle.
struct DatasetRun {
    let study: StudySetup
    let source: DatasetSpecification
    let store: StudyStore
    let files: StudyFiles
    let workers: Workers
    let isCancelled: @Sendable () -> Bool
    let report: @Sendable (StudyEvent) -> Void
    private let timeouts = FitTimeouts()

    private var specification: ExperimentSpecification { study.specification }
    private var plans: [TrialPlan] { study.plan.trials.filter { $0.dataset == source.name } }
    private var bundleName: String {
        StudyFileName.bundle(of: source.name, isOnly: specification.datasets.count == 1)
    }
    private var bundleFolder: URL { files.folder.appendingPathComponent(bundleName) }

    func run() throws -> DatasetResult {
        report(.dataset(source.name))
        try bindDataset()
        if try !isFinished() { try work() }
        let chosen = try chosenTrials()
        return DatasetResult(
            name: source.name,
            ranking: try chosen.map { outcome in
                let test = try store.testMeasurements(trial: outcome.plan.number)
                let means = try store.testMeans(trial: outcome.plan.number)
                return DatasetResult.Entry(
                    trial: outcome.plan, validation: outcome.measurements,
                    refit: try store.measurements(trial: outcome.plan.number, phase: .refit), test: test,
                    testMeans: means.isEmpty ? test.means() : means,
                    costs: try store.costs(trial: outcome.plan.number))
            },
            bundle: bundleName, openings: try openings(),
            cases: try files.cases().first { $0.dataset == source.name },
            best: try files.rankings().first { $0.dataset == source.name },
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
        // Their number grows from version to version, but the last of them has always been there.
        let last = study.components.lints.all.last { $0.stages.contains(.finished) }?.id
        return reports.isEmpty || last == nil || reports.contains { $0.lint == last }
    }

    private func isMeasured(_ chosen: [TrialOutcome]) throws -> Bool {
        try chosen.allSatisfy { try !store.testMeasurements(trial: $0.plan.number).isEmpty }
            && FileManager.default.fileExists(
                atPath: bundleFolder.appendingPathComponent(ModelBundle.manifestFile).path)
    }

    /// Runs the trials that have not run yet, and opens the sealed test for the chosen ones.
    private func work() throws {
        try files.writeEnvironment(workers: workers.count)
        if !foreignAlgorithms.isEmpty, try !(pendingPlans().isEmpty && isMeasured(chosenTrials())) {
            // What an interrupted measurement left tells the labels of the test.
            try files.removeScores(of: source.name)
        }
        let data = try StudyData(
            source, of: study, keepingIn: files.folder, workers: workers, isCancelled: isCancelled, report: report)
        let validation = try data.validationFolds()
        let sealed = try data.sealedTest(of: source.name, ledgers: study.ledgers(of: source, in: files.folder))
        var openings = try sealed.earlierOpenings
        let isLedgerLost = try openings.count == 0 && hasTestMeasurements()
        if isLedgerLost { openings.count = 1 }
        if try !pendingPlans().isEmpty || isLedgerLost {
            try writeDownWhoIsShown(sealed)
            try lint(
                lintSubject(data, validation, test: sealed.phases, earlierOpenings: openings, plans: plansByAlgorithm),
                at: .prepared)
        }
        if try !pendingPlans().isEmpty { try runTrials(on: data, validation) }
        let chosen = try chosenTrials()
        let phases = sealed.phases, identity = sealed.identity
        guard try !isMeasured(chosen) else { return try lintReplicates(of: chosen, data, validation, phases) }
        try lintChosen(chosen, data, validation, test: phases, earlierOpenings: openings)
        // What will be written anew must be readable before the seal is broken.
        _ = try (files.lints(), files.operations(), files.cases(), files.rankings())
        let name = try lastingName(identity)
        let (test, earlier) = try sealed.open(
            for: chosen.map(\.plan.number), in: FileDigest.sha256(ofText: specification.resolvedYAML),
            experiment: (specification.name, specification.seeds.root.value), study: name)
        try files.writeOpenings(
            OpeningHistory(dataset: source.name, study: name, identity: identity, earlier: earlier))
        report(.unsealed(source.name))
        for problem in earlier.problems { report(.note(problem)) }
        try OpenedTest(
            specification: specification, dataset: source.name, data: data, validation: validation, folds: test,
            earlier: earlier, runner: runner(for: data), store: store, files: files, bundleFolder: bundleFolder,
            workers: workers
        ).measure(chosen.map(\.plan))
        try lintReplicates(of: chosen, data, validation, phases)
    }

    /// The random name of this study, which must last before it stands in a ledger, or an interruption would make another
    /// study of this one.
    private func lastingName(_ identity: TestIdentity) throws -> String {
        let history = try history()
        let name = history?.study ?? UUID().uuidString
        try files.writeOpenings(
            OpeningHistory(dataset: source.name, study: name, identity: identity, earlier: history?.earlier))
        return name
    }

    /// The algorithms that are programs of others.
    private var foreignAlgorithms: [String] {
        plansByAlgorithm.compactMap(\.first).filter { isForeign($0) }.map(\.algorithm)
    }

    private func isForeign(_ plan: TrialPlan) -> Bool {
        study.components.detectors[plan.detector]?.traits.contains(.isForeign) == true
    }

    /// Lints ask programs of others for scores of the test's cases, which these may keep: that counts as an opening, and is
    /// written down before.
    private func writeDownWhoIsShown(_ sealed: borrowing SealedTest) throws {
        let programs = foreignAlgorithms
        guard !programs.isEmpty else { return }
        let problems = try sealed.show(
            to: programs, in: FileDigest.sha256(ofText: specification.resolvedYAML),
            experiment: (specification.name, specification.seeds.root.value), study: lastingName(sealed.identity))
        for problem in problems { report(.note(problem)) }
    }

    /// Whether measurements of the test are stored: then it was opened, whatever the ledger says.
    private func hasTestMeasurements() throws -> Bool {
        try plans.contains { try !store.testMeasurements(trial: $0.number).isEmpty }
    }

    /// What is kept of the openings of the sealed test.
    private func history() throws -> OpeningHistory? {
        try files.openings().first { $0.dataset == source.name }
    }

    /// What the ledgers told when the test was opened, and what they tell now.
    private func openings() throws -> DatasetResult.Openings? {
        guard let history = try history(), let earlier = history.earlier else { return nil }
        let ledgers = study.ledgers(of: source, in: files.folder)
        return DatasetResult.Openings(
            earlier: earlier, now: ledgers.user.openings(besides: history, in: ledgers.dataset))
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
            plan: study.plan,
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

    /// Checks the set-up before any trial runs, or what was chosen before the sealed test is opened.
    ///
    /// - Throws: ``StudyRefusal`` where a lint fails: measurements of such a set-up would be misleading.
    private func lint(_ subject: LintSubject, at stage: LintStage) throws {
        var reports = try study.components.lints.check(subject, at: stage) { [source, report] fraction in
            report(.preparing(dataset: source.name, step: "checking", fraction: fraction))
        }
        // What chosen settings pass is known of the first ones, with more algorithms.
        if stage == .chosen { reports.removeAll { $0.verdict == .pass } }
        try files.writeLints(reports)
        for finding in reports where finding.verdict != .pass { report(.lint(finding)) }
        let failures = reports.filter { $0.verdict == .failure }
        guard failures.isEmpty else { throw StudyRefusal(failures, dataset: source.name, folder: files.folder) }
    }

    /// Checks the programs of others whose chosen settings are not those that were looked at before the trials.
    private func lintChosen(
        _ chosen: [TrialOutcome], _ data: StudyData, _ validation: [PreparedFold], test: [LintSubject.Phase],
        earlierOpenings: UnsealingLedger.Openings
    ) throws {
        let checked = Set(plansByAlgorithm.compactMap(\.first?.number))
        let unchecked = chosen.map(\.plan).filter { plan in
            !checked.contains(plan.number) && isForeign(plan)
        }
        guard !unchecked.isEmpty else { return }
        try lint(
            lintSubject(
                data, validation, test: test, earlierOpenings: earlierOpenings, plans: unchecked.map { [$0] }),
            at: .chosen)
    }

    /// The trials of each algorithm, in the order of the plan.
    private var plansByAlgorithm: [[TrialPlan]] {
        var order: [String] = [], found: [String: [TrialPlan]] = [:]
        for plan in plans {
            if found[plan.algorithm] == nil { order.append(plan.algorithm) }
            found[plan.algorithm, default: []].append(plan)
        }
        return order.compactMap { found[$0] }
    }

    private func lintSubject(
        _ data: StudyData, _ validation: [PreparedFold], test: [LintSubject.Phase],
        earlierOpenings: UnsealingLedger.Openings, plans: [[TrialPlan]]
    ) throws -> LintSubject {
        try LintSubject(
            study, data, validation: validation.map(LintSubject.Phase.init), test: test,
            earlierOpenings: earlierOpenings, plans: plans, dataset: source.name, runner: runner(for: data))
    }

    /// Checks that everything that was planned is reported.
    private func lintReplicates(
        of chosen: [TrialOutcome], _ data: StudyData, _ validation: [PreparedFold], _ test: [LintSubject.Phase]
    ) throws {
        // The earlier openings have been reported before the test was opened.
        var subject = try lintSubject(
            data, validation, test: test, earlierOpenings: UnsealingLedger.Openings(), plans: plansByAlgorithm)
        var reported: [String: Int] = [:]
        for outcome in chosen {
            let measurements = try store.testMeasurements(trial: outcome.plan.number)
            reported[outcome.plan.algorithm] = Set(measurements.map(\.replicate)).count
            let areas = measurements.values(metric: ROCAUC().name, slice: Evaluation.pooled) ?? []
            if !areas.isEmpty {
                subject.testAreas[outcome.plan.algorithm] = areas.reduce(0, +) / Double(areas.count)
            }
        }
        subject.testRecall = try testRecall(of: chosen)
        subject.replicates = (test.count, reported)
        subject.otherOpenings = try history()?.earlier
        let reports = try study.components.lints.check(subject, at: .finished)
        try files.writeLints(reports)
        for finding in reports where finding.verdict != .pass { report(.lint(finding)) }
    }

    /// What the chosen trial of each algorithm finds of each scenario's attacks by incidents, in the first replicate.
    private func testRecall(
        of chosen: [TrialOutcome]
    ) throws -> (budget: Double, byAlgorithm: [String: [String: Double]])? {
        guard let budget = specification.budgets.middle else { return nil }
        let metric = MetricReference(name: "incident_recall", alertsPerDay: budget).description
        var byAlgorithm: [String: [String: Double]] = [:]
        for outcome in chosen {
            let measurements = try store.testMeasurements(trial: outcome.plan.number).filter { $0.replicate == 0 }
            for scenario in specification.injection.map(\.name) {
                guard let value = measurements.values(metric: metric, slice: scenario)?.first else { continue }
                byAlgorithm[outcome.plan.algorithm, default: [:]][scenario] = value
            }
        }
        return byAlgorithm.isEmpty ? nil : (budget, byAlgorithm)
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

    private func runner(for data: StudyData) -> TrialRunner {
        TrialRunner(
            components: study.components,
            metrics: specification.metrics.compactMap { study.components.metrics[$0] },
            budgets: specification.budgets.alertsPerDay, scenarios: specification.injection.map(\.name),
            policy: specification.protocol.unscorable,
            areIncidentsChosenBy: [specification.objective.metric.name, specification.objective.tieBreaker.name]
                .contains { study.components.metrics[$0]?.unit == .incident },
            seed: data.seed,
            // A simulated dataset can be made again with another seed; a real log cannot, so its weeks are drawn.
            blockDays: source.source.path == nil ? nil : 7, isCancelled: isCancelled, folder: study.paths.folder.path,
            timeouts: timeouts)
    }
}
