package import AccessLogs
package import Interactions
import LinearAlgebra

/// A model of the reference system: vectors by name, components, and the accesses that count as seen.
///
/// The score of a user and a resource is the inner product of their vectors, into which the standardisation is folded:
/// with the factors x and y, the mean m and the deviation s the user's vector is (−1/s)·[x, −m, 1] and the resource's
/// [y, 1, 0], so that the product is (m − x·y) / s.
package struct ReferenceModel: Hashable, Sendable {
    /// An access by its names.
    package struct Access: Hashable, Sendable, Comparable {
        package var tenant: String
        package var user: String
        package var resource: String

        package init(tenant: String, user: String, resource: String) {
            self.tenant = tenant
            self.user = user
            self.resource = resource
        }

        package static func < (first: Access, second: Access) -> Bool {
            (first.tenant, first.user, first.resource) < (second.tenant, second.user, second.resource)
        }
    }

    /// The number of the component of each user and resource.
    package struct Components: Hashable, Sendable {
        package var users: [TenantName: Int]
        package var resources: [TenantName: Int]

        package init(users: [TenantName: Int], resources: [TenantName: Int]) {
            self.users = users
            self.resources = resources
        }

        /// The connected components of some accesses, each numbered by its first user among all users in the order of
        /// tenant and name.
        package init(of accesses: some Collection<Access>) {
            let users = Vocabulary(Set(accesses.map { TenantName(tenant: $0.tenant, name: $0.user) }).sorted())
            let resources = Vocabulary(Set(accesses.map { TenantName(tenant: $0.tenant, name: $0.resource) }).sorted())
            var entries: [SparseMatrix.Entry] = []
            for access in accesses {
                guard let user = users.index(of: TenantName(tenant: access.tenant, name: access.user)),
                    let resource = resources.index(of: TenantName(tenant: access.tenant, name: access.resource))
                else { continue }
                entries.append(SparseMatrix.Entry(row: user, column: resource, value: 1))
            }
            let components = ConnectedComponents(
                of: SparseMatrix(rows: users.count, columns: resources.count, summing: entries))
            var first: [Int32: Int] = [:]
            for (user, component) in components.ofUser.enumerated() where first[component] == nil {
                first[component] = user
            }
            func numbered(_ names: Vocabulary, _ components: [Int32]) -> [TenantName: Int] {
                Dictionary(zip(names.names, components.map { first[$0] ?? 0 }), uniquingKeysWith: { first, _ in first })
            }
            self.init(
                users: numbered(users, components.ofUser), resources: numbered(resources, components.ofResource))
        }
    }

    /// What the columns of the model's tables are called.
    package struct Columns: Hashable, Sendable {
        package var tenant = "tenant"
        package var user = "user"
        package var resource = "res"
        package var userVector = "user_vector"
        package var resourceVector = "res_vector"
        package var output = "anomaly_score"

        package init() {}
    }

    package var columns: Columns
    /// The vectors, all of one length: rank + 2.
    package var userVectors: [TenantName: [Double]]
    package var resourceVectors: [TenantName: [Double]]
    /// Nil where the model does not tell components apart.
    package var components: Components?
    /// The accesses that count as seen; nil where no history was given.
    package var history: Set<Access>?

    /// - Precondition: all vectors have the same length.
    package init(
        columns: Columns = Columns(), userVectors: [TenantName: [Double]], resourceVectors: [TenantName: [Double]],
        components: Components?, history: Set<Access>?
    ) {
        self.columns = columns
        self.userVectors = userVectors
        self.resourceVectors = resourceVectors
        self.components = components
        self.history = history
    }

    init(_ model: CyberMLModel, of table: LikelihoodTable, history: Set<Access>?) {
        let users = table.users.names.enumerated().map { user, name in
            let standardization = model.standardizations[Int(model.tenantOfUser[user])]
            let vector = model.factors.users.row(user).map(Double.init) + [-standardization.mean, 1]
            return (name, vector.map { -1 / standardization.deviation * $0 })
        }
        let resources = table.resources.names.enumerated().map { resource, name in
            (name, model.factors.resources.row(resource).map(Double.init) + [1, 0])
        }
        let accesses =
            history
            ?? Set(
                table.tenants.flatMap { tenant in
                    tenant.rows.map {
                        Access(
                            tenant: tenant.name, user: table.users[Int($0.user)].name,
                            resource: table.resources[Int($0.resource)].name)
                    }
                })
        self.init(
            userVectors: Dictionary(users, uniquingKeysWith: { first, _ in first }),
            resourceVectors: Dictionary(resources, uniquingKeysWith: { first, _ in first }),
            components: Components(of: accesses), history: history)
    }

    /// The numbers that the reference gives to the cases of ``score(of:)``.
    package var policy: ScorePolicy { .reference(hasHistory: history != nil) }

    /// The score of an access.
    ///
    /// An access of the history is seen, with a score of 0 where user or resource have no vector. A user or resource
    /// that has no vector, or no component where the model has components, is unknown.
    package func score(of access: Access) -> AnomalyScore {
        let user = TenantName(tenant: access.tenant, name: access.user)
        let resource = TenantName(tenant: access.tenant, name: access.resource)
        let isSeen = history?.contains(access) ?? false
        guard let userVector = userVectors[user], components == nil || components?.users[user] != nil else {
            return isSeen ? .seen(0) : .unknownUser
        }
        guard let resourceVector = resourceVectors[resource],
            components == nil || components?.resources[resource] != nil
        else { return isSeen ? .seen(0) : .unknownResource }
        let value = zip(userVector, resourceVector).reduce(0) { $0 + $1.0 * $1.1 }
        if isSeen { return .seen(value) }
        return components?.users[user] == components?.resources[resource] ? .scored(value) : .disconnected(value)
    }

    /// The scores of some accesses, in the same order.
    package func scores(of accesses: [Access]) -> [AnomalyScore] {
        accesses.map { score(of: $0) }
    }
}

extension Matrix {
    fileprivate func row(_ row: Int) -> ArraySlice<Scalar> { elements[row * columns..<(row + 1) * columns] }
}
