public import AccessLogs
public import LinearAlgebra
import Statistics
import Synchronization

/// The users and resources of a fold's training accesses, by the log's indices: who has what, and which communities
/// they form.
public final class TrainingProfile: Sendable {
    /// The distinct training pairs with the number of their accesses: the log's users × its resources.
    public let resourcesOfUsers: SparseMatrix
    /// The same pairs, resources × users.
    public let usersOfResources: SparseMatrix
    private let tenantOfUser: [Int32]
    private let found = Mutex<Communities?>(nil)

    /// - Parameter training: indices of accesses of the log.
    public init(of training: [Int], in log: AccessLog) {
        resourcesOfUsers = SparseMatrix(
            rows: log.users.count, columns: log.resources.count,
            summing: training.map { SparseMatrix.Entry(row: log.user[$0], column: log.resource[$0], value: 1) })
        usersOfResources = resourcesOfUsers.transposed()
        var numbers: [String: Int32] = [:]
        var tenantOfUser: [Int32] = []
        for name in log.users.names {
            let number = numbers[name.tenant] ?? Int32(numbers.count)
            numbers[name.tenant] = number
            tenantOfUser.append(number)
        }
        self.tenantOfUser = tenantOfUser
    }

    /// The communities, found when they are first asked for.
    public var communities: Communities {
        found.withLock { found in
            if let found { return found }
            let communities = Communities(of: resourcesOfUsers, tenantOfUser: tenantOfUser)
            found = communities
            return communities
        }
    }

    /// The resources that a user accessed, ascending; none for a made-up newcomer.
    public func resources(ofUser user: Int32) -> ArraySlice<Int32> {
        Self.row(user, of: resourcesOfUsers)
    }

    /// The users who accessed a resource, ascending; none for a made-up new resource.
    public func users(ofResource resource: Int32) -> ArraySlice<Int32> {
        Self.row(resource, of: usersOfResources)
    }

    /// How many resources a user accessed.
    public func activity(ofUser user: Int32) -> Int { resources(ofUser: user).count }

    /// How many users accessed a resource.
    public func popularity(ofResource resource: Int32) -> Int { users(ofResource: resource).count }

    /// A user's community; nil for a user without training accesses.
    public func community(ofUser user: Int32) -> Int32? {
        Int(user) < communities.ofUser.count ? communities.ofUser[Int(user)] : nil
    }

    /// A resource's community; nil for a resource without training accesses.
    public func community(ofResource resource: Int32) -> Int32? {
        Int(resource) < communities.ofResource.count ? communities.ofResource[Int(resource)] : nil
    }

    private static func row(_ row: Int32, of matrix: SparseMatrix) -> ArraySlice<Int32> {
        Int(row) < matrix.rows ? matrix.columnIndices[matrix.range(ofRow: Int(row))] : []
    }
}

/// What a generator makes accesses from, or a detector takes them to be made from. A detector that is measured only on
/// data of its own structure is flattered.
public enum LatentStructure: String, Hashable, Sendable, Codable {
    /// Inner products of vectors of users and resources.
    case factors
    /// Groups of users and of resources.
    case blocks
    /// Roles, entitlements and routines.
    case rules
}
