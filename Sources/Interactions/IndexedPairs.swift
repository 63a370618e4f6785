public import AccessLogs

/// (user, resource) pairs as rows and columns of a matrix; −1 where the matrix does not have the user or the resource.
public struct IndexedPairs: Sendable {
    public private(set) var users: [Int32] = []
    public private(set) var resources: [Int32] = []

    public init() {}

    public var count: Int { users.count }

    public mutating func append(user: Int32?, resource: Int32?) {
        users.append(user ?? -1)
        resources.append(resource ?? -1)
    }
}

extension InteractionMatrix {
    /// The indices of some cases of a log in this matrix, in the same order.
    public func indices(of cases: [LabeledAccess], in log: AccessLog) -> IndexedPairs {
        var userIndex = [Int32?](repeating: nil, count: log.users.count)
        for (index, name) in log.users.names.enumerated() { userIndex[index] = users.index(of: name) }
        var resourceIndex = [Int32?](repeating: nil, count: log.resources.count)
        for (index, name) in log.resources.names.enumerated() { resourceIndex[index] = resources.index(of: name) }
        var pairs = IndexedPairs()
        for access in cases {
            // Made-up newcomers are beyond the log's vocabularies.
            let user = Int(access.user) < userIndex.count ? userIndex[Int(access.user)] : nil
            let resource = Int(access.resource) < resourceIndex.count ? resourceIndex[Int(access.resource)] : nil
            pairs.append(user: user, resource: resource)
        }
        return pairs
    }
}
