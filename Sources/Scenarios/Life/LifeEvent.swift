/// Something innocent that happens in an organisation and looks unusual: what is to be told from attacks.
public struct LifeEvent: Hashable, Sendable {
    /// What happens.
    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// Accounts of one or more departments begin to use some new shares together within days.
        case projectStart = "project-start"
        /// A new share is taken up by many accounts over days.
        case shareRollout = "share-rollout"
        /// An account moves to another department, and turns to the shares of that one.
        case transfer
        /// An account is away; a colleague uses its shares meanwhile.
        case covering
        /// Rarely used shares of a department, many at once and late in the evening, in the last working days of a month.
        case monthEnd = "month-end"
        /// A joiner, who meets many shares in the first days.
        case onboarding
        /// A new account that runs a job on many shares every night.
        case service
    }

    /// What happens.
    public let kind: Kind
    /// The accesses that belong to it: indices of the log's accesses, ascending. An access belongs to one event at most.
    public let accesses: [Int]

    /// - Parameter accesses: indices of the log's accesses, ascending.
    public init(kind: Kind, accesses: [Int]) {
        self.kind = kind
        self.accesses = accesses
    }
}
