import AccessLogs
import Concurrency
import Datasets
import Detectors
import Evaluation
import Experiments
import Incidents
import Interactions
import Scenarios
import Statistics

/// A fold with injected accesses, ready to fit detectors on and to measure them: made once, used by every trial.
struct PreparedFold: Sendable {
    let fold: Fold
    /// What models learn from: the fold's training accesses, and what a scenario added to them.
    let training: InteractionMatrix
    /// The pairs that a scenario added to training, by the log's indices.
    let contamination: IndexedPairs
    /// The benign cases and the injected ones, in random order.
    let cases: [LabeledAccess]
    /// The indices of the cases in the training matrix.
    let pairs: IndexedPairs
    /// The anomalous accesses that each scenario was asked for.
    let requested: [Int]
    /// The benign cases that are as active and as popular as the injected ones of each scenario.
    let matching: BenignMatching
    /// Who has what among the training accesses.
    let profile: TrainingProfile
    /// The accesses as incidents, or why there are none; nil where incidents are not measured.
    let incidents: Result<IncidentFold, NoIncidents>?
    private let tenants: [String]
    private let tenantOfUser: [Int32]

    var window: EvaluationWindow { fold.window }

    /// Injects each scenario's attacks into a fold.
    ///
    /// - Parameters:
    ///   - side: the users and resources that injections may use.
    ///   - training: the matrix that counts the fold's training accesses, if it exists already.
    ///   - profile: who has what among them.
    ///   - scenarios: the names of the injections.
    ///   - incidents: what makes incidents of accesses, where they are measured.
    ///   - events: the innocent events of the log, where they are known.
    ///   - isCancelled: asked now and then while attacks are generated.
    /// - Throws: `InjectionError` where there is no room for them; `CancellationError`.
    init(
        _ fold: Fold, of log: AccessLog, side: InjectionSide, training: InteractionMatrix?, profile: TrainingProfile,
        injections: [Injection], scenarios: [String] = [], incidents: IncidentDetector? = nil,
        events: InnocentEvents? = nil, seed: Seed,
        _ workers: Workers, isCancelled: @escaping @Sendable () -> Bool
    ) throws {
        var target = InjectionTarget(log: log, fold: fold, side: side, profile: profile, isCancelled: isCancelled)
        var cases = fold.window.benign
        var contamination = IndexedPairs()
        var number = 0
        let requested = try injections.map {
            try $0.count(for: fold.window.benign.count, days: fold.window.days?.count)
        }
        for (index, injection) in injections.enumerated() {
            let attacks = try injection.scenario.inject(
                into: target, count: requested[index],
                using: RandomStream(seed: seed.derived("scenario", index)))
            target.occupy(attacks)
            for attack in attacks {
                if attack.kind == .contamination {
                    for access in attack.accesses {
                        contamination.append(user: access.user, resource: access.resource)
                    }
                } else {
                    cases += attack.labeled(scenario: index, number: number)
                    number += 1
                }
            }
        }
        if isCancelled() { throw CancellationError() }
        // The order of cases must not tell which of them are injected.
        RandomStream(seed: seed.derived("order of cases")).shuffle(&cases)
        self.fold = fold
        self.requested = requested
        self.profile = profile
        matching = BenignMatching(
            of: cases, profile: profile, scenarios: injections.count, unless: isCancelled,
            using: RandomStream(seed: seed.derived("matching")))
        self.contamination = contamination
        if isCancelled() { throw CancellationError() }
        let reusable = contamination.count == 0 ? training : nil
        let matrix = reusable ?? InteractionMatrix(counting: fold.training, of: log, adding: contamination, workers)
        self.training = matrix
        self.cases = cases
        pairs = matrix.indices(of: cases, in: log)
        tenants = Set(log.users.names.lazy.map(\.tenant)).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: tenants.enumerated().map { ($1, Int32($0)) })
        let tenantOfUser = log.users.names.map { numbers[$0.tenant] ?? -1 }
        self.tenantOfUser = tenantOfUser
        self.incidents = try incidents.map { detector in
            do {
                return .success(
                    try IncidentFold(
                        fold, of: log, training: matrix, cases: cases, scenarios: scenarios,
                        isContaminated: contamination.count > 0, detector: detector, events: events,
                        isCancelled: isCancelled))
            } catch let none as NoIncidents {
                return .failure(none)
            }
        }
    }

    /// The cases with a model's scores.
    ///
    /// - Parameter isCancelled: asked now and then.
    /// - Throws: what scoring throws; `CancellationError` once cancelled.
    func scored(by model: FittedModel, isCancelled: @Sendable () -> Bool) throws -> [ScoredAccess] {
        zip(cases, try model.scores(of: pairs, isCancelled: isCancelled)).map { ScoredAccess(access: $0, score: $1) }
    }

    /// The cases ranked by their scores.
    ///
    /// - Throws: `StatisticsError` for a score that is NaN.
    func ranked(_ scored: [ScoredAccess], policy: UnscorablePolicy, scenarios: [String]) throws -> ScoredCases {
        try ScoredCases(
            scored, window: window, policy: policy, scenarios: scenarios, tenants: tenants,
            tenantOfUser: tenantOfUser, matched: matching.members)
    }
}

extension Attack {
    /// The accesses as cases: those to find are injected, all others are benign twins.
    fileprivate func labeled(scenario: Int, number: Int) -> [LabeledAccess] {
        accesses.enumerated().map { index, access in
            let step = ScenarioStep(scenario: scenario, attack: number, step: index, severity: severity)
            return LabeledAccess(
                user: access.user, resource: access.resource, time: access.time,
                label: access.isAnomalous ? .injected(step) : .twin(step))
        }
    }
}

/// A scenario and how many accesses it injects.
struct Injection: Sendable {
    let scenario: any InjectionScenario
    let amount: InjectionSpecification.Amount

    /// The accesses to inject into a window with `benignCases` benign cases; at least one.
    ///
    /// - Throws: `InjectionError` where they are more than can be held.
    func count(for benignCases: Int, days: Int?) throws(InjectionError) -> Int {
        switch amount {
        case .count(let count): return count
        case .perDay(let rate, let least):
            let most = Double(InjectionSpecification.Amount.most)
            let count =
                days.map { (rate * Double($0)).rounded() }
                ?? Double(benignCases / InjectionSpecification.Amount.benignForEach)
            guard count <= most else {
                throw InjectionError(
                    "\(rate) a day ask for more than \(InjectionSpecification.Amount.most) injected accesses; lower "
                        + "'per_day'")
            }
            return max(least, Int(count))
        case .ratio(let ratio):
            let count = (ratio * Double(benignCases)).rounded()
            guard count <= Double(InjectionSpecification.Amount.most) else {
                throw InjectionError(
                    "a ratio of \(ratio) to \(benignCases) benign cases asks for more than "
                        + "\(InjectionSpecification.Amount.most) injected accesses; lower the ratio")
            }
            return max(1, Int(count))
        }
    }
}
