/// Accesses in columns, with users and resources as indices: the form in which logs are kept, split and counted.
public struct AccessLog: Sendable {
    /// The names behind ``user``.
    public private(set) var users: Vocabulary
    /// The names behind ``resource``.
    public private(set) var resources: Vocabulary
    /// The security identifier of each user, where a log had one.
    public private(set) var userSIDs: [String?]
    /// The user of each access, an index into ``users``.
    public private(set) var user: [Int32]
    /// The resource of each access, an index into ``resources``.
    public private(set) var resource: [Int32]
    /// The time of each access in microseconds since 1970; ``untimed`` where the log has none.
    public private(set) var microseconds: [Int64]
    /// How many accesses each row stands for.
    public private(set) var weight: [Float]
    /// Whether each access was granted.
    public private(set) var outcome: [AccessEvent.Outcome]

    /// Marks an access without a time.
    public static let untimed = Int64.min

    /// An empty log.
    public init() {
        users = Vocabulary()
        resources = Vocabulary()
        userSIDs = []
        user = []
        resource = []
        microseconds = []
        weight = []
        outcome = []
    }

    /// Columns that already exist, as a dataset stores them.
    ///
    /// - Precondition: the columns are equally long, and the indices lie within the vocabularies.
    public init(
        users: Vocabulary, resources: Vocabulary, userSIDs: [String?], user: [Int32], resource: [Int32],
        microseconds: [Int64], weight: [Float], outcome: [AccessEvent.Outcome]
    ) {
        precondition(userSIDs.count == users.count)
        precondition(
            [resource.count, microseconds.count, weight.count, outcome.count].allSatisfy { $0 == user.count })
        self.users = users
        self.resources = resources
        self.userSIDs = userSIDs
        self.user = user
        self.resource = resource
        self.microseconds = microseconds
        self.weight = weight
        self.outcome = outcome
    }

    /// The number of accesses.
    public var count: Int { user.count }

    /// Adds an access at the end; new names get the next numbers.
    public mutating func append(_ event: AccessEvent) {
        append(
            user: index(ofUser: TenantName(tenant: event.tenant, name: event.user.name), sid: event.user.sid),
            resource: index(ofResource: TenantName(tenant: event.tenant, name: event.resource.name)),
            microseconds: event.time?.microseconds ?? Self.untimed, weight: Float(event.weight), outcome: event.outcome)
    }

    /// The index of a user who is added where he is new. Of several identifiers one is kept that does not depend on the
    /// order of the accesses: one of an account before one that every computer has, then the first in alphabetical order.
    package mutating func index(ofUser name: TenantName, sid: String?) -> Int32 {
        let index = users.insert(name)
        if Int(index) == userSIDs.count {
            userSIDs.append(sid)
        } else if let sid {
            userSIDs[Int(index)] = userSIDs[Int(index)].map { Self.preferred($0, sid) } ?? sid
        }
        return index
    }

    private static func preferred(_ one: String, _ other: String) -> String {
        guard one != other else { return one }
        let isOfAccount = (AccountIdentity.isOfOneAccount(one), AccountIdentity.isOfOneAccount(other))
        return isOfAccount.0 == isOfAccount.1 ? min(one, other) : isOfAccount.0 ? one : other
    }

    /// The index of a resource, which is added where it is new.
    package mutating func index(ofResource name: TenantName) -> Int32 {
        resources.insert(name)
    }

    /// Makes room for a number of accesses, as an estimate.
    package mutating func reserveCapacity(_ count: Int) {
        user.reserveCapacity(count)
        resource.reserveCapacity(count)
        microseconds.reserveCapacity(count)
        weight.reserveCapacity(count)
        outcome.reserveCapacity(count)
    }

    /// Adds an access by the indices of its user and resource.
    mutating func append(
        user: Int32, resource: Int32, microseconds: Int64, weight: Float, outcome: AccessEvent.Outcome
    ) {
        self.user.append(user)
        self.resource.append(resource)
        self.microseconds.append(microseconds)
        self.weight.append(weight)
        self.outcome.append(outcome)
    }

    /// An access by the indices of its user and resource.
    package struct Row: BitwiseCopyable {
        package var user: Int32
        package var resource: Int32
        package var microseconds: Int64
        package var weight: Float
        package var outcome: AccessEvent.Outcome

        package init(
            user: Int32, resource: Int32, microseconds: Int64, weight: Float, outcome: AccessEvent.Outcome
        ) {
            self.user = user
            self.resource = resource
            self.microseconds = microseconds
            self.weight = weight
            self.outcome = outcome
        }
    }

    /// Adds accesses.
    package mutating func append(contentsOf rows: [Row]) {
        user.append(contentsOf: rows.lazy.map(\.user))
        resource.append(contentsOf: rows.lazy.map(\.resource))
        microseconds.append(contentsOf: rows.lazy.map(\.microseconds))
        weight.append(contentsOf: rows.lazy.map(\.weight))
        outcome.append(contentsOf: rows.lazy.map(\.outcome))
    }

    /// An access with the names of its user and resource.
    public func access(at index: Int) -> AccessEvent {
        let user = users[Int(user[index])], resource = resources[Int(resource[index])]
        return AccessEvent(
            tenant: user.tenant, user: AccountIdentity(name: user.name),
            resource: ResourceIdentity(name: resource.name),
            time: time(of: index), outcome: outcome[index], weight: Double(weight[index]))
    }

    /// The time of an access.
    public func time(of access: Int) -> Timestamp? {
        microseconds[access] == Self.untimed ? nil : Timestamp(microseconds: microseconds[access])
    }

    /// Whether there are accesses and every one has a time.
    public var isTimed: Bool {
        !microseconds.isEmpty && !microseconds.contains(Self.untimed)
    }

    /// The first and the last time; nil where no access has one.
    public var timeRange: ClosedRange<Timestamp>? {
        let timed = microseconds.lazy.filter { $0 != Self.untimed }
        guard let first = timed.min(), let last = timed.max() else { return nil }
        return Timestamp(microseconds: first)...Timestamp(microseconds: last)
    }
}
