import Detectors
import Evaluation
import Interactions
import LinearAlgebra
import Statistics

/// Fits a trial's detector in every replicate and measures it.
struct TrialRunner: Sendable {
    let components: StudyComponents
    let metrics: [any Metric]
    let budgets: [Double]
    let scenarios: [String]
    let policy: UnscorablePolicy
    /// The root of the dataset's random streams.
    let seed: Seed
    /// The days of the blocks that intervals draw; nil where worlds are drawn instead.
    let blockDays: Int?
    let isCancelled: @Sendable () -> Bool

    /// Runs the trials of a path on the validation folds, one for each replicate, and tells how each ended.
    ///
    /// - Throws: `CancellationError`, and what `record` throws; any other error becomes a failed outcome.
    func run(_ path: TrialPath, on folds: [MeasuredFold], record: (TrialOutcome) throws -> Void) throws {
        /// What the last trial learned in each replicate; nothing where it failed.
        var models: [FittedModel?] = folds.map { _ in nil }
        for plan in path.plans {
            let start = ContinuousClock.now
            var ended: TrialOutcome
            do {
                var figures: [ReplicateFigure] = []
                for (replicate, fold) in folds.enumerated() {
                    let model =
                        path.plans.count == 1
                        ? try fit(plan, to: fold, replicate: replicate, workers: .one)
                        : try fit(plan, to: fold, replicate: replicate, after: models[replicate])
                    models[replicate] = model
                    figures += try measure(model, on: fold, replicate: replicate)
                }
                ended = outcome(plan, since: start, figures: figures)
            } catch let error as CancellationError {
                throw error
            } catch {
                models = folds.map { _ in nil }
                ended = outcome(plan, since: start, failure: "\(error)")
            }
            try record(ended)
        }
    }

    /// The figures of a trial on the validation folds, fitted by itself.
    func refit(_ plan: TrialPlan, on folds: [MeasuredFold], workers: Workers) throws -> [ReplicateFigure] {
        try folds.enumerated().flatMap { replicate, fold in
            try measure(fit(plan, to: fold, replicate: replicate, workers: workers), on: fold, replicate: replicate)
        }
    }

    /// Fits a trial of a path.
    private func fit(
        _ plan: TrialPlan, to fold: MeasuredFold, replicate: Int, after previous: FittedModel?
    ) throws -> FittedModel {
        try FittedModel(
            components.detectors.type(of: plan.detector), parameters: plan.parameters, fittedTo: fold.training,
            FitContext(seed: seed.derived("fit", replicate), isCancelled: isCancelled), after: previous)
    }

    /// Fits the trial's detector; the same start of the same replicate always has the same random factors.
    func fit(
        _ plan: TrialPlan, to fold: MeasuredFold, replicate: Int, initialization: Int = 0, workers: Workers
    ) throws -> FittedModel {
        try fit(
            plan, toTraining: fold.training, replicate: replicate, initialization: initialization, workers: workers)
    }

    func fit(
        _ plan: TrialPlan, toTraining matrix: InteractionMatrix, replicate: Int, initialization: Int = 0,
        workers: Workers
    ) throws -> FittedModel {
        let first = seed.derived("fit", replicate)
        let seed = initialization == 0 ? first : first.derived("initialization", initialization)
        return try FittedModel(
            components.detectors.type(of: plan.detector), parameters: plan.parameters, fittedTo: matrix,
            FitContext(seed: seed, workers: workers, isCancelled: isCancelled))
    }

    /// The figures of a model, without intervals.
    func measure(
        _ model: FittedModel, on fold: MeasuredFold, replicate: Int, initialization: Int = 0
    ) throws -> [ReplicateFigure] {
        let evaluation = Evaluation(
            of: try fold.ranked(fold.scored(by: model), policy: policy, scenarios: scenarios), metrics: metrics,
            budgets: budgets)
        return evaluation.figures.map {
            ReplicateFigure(replicate: replicate, initialization: initialization, figure: $0)
        }
    }

    /// The figures of ranked cases with their intervals.
    func estimate(_ cases: ScoredCases, replicate: Int, workers: Workers) throws -> [ReplicateFigure] {
        try intervals(replicate: replicate, workers: workers).figures(of: cases, metrics: metrics, budgets: budgets).map
        {
            ReplicateFigure(replicate: replicate, figure: $0.figure, interval: $0.interval, method: $0.method)
        }
    }

    /// How certain the figures of a replicate are. Few enough cases are drawn that it takes seconds.
    func intervals(replicate: Int, workers: Workers) -> IntervalEstimation {
        IntervalEstimation(
            replicates: 1000, mostCaseReplicates: 3e7, seed: seed.derived("intervals", replicate),
            workers: workers.count, blockDays: blockDays, isCancelled: isCancelled)
    }

    private func outcome(
        _ plan: TrialPlan, since start: ContinuousClock.Instant, figures: [ReplicateFigure] = [],
        failure: String? = nil
    ) -> TrialOutcome {
        TrialOutcome(
            plan: plan, state: failure == nil ? .complete : .failed, message: failure,
            seconds: (ContinuousClock.now - start).seconds, figures: figures)
    }
}
