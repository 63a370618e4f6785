public import AccessLogs

/// What one actor does in a scenario: an attack, or the innocent double of one.
public struct Attack: Hashable, Sendable {
    /// Whether it is one, or only looks like one.
    public var kind: Kind
    /// How conspicuous the attack is on the scenario's own scale, from 0 to 1.
    public var severity: Double
    /// In the order in which they happen.
    public var accesses: [InjectedAccess]

    /// Whether a course of accesses is an attack.
    public enum Kind: Hashable, Sendable {
        case hostile
        /// The innocent double of an attack, so that a detector that reacts only to novelty or volume scores badly.
        case twin
        /// Anomalies among the training accesses, without a label.
        case contamination
    }

    /// - Parameter accesses: in the order of time.
    public init(_ kind: Kind, severity: Double, accesses: [InjectedAccess]) {
        self.kind = kind
        self.severity = severity
        self.accesses = accesses
    }
}

/// An access that a scenario made up.
public struct InjectedAccess: Hashable, Sendable {
    /// The user, an index into the log's users; made-up newcomers are numbered from the number of users on.
    public var user: Int32
    /// The resource, an index into the log's resources; made-up new resources are numbered from their number on.
    public var resource: Int32
    /// When it happens; nil where the window has no days.
    public var time: Timestamp?
    /// Whether the access is one to find. In an attack, what the actor does besides is not; in a twin, nothing is.
    public var isAnomalous: Bool

    /// - Parameter isAnomalous: whether the access is what a detector has to find, and not one that only goes with it.
    public init(user: Int32, resource: Int32, time: Timestamp?, isAnomalous: Bool) {
        self.user = user
        self.resource = resource
        self.time = time
        self.isAnomalous = isAnomalous
    }
}
