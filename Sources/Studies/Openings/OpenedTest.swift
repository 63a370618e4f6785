import AccessLogs
import Concurrency
import Datasets
import Detectors
import Evaluation
import Experiments
import Foundation
import Incidents
import Interactions
import Parameters
import Publishing
import Statistics

/// A dataset's sealed test once it is open: the chosen settings are measured on it, and the best of them become a
/// bundle, with a report of what they would be like in use.
///
/// The bundle is written after the winner's measurements are stored: where it is missing, the test is measured anew.
struct OpenedTest {
    let specification: ExperimentSpecification
    let dataset: String
    let data: StudyData
    let validation: [PreparedFold]
    /// The test folds, one for each replicate.
    let folds: [PreparedFold]
    /// What the ledgers told when it was opened.
    let earlier: EarlierOpenings
    let runner: TrialRunner
    let store: StudyStore
    let files: StudyFiles
    /// Where the winner's bundle goes.
    let bundleFolder: URL
    let workers: Workers

    /// A trial in one replicate.
    private struct Measured {
        let model: FittedModel
        /// The test's cases as the model ranks them.
        let ranked: ScoredCases
        let measurements: [ReplicateMeasurement]
        let resampled: ResampledMeasurements
        /// The incidents in which nothing is injected, or why there are none; nil where incidents are not measured.
        let life: Result<IncidentLife, NoIncidents>?
        let cost: FitCost
    }

    /// A trial in all replicates.
    private struct Results {
        var measurements: [ReplicateMeasurement] = []
        var costs: [FitCost] = []
        var resampled: [ResampledMeasurements] = []
        /// The first replicate, where it is kept.
        var first: Measured?
        /// The scores of each replicate that are still to be written.
        var held: [[ScoredAccess]] = []
    }

    /// Measures the chosen trials, stores what was measured, and writes the scores, the report and the bundle.
    ///
    /// Files of scores tell the labels of the cases. A program of somebody else may read the study's folder, so that all such
    /// programs are measured before the first of these files is there.
    ///
    /// - Parameter chosen: the chosen trial of each algorithm, the winner first.
    /// - Throws: ``StudyError``, `FileError`, `DetectorError`, `CancellationError`.
    func measure(_ chosen: [TrialPlan]) throws {
        let cases = try MeasuredCases(
            dataset: dataset, accesses: data.fingerprint.sketch, validation: validation, test: folds,
            scenarios: runner.scenarios, metrics: runner.metrics,
            budgets: runner.budgets, isCancelled: runner.isCancelled)
        try files.writeCases(cases)
        let objective = specification.objective.metric.description, slice = specification.objective.slice.description
        var objectives = [[ResampledMeasurements]](repeating: [], count: chosen.count)
        let foreign = chosen.indices.filter { isForeign(chosen[$0]) }
        var held: [(plan: TrialPlan, scores: [[ScoredAccess]])] = []
        let order = foreign + chosen.indices.filter { !foreign.contains($0) }
        for rank in order {
            let plan = chosen[rank]
            if !isForeign(plan) { try write(&held) }
            let refitted = try refit(plan)
            let results = try measure(plan, keepingFirst: rank == 0)
            if !results.held.isEmpty { held.append((plan, results.held)) }
            // Once all measurements are stored nothing would write them after an interruption.
            if rank == order.last { try write(&held) }
            let measurements = results.measurements
            let means = measurements.means(
                ResampledMeasurements.Means(of: results.resampled) { measurements.values(metric: $0, slice: $1) })
            try store.recordTest(
                measurements, means: means, refitted: refitted, costs: results.costs, trial: plan.number)
            objectives[rank] = results.resampled.map { $0.keeping(metric: objective, slice: slice) }
            guard let first = results.first else { continue }
            let thresholds = try validationCases(of: plan)
            try report(plan, first.ranked, thresholds, first.life)
            try bundle(plan, first.model, thresholds, means, cases, first.life)
        }
        try rank(chosen, by: objective, slice, objectives)
    }

    private func isForeign(_ plan: TrialPlan) -> Bool {
        runner.components.detectors[plan.detector]?.traits.contains(.isForeign) == true
    }

    /// Writes the scores that were held back.
    private func write(_ held: inout [(plan: TrialPlan, scores: [[ScoredAccess]])]) throws {
        for (plan, scores) in held {
            for (replicate, scored) in scores.enumerated() {
                try files.writeScores(
                    scored, scenarios: runner.scenarios, dataset: dataset, algorithm: plan.algorithm,
                    replicate: replicate)
            }
        }
        held = []
    }

    /// Writes which algorithms may be the best: replicates and resamples of two of them are paired.
    private func rank(
        _ chosen: [TrialPlan], by objective: String, _ slice: String, _ resampled: [[ResampledMeasurements]]
    ) throws {
        var isComplete = true
        let best = BestSet(
            of: chosen.map(\.algorithm), higherIsBetter: specification.objective.direction == .maximize
        ) { first, second in
            let difference = ResampledMeasurements.difference(
                resampled[first], resampled[second], metric: objective, slice: slice)
            if difference == nil { isComplete = false }
            return difference
        }
        try files.writeRanking(
            DatasetRanking(dataset: dataset, metric: objective, slice: slice, best: best, isComplete: isComplete))
    }

    // MARK: Refit

    /// The validation measurements of settings fitted by themselves; none where all trials were.
    private func refit(_ plan: TrialPlan) throws -> [ReplicateMeasurement] {
        guard specification.search.mode == .fast else { return [] }
        return try runner.refit(plan, on: validation, workers: workers)
    }

    // MARK: Measure

    /// Measures a trial in every replicate.
    private func measure(_ plan: TrialPlan, keepingFirst: Bool) throws -> Results {
        var results = Results()
        for (replicate, fold) in folds.enumerated() {
            let (measured, scored) = try measure(plan, on: fold, replicate: replicate)
            if isForeign(plan) {
                results.held.append(scored)
            } else {
                try files.writeScores(
                    scored, scenarios: runner.scenarios, dataset: dataset, algorithm: plan.algorithm,
                    replicate: replicate)
            }
            results.measurements += measured.measurements
            results.costs.append(measured.cost)
            results.resampled.append(measured.resampled)
            if keepingFirst, replicate == 0 { results.first = measured }
        }
        return results
    }

    /// Fits a trial on everything before the test window, and measures it there.
    private func measure(
        _ plan: TrialPlan, on fold: PreparedFold, replicate: Int
    ) throws -> (Measured, scored: [ScoredAccess]) {
        if runner.isCancelled() { throw CancellationError() }
        let (model, scored, cost) = try FitCost.measuring {
            try runner.fit(plan, to: fold, replicate: replicate, workers: workers)
        } score: {
            try fold.scored(by: $0, isCancelled: runner.isCancelled)
        }
        let ranked = try fold.ranked(scored, policy: runner.policy, scenarios: runner.scenarios)
        let incidents = try runner.incidents(of: model, plan, on: fold, replicate: replicate, workers: workers)
        let resampled = try runner.estimate(
            ranked, incidents: incidents.slices, replicate: replicate, workers: workers)
        let measurements =
            try resampled.measurements.map { ReplicateMeasurement(replicate: replicate, measurement: $0) }
            + otherStarts(of: plan, on: fold, replicate: replicate)
        let measured = Measured(
            model: model, ranked: ranked, measurements: measurements, resampled: resampled, life: incidents.life,
            cost: cost)
        return (measured, scored)
    }

    /// The measurements of a replicate from its second start on.
    private func otherStarts(
        of plan: TrialPlan, on fold: PreparedFold, replicate: Int
    ) throws -> [ReplicateMeasurement] {
        try (0..<specification.seeds.initializations).dropFirst().flatMap { start in
            if runner.isCancelled() { throw CancellationError() }
            let model = try runner.fit(
                plan, to: fold, replicate: replicate, initialization: start, workers: workers)
            return try runner.measure(
                model, of: plan, on: fold, replicate: replicate, initialization: start, workers: workers)
        }
    }

    // MARK: Report and bundle

    /// The first replicate's validation cases, ranked by its model: what thresholds are chosen on.
    private func validationCases(of plan: TrialPlan) throws -> ScoredCases {
        guard let fold = validation.first else { throw StudyError("\(dataset) has no validation fold") }
        let model = try runner.fit(plan, to: fold, replicate: 0, workers: workers)
        let scored = try fold.scored(by: model, isCancelled: runner.isCancelled)
        return try fold.ranked(scored, policy: runner.policy, scenarios: runner.scenarios)
    }

    /// Writes what the winner would be like in use.
    ///
    /// - Parameters:
    ///   - thresholds: the cases that thresholds are chosen on.
    ///   - life: the incidents in which nothing is injected, or why there are none.
    private func report(
        _ plan: TrialPlan, _ ranked: ScoredCases, _ thresholds: ScoredCases,
        _ life: Result<IncidentLife, NoIncidents>?
    ) throws {
        let users = Set((folds.first?.fold.training ?? []).lazy.map { data.dataset.log.user[$0] })
        try files.writeOperation(
            OperationReport(
                dataset: dataset, algorithm: plan.algorithm, validation: thresholds, test: ranked,
                targets: specification.operatingPoints.targets, budget: specification.budgets.middle,
                isKnown: users.contains,
                incidents: life.map { try operations(of: $0) }, by: runner.intervals(replicate: 0, workers: workers)))
    }

    /// What thresholds of incidents promised and achieved.
    private func operations(
        of life: Result<IncidentLife, NoIncidents>
    ) throws -> Result<[IncidentOperation], NoIncidents> {
        switch life {
        case .success(let life):
            .success(try specification.budgets.alertsPerDay.map { try IncidentOperation(alertBudget: $0, life) })
        case .failure(let none): .failure(none)
        }
    }

    /// Writes the winner as a bundle.
    private func bundle(
        _ plan: TrialPlan, _ model: FittedModel, _ thresholds: ScoredCases, _ measurements: [Evaluation.Measurement],
        _ cases: MeasuredCases, _ life: Result<IncidentLife, NoIncidents>?
    ) throws {
        var incidents: BundleIncidents?, noIncidents: String?
        do {
            if try life?.get() != nil { incidents = try bundleIncidents(plan, model) }
        } catch let none as NoIncidents {
            noIncidents = none.reason
        }
        let manifest = BundleManifest(
            name: "\(specification.name)-\(dataset)", algorithm: plan.detector,
            parameters: plan.parameters.values, seed: runner.seed.derived("fit", 0).value,
            training: BundleManifest.Training(
                model.matrix, accesses: folds.first?.fold.training ?? [], of: data.dataset.log, data.dataset.card),
            operatingPoints: specification.budgets.alertsPerDay.compactMap {
                OperatingPoint(within: $0, on: thresholds)
            },
            defaultAlertBudget: specification.budgets.middle,
            measurements: measurements.filter { $0.value.number != nil || $0.value.isNever }, provenance: .current,
            openings: earlier, injectedFraction: cases.injectedFraction(of: Evaluation.pooled),
            incidents: incidents.map {
                BundleManifest.Incidents($0, alertBudgets: specification.budgets.alertsPerDay)
            }, noIncidents: noIncidents)
        try ModelBundle(manifest: manifest, model: model, incidents: incidents).write(
            to: bundleFolder, replacing: true)
    }

    private func bundleIncidents(_ plan: TrialPlan, _ model: FittedModel) throws -> BundleIncidents? {
        try runner.components.incidents(of: specification.incidents).map { detector in
            try BundleIncidents(
                detector, of: folds.first?.fold.training ?? [], in: data.dataset.log, model: model,
                isCancelled: runner.isCancelled
            ) { try runner.fit(plan, toTraining: $0, replicate: 0, workers: workers) }
        }
    }
}
