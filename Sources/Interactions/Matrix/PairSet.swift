public import AccessLogs

/// A set of (user, resource) pairs of one log.
public struct PairSet: Sendable {
    private var keys: Set<UInt64>

    /// A set without pairs.
    public init() {
        keys = []
    }

    /// The distinct pairs of some accesses.
    public init(of accesses: some Sequence<Int>, in log: AccessLog) {
        keys = []
        for access in accesses { insert(user: log.user[access], resource: log.resource[access]) }
    }

    /// The number of pairs.
    public var count: Int { keys.count }

    /// Whether the set has a pair.
    public func contains(user: Int32, resource: Int32) -> Bool {
        keys.contains(Self.key(user, resource))
    }

    /// Adds a pair, and says whether it was new.
    @discardableResult
    public mutating func insert(user: Int32, resource: Int32) -> Bool {
        keys.insert(Self.key(user, resource)).inserted
    }

    /// One number for a pair.
    package static func key(_ user: Int32, _ resource: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: user)) << 32 | UInt64(UInt32(bitPattern: resource))
    }
}
