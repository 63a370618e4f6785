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
