import Concurrency
import Detectors
import Evaluation
import Incidents
import Interactions
import Parameters
import Statistics

/// Fits a trial's detector in every replicate and measures it.
struct TrialRunner: Sendable {
    let components: StudyComponents
    let metrics: [any Metric]
    let budgets: [Double]
    let scenarios: [String]
    let policy: UnscorablePolicy
    /// Whether settings are chosen by incidents, so that trials have to measure them: each takes another fit.
    var areIncidentsChosenBy = false
    /// The root of the dataset's random streams.
    let seed: Seed
    /// The days of the blocks that intervals draw; nil where datasets are drawn instead.
    let blockDays: Int?
    let isCancelled: @Sendable () -> Bool
    /// The path of the folder in which the files of the experiment are sought first.
    let folder: String
    /// The fits that took too long.
    let timeouts: FitTimeouts

    /// The measurements of a trial on the validation folds, fitted by itself.
    func refit(_ plan: TrialPlan, on folds: [PreparedFold], workers: Workers) throws -> [ReplicateMeasurement] {
        try folds.enumerated().flatMap { replicate, fold in
            try measure(
                fit(plan, to: fold, replicate: replicate, workers: workers), of: plan, on: fold, replicate: replicate,
                workers: workers)
        }
    }

    /// Fits the trial's detector; the same start of the same replicate always has the same random factors.
    func fit(
        _ plan: TrialPlan, to fold: PreparedFold, replicate: Int, initialization: Int = 0, workers: Workers
    ) throws -> FittedModel {
        try fit(
            plan, toTraining: fold.training, replicate: replicate, initialization: initialization, workers: workers)
    }

    /// Fits the detectors of trials that learn at once.
    ///
    /// - Returns: the model of each, or why there is none.
    func fit(
        _ batch: [TrialPlan], to fold: PreparedFold, replicate: Int, workers: Workers
    ) throws -> [Result<FittedModel, any Error>] {
        guard let type = try components.detectors.type(of: batch[0].detector) as? any BatchDetector.Type else {
            throw DetectorError("\(batch[0].detector) does not learn several settings at once")
        }
        return try FittedModel.models(
            type, parameters: batch.map(\.parameters), fittedTo: fold.training,
            FitContext(seed: fitSeed(replicate), workers: workers, isCancelled: isCancelled, folder: folder))
    }

    /// A training of the trial's detector that has not begun.
    func training(
        _ plan: TrialPlan, on fold: PreparedFold, replicate: Int, workers: Workers
    ) throws -> ModelTraining {
        guard let type = try components.detectors.type(of: plan.detector) as? any SteppedDetector.Type else {
            throw DetectorError("\(plan.detector) does not learn in steps")
        }
        return try ModelTraining(
            type, parameters: plan.parameters, on: fold.training,
            FitContext(seed: fitSeed(replicate), workers: workers, isCancelled: isCancelled, folder: folder))
    }

    private func fitSeed(_ replicate: Int) -> Seed { seed.derived("fit", replicate) }

    func fit(
        _ plan: TrialPlan, toTraining matrix: InteractionMatrix, replicate: Int, initialization: Int = 0,
        workers: Workers
    ) throws -> FittedModel {
        let first = fitSeed(replicate)
        let seed = initialization == 0 ? first : first.derived("initialization", initialization)
        return try timeouts.remembering(plan) {
            try FittedModel(
                components.detectors.type(of: plan.detector), parameters: plan.parameters, fittedTo: matrix,
                FitContext(seed: seed, workers: workers, isCancelled: isCancelled, folder: folder))
        }
    }

    /// The measurements of a trial's model, without intervals.
    func measure(
        _ model: FittedModel, of plan: TrialPlan, on fold: PreparedFold, replicate: Int, initialization: Int = 0,
        workers: Workers
    ) throws -> [ReplicateMeasurement] {
        let evaluation = Evaluation(
            of: try fold.ranked(fold.scored(by: model, isCancelled: isCancelled), policy: policy, scenarios: scenarios),
            metrics: metrics,
            budgets: budgets)
        let incidents =
            areIncidentsChosenBy
            ? try incidents(
                of: model, plan, on: fold, replicate: replicate, initialization: initialization, workers: workers
            ).slices : []
        return
            (evaluation.measurements
            + Evaluation(of: incidents, metrics: metrics, budgets: budgets, unless: isCancelled).measurements).map {
                ReplicateMeasurement(replicate: replicate, initialization: initialization, measurement: $0)
            }
    }

    /// The incidents of each slice of a fold as a trial's model sees them, or why there are none; no slice where incidents
    /// are not measured. Besides, the incidents of the accesses of which none is injected, or why there are none.
    func incidents(
        of model: FittedModel, _ plan: TrialPlan, on fold: PreparedFold, replicate: Int, initialization: Int = 0,
        workers: Workers
    ) throws -> (slices: [IncidentSlice], life: Result<IncidentLife, NoIncidents>?) {
        func none(_ reason: String) -> ([IncidentSlice], Result<IncidentLife, NoIncidents>?) {
            (IncidentSlice.none(in: scenarios, because: reason), .failure(NoIncidents(reason)))
        }
        let incidents: IncidentFold
        switch fold.incidents {
        case nil: return ([], nil)
        case .failure(let failure)?: return none(failure.reason)
        case .success(let found)?: incidents = found
        }
        if components.detectors[plan.detector]?.traits.contains(.isForeign) == true {
            return none("a program of somebody else could tell injected accesses by what it is asked")
        }
        // Accesses have been measured by now: that there is too little to learn incidents from must not undo it.
        do {
            let early = try fit(
                plan, toTraining: incidents.earlyTraining, replicate: replicate, initialization: initialization,
                workers: workers)
            let measured = try incidents.measured(by: model, early: early)
            return (measured.slices, .success(measured.life))
        } catch let error as StatisticsError {
            return none("signals learn nothing of these days: \(error)")
        } catch let error as DetectorError where !error.isTimeout {
            return none("the detector learns nothing of the days before the last quarter: \(error)")
        }
    }

    /// The measurements of ranked cases and of incidents with their intervals, and what resamples of the cases gave.
    func estimate(
        _ cases: ScoredCases, incidents: [IncidentSlice], replicate: Int, workers: Workers
    ) throws -> ResampledMeasurements {
        let intervals = intervals(replicate: replicate, workers: workers)
        let ofAccesses = try intervals.resampled(cases, metrics: metrics, budgets: budgets)
        guard !incidents.isEmpty else { return ofAccesses }
        return ofAccesses.adding(try intervals.resampled(incidents, metrics: metrics, budgets: budgets))
    }

    /// How certain the measurements of a replicate are. Replicates have the log's benign cases in common, and see the same
    /// draws of them. Few enough cases are drawn that it takes seconds.
    func intervals(replicate: Int, workers: Workers) -> IntervalEstimation {
        IntervalEstimation(
            replicates: 1000, mostCaseReplicates: 3e7, seed: seed.derived("intervals", replicate),
            workers: workers, blockDays: blockDays, sharedSeed: seed.derived("intervals of shared cases"),
            isCancelled: isCancelled)
    }
}
