public import AccessLogs
import Foundation

/// An account in a day that is so unusual that somebody should look at it, with the reasons.
public struct IncidentAlert: Hashable, Sendable {
    /// The organisation.
    public let tenant: String
    /// The account.
    public let user: String
    /// Its security identifier, where the log has one.
    public let sid: String?
    /// The day, as a date of the organisation's time zone.
    public let day: String
    /// The beginning of the window.
    public let start: Timestamp
    /// Its end.
    public let end: Timestamp
    /// The evidence: −log₁₀ of the tail probability among windows in which nothing is wrong.
    public let evidence: Double
    /// The evidence that an alert exceeds on this day.
    public let threshold: Double
    /// The benign alerts a day that the threshold promises; nil where it was given as a number.
    public let alertsPerDay: Double?
    /// Whether training knows the account.
    public let isUserKnown: Bool
    /// The account's accesses in the window.
    public let accesses: Int
    /// The distinct resources of these.
    public let resources: Int
    /// The resources that the account had never accessed before, the most surprising first.
    public let newResources: [NewResource]
    /// What each signal says, the one with the most evidence first.
    public let signals: [SignalReason]
    /// The accounts most like this one; nil where it has none.
    public let peers: PeerFacts?
    /// Where the window is a part of an earlier incident of the account, which has more evidence, so that it is no alert of
    /// its own: the day of that incident, as a date, or `training` where it is there; nil otherwise.
    public let partOf: String?
    /// Later windows of the same incident.
    public internal(set) var laterDays: [LaterDay]

    package init(
        tenant: String, user: String, sid: String?, day: String, start: Timestamp, end: Timestamp, evidence: Double,
        threshold: Double, alertsPerDay: Double?, isUserKnown: Bool, accesses: Int, resources: Int,
        newResources: [NewResource], signals: [SignalReason], peers: PeerFacts?, partOf: String? = nil,
        laterDays: [LaterDay]
    ) {
        self.tenant = tenant
        self.user = user
        self.sid = sid
        self.day = day
        self.start = start
        self.end = end
        self.evidence = evidence
        self.threshold = threshold
        self.alertsPerDay = alertsPerDay
        self.isUserKnown = isUserKnown
        self.accesses = accesses
        self.resources = resources
        self.newResources = newResources
        self.signals = signals
        self.peers = peers
        self.partOf = partOf
        self.laterDays = laterDays
    }

    /// A resource that is new to the account.
    public struct NewResource: Hashable, Sendable, Encodable {
        /// The resource.
        public let name: String
        /// When it was first accessed.
        public let time: Timestamp
        /// Whether anybody accessed it in training.
        public let isKnown: Bool

        package init(name: String, time: Timestamp, isKnown: Bool) {
            self.name = name
            self.time = time
            self.isKnown = isKnown
        }

        private enum CodingKeys: String, CodingKey {
            case name, time
            case isKnown = "known"
        }

        /// Writes the time as text.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(name, forKey: .name)
            try container.encode(time.description, forKey: .time)
            try container.encode(isKnown, forKey: .isKnown)
        }
    }

    /// What a signal says of the window.
    public struct SignalReason: Hashable, Sendable, Encodable {
        /// The signal's id.
        public let signal: String
        /// Its evidence, calibrated.
        public let evidence: Double
        /// What is unusual, with its numbers; nil where it has nothing to say.
        public let words: String?
        /// The numbers of the words.
        public let numbers: [String: Double]

        package init(signal: String, evidence: Double, words: String?, numbers: [String: Double]) {
            self.signal = signal
            self.evidence = evidence
            self.words = words
            self.numbers = numbers
        }
    }

    /// A later day on which the account goes on, without more evidence.
    public struct LaterDay: Hashable, Sendable, Encodable {
        /// The day, as a date.
        public let day: String
        /// Its evidence.
        public let evidence: Double
        /// The account's accesses on it.
        public let accesses: Int
    }

    /// How often a window in which nothing is wrong has as much evidence.
    public var tailProbability: Double { pow(10, -evidence) }
}

extension IncidentAlert: Encodable {
    private enum CodingKeys: String, CodingKey {
        case tenant, user, sid, day, evidence, threshold, accesses, resources, signals, peers, words
        case start = "window_start"
        case end = "window_end"
        case tailProbability = "tail_probability"
        case alertsPerDay = "alerts_per_day"
        case isUserKnown = "user_known"
        case newResources = "new_resources"
        case partOf = "part_of"
        case laterDays = "later_days"
    }

    /// Writes the alert in one object, with its reasons in words.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(tenant, forKey: .tenant)
        try container.encode(user, forKey: .user)
        try container.encode(sid, forKey: .sid)
        try container.encode(day, forKey: .day)
        try container.encode(start.description, forKey: .start)
        try container.encode(end.description, forKey: .end)
        try container.encode(evidence, forKey: .evidence)
        try container.encode(tailProbability, forKey: .tailProbability)
        try container.encode(threshold, forKey: .threshold)
        try container.encode(alertsPerDay, forKey: .alertsPerDay)
        try container.encode(isUserKnown, forKey: .isUserKnown)
        try container.encode(accesses, forKey: .accesses)
        try container.encode(resources, forKey: .resources)
        try container.encode(newResources, forKey: .newResources)
        try container.encode(signals, forKey: .signals)
        try container.encode(peers, forKey: .peers)
        try container.encodeIfPresent(partOf, forKey: .partOf)
        try container.encode(laterDays, forKey: .laterDays)
        try container.encode(sentences, forKey: .words)
    }
}
