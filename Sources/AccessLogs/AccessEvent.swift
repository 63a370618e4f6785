/// One access to a file share: a record of event 5140, the records of event 5145 of one session, or a row of a table.
public struct AccessEvent: Hashable, Sendable {
    /// Whether Windows granted the access.
    public enum Outcome: UInt8, Hashable, Sendable, CaseIterable, BitwiseCopyable {
        case unknown, success, failure
    }

    /// The organisation; `"0"` where the log does not say.
    public var tenant: String
    /// Who.
    public var user: AccountIdentity
    /// What.
    public var resource: ResourceIdentity
    /// When; nil where the log does not say.
    public var time: Timestamp?
    /// The computer that holds the share; empty where the log does not say.
    public var computer: String
    /// The address from which the user came; empty where the log does not say.
    public var sourceAddress: String
    /// Whether it was granted.
    public var outcome: Outcome
    /// How many accesses the record stands for.
    public var weight: Double

    /// One access of the standard tenant, of which the log says no more than who and what unless given.
    public init(
        tenant: String = AccessEvent.defaultTenant, user: AccountIdentity, resource: ResourceIdentity,
        time: Timestamp? = nil, computer: String = "", sourceAddress: String = "", outcome: Outcome = .unknown,
        weight: Double = 1
    ) {
        self.tenant = tenant
        self.user = user
        self.resource = resource
        self.time = time
        self.computer = computer
        self.sourceAddress = sourceAddress
        self.outcome = outcome
        self.weight = weight
    }

    /// The tenant of logs that name none.
    public static let defaultTenant = "0"
}

extension AccessEvent.Outcome: CustomStringConvertible {
    /// The word in files.
    public var description: String {
        switch self {
        case .unknown: "unknown"
        case .success: "success"
        case .failure: "failure"
        }
    }
}
