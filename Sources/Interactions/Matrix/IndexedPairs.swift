/// (user, resource) pairs as rows and columns of a matrix; −1 where the matrix does not have the user or the resource.
public struct IndexedPairs: Sendable {
    /// The row of each pair's user.
    public private(set) var users: [Int32] = []
    /// The column of each pair's resource.
    public private(set) var resources: [Int32] = []

    /// No pairs.
    public init() {}

    /// The number of pairs.
    public var count: Int { users.count }

    /// Adds a pair at the end. A user or a resource that the matrix does not know is nil.
    public mutating func append(user: Int32?, resource: Int32?) {
        users.append(user ?? -1)
        resources.append(resource ?? -1)
    }
}
