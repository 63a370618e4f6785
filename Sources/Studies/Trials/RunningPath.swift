import Concurrency
import Detectors
import Search

/// The trials of a path under way, on the validation folds, one for each replicate.
struct RunningPath: Sendable {
    private let path: TrialPath
    private let runner: TrialRunner
    private let folds: [PreparedFold]
    /// The workers of one fit.
    private let workers: Workers
    /// The numbers of the trials whose outcomes are asked for. Others are fitted only where these continue from them.
    private let pending: Set<Int>
    /// The trials that have ended.
    private var ended = 0
    /// The time taken since the last trial ended.
    private var seconds = 0.0
    /// The training that is continued from trial to trial, in each replicate.
    private var trainings: [ModelTraining?]
    /// What the trials of a batch have learned in each replicate, or why they could not.
    private var batches: [Int: [Result<FittedModel, any Error>]] = [:]

    init(
        _ path: TrialPath, by runner: TrialRunner, on folds: [PreparedFold], pending: Set<Int>, _ workers: Workers
    ) {
        self.path = path
        self.runner = runner
        self.folds = folds
        self.pending = pending
        self.workers = workers
        trainings = folds.map { _ in nil }
    }

    /// The last trial, if it takes more than `steps` steps and has not ended; otherwise nil.
    func last(beyond steps: Int) -> TrialPlan? {
        path.plans[ended...].last.flatMap { path.steps(of: $0) ?? 0 > steps ? $0 : nil }
    }

    private var hasPending: Bool { path.plans[ended...].contains { pending.contains($0.number) } }

    /// Runs trials and tells how each ended.
    ///
    /// - Parameter steps: where steps are counted, only trials of at most as many are run.
    /// - Throws: `CancellationError`, and what `record` throws; any other error becomes a failed outcome.
    mutating func run(to steps: Int = .max, record: (TrialOutcome) throws -> Void) throws {
        while hasPending, path.steps(of: path.plans[ended]) ?? 0 <= steps {
            let plan = path.plans[ended]
            ended += 1
            let isPending = pending.contains(plan.number)
            guard isPending || path.link == .fallingParameter else { continue }
            let result: TrialOutcome
            do {
                let measurements = try measurements(of: plan, after: path.steps(of: plan), isMeasured: isPending)
                result = outcome(plan, .complete, measurements: measurements)
            } catch let error as CancellationError {
                throw error
            } catch {
                trainings = folds.map { _ in nil }
                result = outcome(plan, .failed, message: "\(error)")
            }
            if isPending { try record(result) }
        }
        if !hasPending {
            trainings = folds.map { _ in nil }
            batches = [:]
        }
    }

    /// The measurements of the remaining trials after `steps` steps; nil where the fit fails, which ends them.
    ///
    /// - Throws: as ``run(to:record:)``.
    mutating func measurements(afterSteps steps: Int, record: (TrialOutcome) throws -> Void) throws
        -> [ReplicateMeasurement]?
    {
        guard let last = last(beyond: steps) else { return nil }
        do {
            return try measurements(of: last, after: steps)
        } catch let error as CancellationError {
            throw error
        } catch {
            try end(.failed, "\(error)", record: record)
            return nil
        }
    }

    /// Frees memory that the remaining trials can rebuild exactly, while they wait.
    mutating func rest() {
        for replicate in trainings.indices { trainings[replicate]?.rest() }
    }

    /// Ends the remaining trials.
    mutating func end(_ state: TrialState, _ message: String, record: (TrialOutcome) throws -> Void) throws {
        for plan in path.plans[ended...] where pending.contains(plan.number) {
            try record(outcome(plan, state, message: message))
        }
        ended = path.plans.count
        trainings = folds.map { _ in nil }
    }

    /// The measurements of a trial in all replicates, or none where they are not asked for.
    private mutating func measurements(
        of plan: TrialPlan, after steps: Int?, isMeasured: Bool = true
    ) throws -> [ReplicateMeasurement] {
        let start = ContinuousClock.now
        defer { seconds += (ContinuousClock.now - start).seconds }
        var measurements: [ReplicateMeasurement] = []
        for (replicate, fold) in folds.enumerated() {
            let model = try model(of: plan, after: steps, fold, replicate)
            if isMeasured {
                measurements += try runner.measure(model, of: plan, on: fold, replicate: replicate, workers: workers)
            }
        }
        return measurements
    }

    private mutating func model(
        of plan: TrialPlan, after steps: Int?, _ fold: PreparedFold, _ replicate: Int
    ) throws -> FittedModel {
        // Taken out of the array, so that what it has learned is not copied before it changes.
        var taken = trainings[replicate]
        trainings[replicate] = nil
        var training: ModelTraining
        switch path.link {
        case .none:
            return try runner.fit(plan, to: fold, replicate: replicate, workers: workers)
        case .batch:
            // All of them, whichever are asked for: a batch runs until its last trial has settled.
            let models =
                try batches[replicate] ?? runner.fit(path.plans, to: fold, replicate: replicate, workers: workers)
            batches[replicate] = models
            return try models[ended - 1].get()
        case .steps:
            let longest = path.plans[path.plans.count - 1]
            training = try taken.take() ?? runner.training(longest, on: fold, replicate: replicate, workers: workers)
            try training.advance(to: steps ?? .max)
        case .fallingParameter:
            if let previous = taken.take() {
                training = previous
                training.follow(plan.parameters)
            } else {
                training = try runner.training(plan, on: fold, replicate: replicate, workers: workers)
            }
            try training.converge()
        }
        let model = try training.model(plan.parameters)
        trainings[replicate] = training
        return model
    }

    private mutating func outcome(
        _ plan: TrialPlan, _ state: TrialState, message: String? = nil, measurements: [ReplicateMeasurement] = []
    ) -> TrialOutcome {
        defer { seconds = 0 }
        return TrialOutcome(plan: plan, state: state, message: message, seconds: seconds, measurements: measurements)
    }
}
