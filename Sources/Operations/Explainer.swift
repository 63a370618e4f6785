package import AccessLogs
package import Detectors
import Interactions
import LinearAlgebra

/// Explains the scores of a model by what it was trained on.
package struct Explainer: Sendable {
    let model: FittedModel
    private let byResource: SparseMatrix
    /// The most peers, users, resources and contributions that are named.
    private let most: Int

    package init(_ model: FittedModel, naming most: Int = 5) {
        self.model = model
        self.most = most
        byResource = model.matrix.counts.transposed()
    }

    /// - Parameter isCancelled: asked as scoring asks.
    /// - Throws: what scoring throws; `CancellationError` once cancelled.
    package func explanation(
        of access: AccessEvent, isCancelled: @Sendable () -> Bool = { false }
    ) throws -> Explanation {
        try explanation(
            tenant: access.tenant, user: access.user.name, resource: access.resource.name,
            score: model.scores(of: [access], isCancelled: isCancelled)[0])
    }

    private func explanation(
        tenant: String, user: String, resource: String, score: AnomalyScore
    ) throws -> Explanation {
        let counts = model.matrix.counts
        let row = model.matrix.users.index(of: TenantName(tenant: tenant, name: user)).map { Int($0) }
        let column = model.matrix.resources.index(of: TenantName(tenant: tenant, name: resource)).map { Int($0) }
        let ofUser = row.map { counts.range(ofRow: $0) } ?? 0..<0
        let ofResource = column.map { byResource.range(ofRow: $0) } ?? 0..<0
        return Explanation(
            tenant: tenant, user: user, resource: resource, isUserKnown: row != nil, isResourceKnown: column != nil,
            score: score,
            accesses: ofUser.first { Int(counts.columnIndices[$0]) == column }.map { Double(counts.values[$0]) } ?? 0,
            peers: row.map { peers(of: $0, usingResource: column) } ?? [],
            usualUsers: uses(in: byResource, ofResource) { model.matrix.users[$0].name },
            userCount: ofResource.count,
            usualResources: uses(in: counts, ofUser) { model.matrix.resources[$0].name },
            resourceCount: ofUser.count,
            contributions: try row.flatMap { row in try column.map { try contributions(row, $0) } } ?? [])
    }

    /// Complexity: O(the accesses of all who share a resource with the user).
    func peers(of user: Int, usingResource resource: Int?) -> [Explanation.Peer] {
        let counts = model.matrix.counts, own = counts.range(ofRow: user)
        var shared = [Int](repeating: 0, count: counts.rows)
        for entry in own {
            for other in byResource.range(ofRow: Int(counts.columnIndices[entry])) {
                shared[Int(byResource.columnIndices[other])] += 1
            }
        }
        shared[user] = 0
        let similar = shared.indices.lazy.filter { shared[$0] > 0 }.map { other in
            let size = Double(own.count) * Double(counts.range(ofRow: other).count)
            return (user: other, similarity: Double(shared[other]) / size.squareRoot())
        }
        return similar.sorted { ($1.similarity, $0.user) < ($0.similarity, $1.user) }.prefix(most).map { peer in
            Explanation.Peer(
                user: model.matrix.users[peer.user].name, similarity: peer.similarity,
                usesResource: resource.map { counts.contains(row: peer.user, column: $0) } ?? false)
        }
    }

    /// The entries of a row with the most accesses.
    private func uses(
        in matrix: SparseMatrix, _ entries: Range<Int>, name: (Int) -> String
    ) -> [Explanation.Use] {
        entries.sorted { (matrix.values[$1], $0) < (matrix.values[$0], $1) }.prefix(most).map { entry in
            Explanation.Use(
                name: name(Int(matrix.columnIndices[entry])), accesses: Double(matrix.values[entry]))
        }
    }

    private func contributions(_ user: Int, _ resource: Int) throws -> [Explanation.Reason] {
        guard let detector = model.detector.underlying as? any ExplainingByContribution else { return [] }
        return try detector.contributions(user: Int32(user), resource: Int32(resource))
            .sorted { (abs($1.amount), $0.resource) < (abs($0.amount), $1.resource) }.prefix(most).map {
                Explanation.Reason(resource: model.matrix.resources[Int($0.resource)].name, contribution: $0.amount)
            }
    }
}
