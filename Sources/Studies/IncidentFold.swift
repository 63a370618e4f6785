import AccessLogs
import Datasets
import Detectors
import Evaluation
import Incidents
import Interactions
import Lints
import Statistics

/// A fold's accesses as incidents: made once, and scored by every trial.
///
/// What an account does in a window differs with the attacks that are injected, so that each slice has windows of its own.
/// Those of accounts on which nothing is injected are the same in all slices, and are scored once. Tenants have nothing to
/// do with each other: each learns from its own accesses.
struct IncidentFold: Sendable {
    private let detector: IncidentDetector
    private let parts: [Part]
    private let names: [(name: String, isScenario: Bool)]
    /// What a model of the early days learns from.
    let earlyTraining: InteractionMatrix
    private let earlyIndices: InteractionMatrix.LogIndices
    private let wholeIndices: InteractionMatrix.LogIndices
    private let cases: [LabeledAccess]
    private let events: InnocentEvents?
    private let window: ScoredCases.Window
    private let isCancelled: @Sendable () -> Bool

    /// A tenant of the window.
    fileprivate struct Part: Sendable {
        /// What there is to learn from; nil where that is too little. Then nothing is said of its windows, and what is
        /// injected there counts as missed.
        let learned: Learned?
        /// The log's accesses of the window.
        let benign: Activity
        /// By the index of the slice: the accounts on which something is injected, and all that they do.
        let slices: [(users: Set<Int32>, activity: Activity)]

        struct Learned: Sendable {
            let context: FittedContext
            let early: SignalHistory
            let whole: SignalHistory
        }
    }

    /// - Parameters:
    ///   - training: the matrix of the whole training days.
    ///   - cases: benign, injected and twins; an access's origin is its index here.
    ///   - isContaminated: whether a scenario added accesses to training.
    ///   - events: the innocent events of the log, where they are known.
    ///   - lastDay: the day after which the window is cut off, as if nothing had happened since; nil for none. On which
    ///     accounts something is injected is told by all cases.
    /// - Throws: ``NoIncidents``; `CancellationError`.
    init(
        _ fold: Fold, of log: AccessLog, training: InteractionMatrix, cases: [LabeledAccess], scenarios: [String],
        isContaminated: Bool, detector: IncidentDetector, events: InnocentEvents? = nil, through lastDay: Int? = nil,
        isCancelled: @escaping @Sendable () -> Bool
    ) throws {
        guard let allDays = fold.window.days, log.isTimed else { throw NoIncidents("the data have no time") }
        let days = lastDay.map { allDays.clamped(to: allDays.lowerBound..<max(allDays.lowerBound, $0 + 1)) } ?? allDays
        guard !isContaminated else {
            throw NoIncidents(
                "training is contaminated by accesses without a time, of which signals would know nothing")
        }
        func day(_ access: Int) -> Int { Timestamp(microseconds: log.microseconds[access]).dayNumber }
        let tenants = Tenants(of: log)
        let division = try TrainingDivision(
            of: fold.training, in: log, tenants: tenants.names, tenant: tenants.tenant)
        let window = tenants.rows((0..<log.count).filter { days.contains(day($0)) })
        // Accesses between training and window are no part of either, but what was accessed then is not new.
        let before = tenants.rows((0..<log.count).filter { day($0) < days.lowerBound })
        // A split may leave tenants out of a window, or have no training of one.
        var isInWindow = [Bool](repeating: false, count: tenants.count)
        for access in fold.window.benign {
            isInWindow[tenants.tenant(ofUser: access.user, resource: access.resource)] = true
        }
        let learned = division.measured
        guard !learned.isEmpty else { throw division.nothingLeft }
        guard learned.contains(where: { isInWindow[$0] }) else {
            throw NoIncidents(
                "signals learn from a tenant's own accesses, and training has too few or none of the window's tenants")
        }
        names = scenarios.map { ($0, true) } + [(Evaluation.pooled, false)]
        var added = [[[AccountWindows.Access]]](
            repeating: Array(repeating: [], count: names.count), count: tenants.count)
        var attacked = added.map { $0.map { _ in Set<Int32>() } }
        for (index, access) in cases.enumerated() {
            guard let step = access.step, let time = access.time else { continue }
            let injected = AccountWindows.Access(
                user: access.user, resource: access.resource, microseconds: time.microseconds, origin: Int32(index))
            let tenant = tenants.tenant(ofUser: access.user, resource: access.resource)
            isInWindow[tenant] = true
            for slice in [step.scenario, scenarios.count] {
                attacked[tenant][slice].insert(access.user)
                if time.dayNumber < days.upperBound { added[tenant][slice].append(injected) }
            }
        }
        parts = try isInWindow.indices.filter { isInWindow[$0] }.map { tenant in
            if isCancelled() { throw CancellationError() }
            let known = PairSet(of: before[tenant], in: log)
            let benign = Activity(AccountWindows(of: window[tenant], in: log), after: known)
            return Part(
                learned: try learned.contains(tenant)
                    ? Part.Learned(detector, division.tenants[tenant], of: log, isCancelled: isCancelled) : nil,
                benign: benign,
                slices: try zip(added[tenant], attacked[tenant]).map { added, users in
                    if isCancelled() { throw CancellationError() }
                    let own = window[tenant].lazy.filter { users.contains(log.user[$0]) }
                    return (
                        users,
                        Activity(
                            AccountWindows(of: own, in: log, adding: added), after: known,
                            among: OtherAccounts(of: benign, except: users))
                    )
                })
        }
        earlyTraining = InteractionMatrix(counting: division.tenants.flatMap(\.early), of: log)
        earlyIndices = earlyTraining.indices(of: log)
        wholeIndices = training.indices(of: log)
        self.detector = detector
        self.cases = cases
        self.events = events
        self.window = ScoredCases.Window(
            days: days, activeUsers: fold.window.activeUsers, accesses: fold.window.accesses)
        self.isCancelled = isCancelled
    }

    /// The incidents of each slice, and those of the accesses of which none is injected.
    ///
    /// - Parameters:
    ///   - model: fitted to the whole training days.
    ///   - early: with the same settings, fitted to ``earlyTraining``.
    /// - Throws: `StatisticsError` where there is too little to learn from; `CancellationError`; what scoring throws.
    func measured(
        by model: FittedModel, early earlyModel: FittedModel
    ) throws -> (slices: [IncidentSlice], life: IncidentLife) {
        var incidents = names.map { _ in [(Incident, injected: [LabeledAccess])]() }
        var life = IncidentLife(training: RecentIncidents(days: []), benign: [:], days: window.days ?? 0..<0)
        var innocent: [(Incident, injected: [LabeledAccess])] = []
        for part in parts {
            let fitted = try part.learned.map { try incidentModel($0, model, early: earlyModel) }
            func found(in activity: Activity) throws -> [Incident] {
                try fitted?.incidents(of: activity) ?? Self.withoutEvidence(activity)
            }
            let unchanged = try found(in: part.benign)
            if let fitted {
                life.training.add(fitted.benign)
                for incident in try fitted.incidents(of: part.benign, joiningTraining: true)
                where !incident.joinsEarlier {
                    life.benign[incident.window.day, default: []].append(incident.evidence)
                }
            }
            innocent += unchanged.map { ($0, eventful(in: $0.window, of: part.benign)) }
            for (index, slice) in part.slices.enumerated() {
                incidents[index] += unchanged.lazy.filter { !slice.users.contains($0.window.user) }.map { ($0, []) }
                incidents[index] += try found(in: slice.activity).map {
                    ($0, injected(in: $0.window, of: slice.activity))
                }
            }
        }
        let slices = try zip(names, incidents).map { name, incidents in
            IncidentSlice(name: name.name, isScenario: name.isScenario, cases: try ranked(incidents))
        }
        return (try slices + innocentSlices(innocent), life)
    }

    /// The windows of a tenant of which nothing was learned.
    private static func withoutEvidence(_ activity: Activity) -> [Incident] {
        activity.windows.windows.map { Incident(window: $0, signals: [], evidence: 0, joinsEarlier: false) }
    }

    /// The accesses of a window that belong to innocent events, labelled as if each event were an attack.
    private func eventful(in window: AccountWindows.Window, of activity: Activity) -> [LabeledAccess] {
        guard let events else { return [] }
        return window.range.compactMap { index in
            let access = activity.windows.accesses[index]
            return events.event(user: access.user, resource: access.resource, microseconds: access.microseconds).map {
                LabeledAccess(
                    user: access.user, resource: access.resource,
                    time: Timestamp(microseconds: access.microseconds),
                    label: .injected(ScenarioStep(scenario: -1, attack: $0, step: 0, severity: 0)))
            }
        }
    }

    /// The windows of the log alone, in which nobody attacks, once for each kind of innocent events: what is found there are
    /// events of the kind.
    private func innocentSlices(_ incidents: [(Incident, injected: [LabeledAccess])]) throws -> [IncidentSlice] {
        guard let events else { return [] }
        func kind(_ access: LabeledAccess) -> String? { access.step.map { events.kinds[$0.attack] } }
        return try Set(incidents.flatMap(\.injected).compactMap(kind)).sorted().map { name in
            IncidentSlice(
                name: Evaluation.innocent + name, isScenario: false,
                cases: try ranked(incidents.map { ($0.0, injected: $0.injected.filter { kind($0) == name }) }))
        }
    }

    /// The evidence of every window of each slice.
    ///
    /// - Parameters:
    ///   - model: as for ``measured(by:early:)``.
    ///   - early: likewise.
    func evidence(of model: FittedModel, early earlyModel: FittedModel) throws -> [LintSubject.WindowEvidence] {
        var evidence: [LintSubject.WindowEvidence] = []
        for part in parts {
            guard let learned = part.learned else { continue }
            let fitted = try incidentModel(learned, model, early: earlyModel)
            // The windows of the log alone come after the slices.
            for (slice, activity) in (part.slices.map(\.activity) + [part.benign]).enumerated() {
                evidence += try fitted.incidents(of: activity).map {
                    LintSubject.WindowEvidence(
                        slice: slice, user: $0.window.user, day: $0.window.day, evidence: $0.signals + [$0.evidence],
                        joinsEarlier: $0.joinsEarlier)
                }
            }
        }
        return evidence
    }

    private func incidentModel(_ part: Part.Learned, _ model: FittedModel, early earlyModel: FittedModel) throws
        -> IncidentModel
    {
        try IncidentModel(
            detector, part.context,
            early: part.early.scoring(by: Self.score(earlyModel, earlyIndices, isCancelled)),
            whole: part.whole.scoring(by: Self.score(model, wholeIndices, isCancelled)))
    }

    /// The incidents of each slice as a scorer sees them that knows the attacks, those first that hold the most attacks
    /// which no earlier one holds; or as one that knows nothing, to which all are equal.
    func slices(knowingAttacks: Bool) throws -> [IncidentSlice] {
        try names.enumerated().map { index, name in
            var windows: [(window: AccountWindows.Window, injected: [LabeledAccess])] = []
            for part in parts {
                let slice = part.slices[index]
                windows += part.benign.windows.windows.lazy.filter { !slice.users.contains($0.user) }.map { ($0, []) }
                windows += slice.activity.windows.windows.map { ($0, injected(in: $0, of: slice.activity)) }
            }
            var evidence = [Double](repeating: 1, count: windows.count)
            if knowingAttacks {
                let order = Self.coveringOrder(windows.map { Set($0.injected.compactMap(\.step?.attack)) })
                for (rank, window) in order.enumerated() { evidence[window] = Double(2 + order.count - rank) }
            }
            let incidents = windows.indices.map {
                (
                    Incident(window: windows[$0].window, signals: [], evidence: evidence[$0], joinsEarlier: false),
                    injected: windows[$0].injected
                )
            }
            return IncidentSlice(name: name.name, isScenario: name.isScenario, cases: try ranked(incidents))
        }
    }

    /// The sets that are not empty, each time the one with the most elements that no earlier one has.
    private static func coveringOrder(_ sets: [Set<Int>]) -> [Int] {
        var order: [Int] = [], covered: Set<Int> = []
        // What a set adds never grows, so that sets of the same size as before can be looked at once in a round.
        var left = sets.indices.filter { !sets[$0].isEmpty }
        var size = left.map { sets[$0].count }.max() ?? 0
        while !left.isEmpty {
            var later: [Int] = []
            for index in left {
                if sets[index].subtracting(covered).count == size {
                    order.append(index)
                    covered.formUnion(sets[index])
                } else {
                    later.append(index)
                }
            }
            left = later
            size -= 1
        }
        return order
    }

    /// The injected accesses of a window.
    private func injected(in window: AccountWindows.Window, of activity: Activity) -> [LabeledAccess] {
        window.range.compactMap { access in
            let origin = Int(activity.windows.accesses[access].origin)
            return origin >= 0 && cases[origin].isInjected ? cases[origin] : nil
        }
    }

    private static func score(
        _ model: FittedModel, _ indices: InteractionMatrix.LogIndices, _ isCancelled: @escaping @Sendable () -> Bool
    ) -> SignalHistory.Score {
        { user, resources in
            try model.scores(of: indices.pairs(of: user, with: resources), isCancelled: isCancelled).map(\.value)
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

extension IncidentFold.Part.Learned {
    /// - Parameter training: the tenant's accesses.
    /// - Throws: `CancellationError`.
    fileprivate init(
        _ detector: IncidentDetector, _ training: TrainingDivision.Tenant, of log: AccessLog,
        isCancelled: @escaping @Sendable () -> Bool
    ) throws {
        early = SignalHistory(of: training.early, in: log, isCancelled: isCancelled)
        whole = SignalHistory(of: training.whole, in: log, isCancelled: isCancelled)
        context = try FittedContext(
            detector, early: early,
            later: Activity(AccountWindows(of: training.later, in: log), after: early.known), whole: whole)
    }
}
