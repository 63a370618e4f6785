import AccessLogs
import Detectors
import Evaluation
import Incidents
import Interactions
import Statistics

/// A fold's accesses as incidents: made once, and scored by every trial.
///
/// What an account does in a window differs with the attacks that are injected, so that each slice has windows of its own.
/// Those of accounts on which nothing is injected are the same in all slices, and are scored once.
struct IncidentFold: Sendable {
    private let detector: IncidentDetector
    private let context: FittedContext
    private let early: SignalHistory
    private let whole: SignalHistory
    /// What a model of the early days learns from.
    let earlyTraining: InteractionMatrix
    private let earlyIndices: InteractionMatrix.LogIndices
    private let wholeIndices: InteractionMatrix.LogIndices
    /// The log's accesses of the window.
    private let benign: Activity
    private let slices: [Slice]
    private let cases: [LabeledAccess]
    private let window: ScoredCases.Window

    /// What is injected in a slice, and all that the accounts concerned do.
    private struct Slice: Sendable {
        let name: String
        let isScenario: Bool
        let users: Set<Int32>
        let activity: Activity
    }

    /// - Parameters:
    ///   - training: the matrix of the whole training days.
    ///   - cases: benign, injected and twins; an access's origin is its index here.
    /// - Returns: nil where accesses have no time.
    /// - Throws: `CancellationError`.
    init?(
        _ fold: Fold, of log: AccessLog, training: InteractionMatrix, profile: TrainingProfile, cases: [LabeledAccess],
        scenarios: [String], detector: IncidentDetector,
        isCancelled: @escaping @Sendable () -> Bool
    ) throws {
        guard let days = fold.window.days, log.isTimed else { return nil }
        let whole = SignalHistory(of: fold.training, in: log, profile: profile, isCancelled: isCancelled)
        let calibration = IncidentDetector.calibrationDays(of: whole.days)
        func day(_ access: Int) -> Int { Timestamp(microseconds: log.microseconds[access]).dayNumber }
        let earlyRows = fold.training.filter { day($0) < calibration.lowerBound }
        let early = SignalHistory(of: earlyRows, in: log, isCancelled: isCancelled)
        let later = Activity(
            AccountWindows(of: fold.training.lazy.filter { day($0) >= calibration.lowerBound }, in: log),
            after: early.known)
        self.detector = detector
        self.whole = whole
        self.early = early
        context = try FittedContext(detector, early: early, later: later, whole: whole)
        earlyTraining = InteractionMatrix(counting: earlyRows, of: log)
        earlyIndices = earlyTraining.indices(of: log)
        wholeIndices = training.indices(of: log)
        let rows = (0..<log.count).filter { days.contains(day($0)) }
        // Accesses between training and window are no part of either, but what was accessed then is not new.
        let known = PairSet(of: (0..<log.count).lazy.filter { day($0) < days.lowerBound }, in: log)
        let benign = Activity(AccountWindows(of: rows, in: log), after: known)
        self.benign = benign
        func slice(_ name: String, isScenario: Bool, where belongs: (Int) -> Bool) throws -> Slice {
            if isCancelled() { throw CancellationError() }
            var added: [AccountWindows.Access] = []
            for (index, access) in cases.enumerated() {
                guard let step = access.step, belongs(step.scenario), let time = access.time else { continue }
                added.append(
                    AccountWindows.Access(
                        user: access.user, resource: access.resource, microseconds: time.microseconds,
                        origin: Int32(index)))
            }
            let users = Set(added.lazy.map(\.user))
            let others = benign.windows.accesses.indices.lazy.filter {
                benign.isNew[$0] && !users.contains(benign.windows.accesses[$0].user)
            }.map { benign.windows.accesses[$0] }
            return Slice(
                name: name, isScenario: isScenario, users: users,
                activity: Activity(
                    AccountWindows(of: rows.lazy.filter { users.contains(log.user[$0]) }, in: log, adding: added),
                    after: known, newOfOthers: Array(others)))
        }
        slices =
            try scenarios.indices.map { scenario in
                try slice(scenarios[scenario], isScenario: true) { $0 == scenario }
            } + [slice(Evaluation.pooled, isScenario: false) { _ in true }]
        self.cases = cases
        window = ScoredCases.Window(days: days, activeUsers: fold.window.activeUsers, accesses: fold.window.accesses)
    }

    /// The incidents of each slice.
    ///
    /// - Parameters:
    ///   - model: fitted to the whole training days.
    ///   - early: with the same settings, fitted to ``earlyTraining``.
    /// - Throws: `StatisticsError` where there is too little to learn from; `CancellationError`; what scoring throws.
    func slices(of model: FittedModel, early earlyModel: FittedModel) throws -> [IncidentSlice] {
        let fitted = try IncidentModel(
            detector, context, early: early.scoring(by: Self.score(earlyModel, earlyIndices, early.isCancelled)),
            whole: whole.scoring(by: Self.score(model, wholeIndices, whole.isCancelled)))
        let unchanged = try fitted.incidents(of: benign)
        return try slices.map { slice in
            let incidents =
                unchanged.lazy.filter { !slice.users.contains($0.window.user) }.map { ($0, [LabeledAccess]()) }
                + (try fitted.incidents(of: slice.activity)).map { incident in
                    (
                        incident,
                        incident.window.range.compactMap { index in
                            let origin = Int(slice.activity.windows.accesses[index].origin)
                            return origin >= 0 && cases[origin].isInjected ? cases[origin] : nil
                        }
                    )
                }
            return IncidentSlice(name: slice.name, isScenario: slice.isScenario, cases: try ranked(Array(incidents)))
        }
    }

    private static func score(
        _ model: FittedModel, _ indices: InteractionMatrix.LogIndices, _ isCancelled: @escaping @Sendable () -> Bool
    ) -> SignalHistory.Score {
        { pairs in
            try model.scores(
                of: indices.pairs(pairs.lazy.map { (user: $0.user, resource: $0.resource) }), isCancelled: isCancelled
            ).map(\.value)
        }
    }

    /// Incidents as cases. One without evidence has no score, and is never raised; nor is a part of an earlier one.
    ///
    /// - Parameter incidents: each with its injected accesses.
    private func ranked(_ incidents: [(Incident, injected: [LabeledAccess])]) throws -> ScoredCases {
        var attacks: [Int: ScoredCases.GivenAttack] = [:], order: [Int] = []
        for (index, (_, injected)) in incidents.enumerated() {
            for access in injected {
                guard let step = access.step, let time = access.time else { continue }
                if attacks[step.attack] == nil { order.append(step.attack) }
                var attack =
                    attacks[step.attack]
                    ?? ScoredCases.GivenAttack(
                        scenario: -1, number: Int32(step.attack), start: time.microseconds, members: [])
                attack.start = min(attack.start, time.microseconds)
                if attack.members.last != index { attack.members.append(index) }
                attacks[step.attack] = attack
            }
        }
        return try ScoredCases(
            incidents.map { incident, injected in
                ScoredCases.Case(
                    score: incident.evidence > 0 && !incident.joinsEarlier ? incident.evidence : nil,
                    isInjected: !injected.isEmpty,
                    attack: injected.first?.step.map { Int32($0.attack) } ?? -1, user: incident.window.user,

                    // What happens in a window is known at its end.
                    microseconds: Int64(incident.window.day + 1) * Timestamp.day - 1)
            },
            window: window, policy: .rankLast, scenarios: [], unit: .incident,
            attacks: order.compactMap { number in
                attacks[number].map { attack in
                    var sorted = attack
                    sorted.members.sort { incidents[$0].0.window.day < incidents[$1].0.window.day }
                    return sorted
                }
            })
    }
}
