package import AccessLogs
package import Interactions
import LinearAlgebra

/// The training table of the reference system: how usual each access of a user to a resource is.
///
/// Unlike an `InteractionMatrix` it may hold a pair more than once; each row is then a rating of its own.
package struct LikelihoodTable: Sendable {
    /// One row, by names.
    package struct Row: Hashable, Sendable {
        package var tenant: String
        package var user: String
        package var resource: String
        /// Larger is more usual; finite.
        package var likelihood: Double

        package init(tenant: String, user: String, resource: String, likelihood: Double) {
            self.tenant = tenant
            self.user = user
            self.resource = resource
            self.likelihood = likelihood
        }
    }

    /// The users, sorted by (tenant, name).
    package let users: Vocabulary
    /// The resources, sorted by (tenant, name).
    package let resources: Vocabulary
    /// The tenants, in the order of their names.
    let tenants: [Tenant]

    struct Tenant: Sendable {
        let name: String
        let users: Range<Int>
        let resources: Range<Int>
        /// The rows, sorted; users and resources by their indices among all tenants.
        let rows: [IndexedRow]
    }

    struct IndexedRow: Sendable {
        var user: Int32
        var resource: Int32
        var likelihood: Double
    }

    /// A table of rows in any order.
    ///
    /// - Throws: ``DetectorError`` for a likelihood that is not finite.
    package init(_ rows: [Row]) throws {
        let users = Vocabulary(Set(rows.map { TenantName(tenant: $0.tenant, name: $0.user) }).sorted())
        let resources = Vocabulary(Set(rows.map { TenantName(tenant: $0.tenant, name: $0.resource) }).sorted())
        let indexed = try rows.map { row in
            guard row.likelihood.isFinite,
                let user = users.index(of: TenantName(tenant: row.tenant, name: row.user)),
                let resource = resources.index(of: TenantName(tenant: row.tenant, name: row.resource))
            else { throw DetectorError("the likelihood of \(row.user) and \(row.resource) is not finite") }
            return IndexedRow(user: user, resource: resource, likelihood: row.likelihood)
        }
        .sorted { ($0.user, $0.resource, $0.likelihood) < ($1.user, $1.resource, $1.likelihood) }
        let counts = SparseMatrix(
            rows: users.count, columns: resources.count,
            summing: indexed.map { SparseMatrix.Entry(row: $0.user, column: $0.resource, value: 1) })
        self.init(InteractionMatrix(users: users, resources: resources, counts: counts), rows: indexed)
    }

    /// The table of a matrix: one row for each pair, whose likelihood is the summed weight of its accesses.
    package init(_ matrix: InteractionMatrix) {
        self.init(matrix) { _, entry in CollectionOfOne(Double(matrix.counts.values[entry])) }
    }

    /// - Parameter likelihoods: those of the rows of a user's entry.
    init(
        _ matrix: InteractionMatrix, likelihoods: (_ user: Int, _ entry: Int) -> some Sequence<Double>
    ) {
        var rows: [IndexedRow] = []
        rows.reserveCapacity(matrix.pairCount)
        for user in 0..<matrix.counts.rows {
            for entry in matrix.counts.range(ofRow: user) {
                for likelihood in likelihoods(user, entry) {
                    rows.append(
                        IndexedRow(
                            user: Int32(user), resource: matrix.counts.columnIndices[entry], likelihood: likelihood))
                }
            }
        }
        self.init(matrix, rows: rows)
    }

    /// - Parameter rows: sorted by user.
    private init(_ matrix: InteractionMatrix, rows: [IndexedRow]) {
        users = matrix.users
        resources = matrix.resources
        var start = 0
        tenants = matrix.tenants.map { tenant in
            let end = rows[start...].firstIndex { Int($0.user) >= tenant.users.upperBound } ?? rows.count
            defer { start = end }
            return Tenant(
                name: tenant.name, users: tenant.users, resources: tenant.resources, rows: Array(rows[start..<end]))
        }
    }
}
