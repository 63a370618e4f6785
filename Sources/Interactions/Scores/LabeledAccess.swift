public import AccessLogs

/// An access whose nature is known: what a detector is measured on.
public struct LabeledAccess: Hashable, Sendable {
    /// The user, an index into the log's users. Made-up newcomers are numbered from the number of users on.
    public var user: Int32
    /// The resource, an index into the log's resources. Made-up new resources are numbered from their number on.
    public var resource: Int32
    /// When it happened; nil where the data have no time.
    public var time: Timestamp?
    /// Whether it happened or was made up.
    public var label: Label

    /// Whether an access happened or was made up, and if so whether it is part of an attack.
    public enum Label: Hashable, Sendable {
        /// It is in the log.
        case benign
        /// It was made up to look like an attack, and is innocent: a benign twin.
        case twin(ScenarioStep)
        /// It is part of an attack.
        case injected(ScenarioStep)
    }

    /// An access of users and resources by their indices in a log.
    public init(user: Int32, resource: Int32, time: Timestamp?, label: Label) {
        self.user = user
        self.resource = resource
        self.time = time
        self.label = label
    }

    /// The day (UTC) since 1970-01-01; nil where the data have no time.
    public var day: Int? { time?.dayNumber }

    /// Whether the access is part of an attack: a positive.
    public var isInjected: Bool { if case .injected = label { true } else { false } }

    /// The attack or twin that the access is part of; nil for an access of the log.
    public var step: ScenarioStep? {
        switch label {
        case .benign: nil
        case .twin(let step), .injected(let step): step
        }
    }
}

/// The position of an access in an attack that a scenario made up.
public struct ScenarioStep: Hashable, Sendable {
    /// The scenario's index in the experiment's list.
    public var scenario: Int
    /// The attack, or the innocent double of one, that the access is part of; numbered over a whole window.
    public var attack: Int
    /// The access's index in the attack, from zero.
    public var step: Int
    /// How conspicuous the attack is on the scenario's own scale, from 0 to 1.
    public var severity: Double

    /// - Parameter severity: from 0 to 1.
    public init(scenario: Int, attack: Int, step: Int, severity: Double) {
        self.scenario = scenario
        self.attack = attack
        self.step = step
        self.severity = severity
    }
}

/// A labelled access with the score that a detector gave it.
public struct ScoredAccess: Hashable, Sendable {
    /// The access.
    public var access: LabeledAccess
    /// Its score.
    public var score: AnomalyScore

    /// An access with its score.
    public init(access: LabeledAccess, score: AnomalyScore) {
        self.access = access
        self.score = score
    }
}
