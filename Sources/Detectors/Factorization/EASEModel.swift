import Foundation
import Interactions
import LinearAlgebra
import Statistics
import Synchronization

/// What a linear autoencoder learned: the weights that predict a resource from the others, a user from the others, or both.
///
/// A newcomer among those that are predicted from is easily added: a new user is predicted from the resources that it has.
/// One of the side that is predicted gets weights of its own, those of the regression of its accesses on all others of its
/// side, b = PXᵀWx. Trained with the newcomer its weights would be the same, as the others' do not depend on it but by
/// the degrees that `degree_exponent` asks for, which stay as they were. P is computed when first asked for.
struct EASEModel: FoldingIn {
    private let byUser: SparseMatrix
    private let byResource: SparseMatrix
    private let tenants: [InteractionMatrix.Tenant]
    private let tenantOfUser: [Int32]
    private let tenantOfResource: [Int32]
    /// Bᵀ of each tenant; nil where that side is not used.
    private let resourceWeights: [Matrix<Float>]?
    private let userWeights: [Matrix<Float>]?
    private let regressions: EASERegressions

    static func resourceName(_ tenant: Int) -> String { "resource_weights_\(tenant)" }
    static func userName(_ tenant: Int) -> String { "user_weights_\(tenant)" }

    init(
        _ matrix: InteractionMatrix, _ byResource: SparseMatrix, resourceWeights: [Matrix<Float>]?,
        userWeights: [Matrix<Float>]?, _ regressions: EASERegressions
    ) {
        byUser = matrix.counts
        self.byResource = byResource
        tenants = matrix.tenants
        tenantOfUser = matrix.tenantOfUser
        tenantOfResource = matrix.tenantOfResource
        self.resourceWeights = resourceWeights
        self.userWeights = userWeights
        self.regressions = regressions
    }

    func scores(users: [Int32], resources: [Int32]) -> [Double] {
        zip(users, resources).map { user, resource in
            let user = Int(user), resource = Int(resource), number = Int(tenantOfUser[user])
            let tenant = tenants[number]
            var prediction = 0.0
            if let weights = resourceWeights?[number] {
                prediction += Self.sum(
                    weights, row: resource - tenant.resources.lowerBound, over: columns(of: user, in: byUser),
                    from: tenant.resources.lowerBound)
            }
            if let weights = userWeights?[number] {
                prediction += Self.sum(
                    weights, row: user - tenant.users.lowerBound, over: columns(of: resource, in: byResource),
                    from: tenant.users.lowerBound)
            }
            return -prediction
        }
    }

    private func columns(of row: Int, in pairs: SparseMatrix) -> ArraySlice<Int32> {
        pairs.columnIndices[pairs.range(ofRow: row)]
    }

    /// The sum of a row of weights over some columns.
    private static func sum(
        _ weights: Matrix<Float>, row: Int, over columns: some Sequence<Int32>, from first: Int
    ) -> Double {
        var sum = 0.0
        for column in columns { sum += Double(weights[row, Int(column) - first]) }
        return sum
    }

    func scores(ofNewUser accesses: [(resource: Int32, count: Float)], for resources: [Int32]) throws -> [Double] {
        guard let first = accesses.first else { return resources.map { _ in 0 } }
        let number = Int(tenantOfResource[Int(first.resource)]), tenant = tenants[number]
        return try scores(
            of: accesses.map(\.resource), for: resources, weights: resourceWeights?[number],
            from: tenant.resources.lowerBound,
            predictingUnits: userWeights == nil ? nil : (number, .users, byResource, tenant.users.lowerBound))
    }

    func scores(ofNewResource accesses: [(user: Int32, count: Float)], for users: [Int32]) throws -> [Double] {
        guard let first = accesses.first else { return users.map { _ in 0 } }
        let number = Int(tenantOfUser[Int(first.user)]), tenant = tenants[number]
        return try scores(
            of: accesses.map(\.user), for: users, weights: userWeights?[number], from: tenant.users.lowerBound,
            predictingUnits: resourceWeights == nil
                ? nil : (number, .resources, byUser, tenant.resources.lowerBound))
    }

    /// - Parameters:
    ///   - own: what the newcomer has.
    ///   - weights: what predicts each of the targets from the newcomer's others, and the first of their columns.
    ///   - predictingUnits: where the newcomer itself is predicted from its like: its tenant, the side that it belongs to,
    ///     what each target has of that side, and the first of these.
    private func scores(
        of own: [Int32], for targets: [Int32], weights: Matrix<Float>?, from first: Int,
        predictingUnits: (tenant: Int, side: EASERegressions.Side, pairs: SparseMatrix, first: Int)?
    ) throws -> [Double] {
        var predictions = targets.map { target in
            weights.map { Self.sum($0, row: Int(target) - first, over: own, from: first) } ?? 0
        }
        if let units = predictingUnits {
            let weights = try regressions.weights(of: own, tenant: units.tenant, side: units.side, from: first)
            for (index, target) in targets.enumerated() {
                for column in columns(of: Int(target), in: units.pairs) {
                    predictions[index] += weights[Int(column) - units.first]
                }
            }
        }
        return predictions.map { -$0 }
    }

    func leaveOneOutScores(
        ofNewUser accesses: [(resource: Int32, count: Float)], isCancelled: () -> Bool
    ) throws -> [Double] {
        guard let first = accesses.first else { return [] }
        let number = Int(tenantOfResource[Int(first.resource)]), tenant = tenants[number]
        return try leaveOneOutScores(
            of: accesses.map(\.resource), weights: resourceWeights?[number], from: tenant.resources.lowerBound,
            predictingUnits: userWeights == nil ? nil : (number, .users, byResource, tenant.users.lowerBound),
            isCancelled)
    }

    func leaveOneOutScores(
        ofNewResource accesses: [(user: Int32, count: Float)], isCancelled: () -> Bool
    ) throws -> [Double] {
        guard let first = accesses.first else { return [] }
        let number = Int(tenantOfUser[Int(first.user)]), tenant = tenants[number]
        return try leaveOneOutScores(
            of: accesses.map(\.user), weights: userWeights?[number], from: tenant.users.lowerBound,
            predictingUnits: resourceWeights == nil
                ? nil : (number, .resources, byUser, tenant.resources.lowerBound),
            isCancelled)
    }

    /// The diagonal of the weights is zero, so that there an access does not predict itself; from the regression it is
    /// taken away: without the access of t it predicts x(t)·b − w(t)·x(t)ᵀPx(t).
    private func leaveOneOutScores(
        of own: [Int32], weights: Matrix<Float>?, from first: Int,
        predictingUnits units: (tenant: Int, side: EASERegressions.Side, pairs: SparseMatrix, first: Int)?,
        _ isCancelled: () -> Bool
    ) throws -> [Double] {
        let regression = try units.map {
            (
                units: $0,
                weights: try regressions.weights(of: own, tenant: $0.tenant, side: $0.side, from: first),
                inverse: try regressions.inverse(tenant: $0.tenant, side: $0.side)
            )
        }
        return try own.map { target in
            if isCancelled() { throw CancellationError() }
            var prediction = weights.map { Self.sum($0, row: Int(target) - first, over: own, from: first) } ?? 0
            if let (units, weights, inverse) = regression {
                let mine = columns(of: Int(target), in: units.pairs).map { Int($0) - units.first }
                let weight = regressions.rowWeight(Int(target) - first, tenant: units.tenant, side: units.side)
                for row in mine {
                    prediction += weights[row]
                    for column in mine { prediction -= weight * inverse[row, column] }
                }
            }
            return -prediction
        }
    }

    var tensors: [String: Matrix<Float>] {
        var tensors: [String: Matrix<Float>] = [:]
        for (number, weights) in (resourceWeights ?? []).enumerated() { tensors[Self.resourceName(number)] = weights }
        for (number, weights) in (userWeights ?? []).enumerated() { tensors[Self.userName(number)] = weights }
        return tensors
    }
}

/// Regressions of newcomers on all members of their side, which have P = (XᵀWX + λI)⁻¹ in common.
final class EASERegressions: Sendable {
    private let system: EASESystem
    private let matrix: InteractionMatrix
    private let byResource: SparseMatrix
    private let known = Mutex<[Place: Matrix<Double>]>([:])

    /// Whose members are predicted from each other.
    enum Side: Hashable, Sendable {
        case users, resources
    }

    private struct Place: Hashable {
        let tenant: Int
        let side: Side
    }

    init(_ system: EASESystem, _ matrix: InteractionMatrix, _ byResource: SparseMatrix) {
        self.system = system
        self.matrix = matrix
        self.byResource = byResource
    }

    /// The pairs of a tenant with a column for each member of a side.
    private func pairs(_ tenant: Int, _ side: EASERegressions.Side) -> SparseMatrix {
        let tenant = matrix.tenants[tenant]
        return side == .users
            ? byResource.block(rows: tenant.resources, columns: tenant.users)
            : matrix.counts.block(rows: tenant.users, columns: tenant.resources)
    }

    /// P of a tenant's side; computed once.
    ///
    /// - Throws: ``DetectorError`` where the normal equations are singular.
    func inverse(tenant: Int, side: EASERegressions.Side) throws -> Matrix<Double> {
        let place = Place(tenant: tenant, side: side)
        return try known.withLock { known in
            if let inverse = known[place] { return inverse }
            let inverse = try system.inverse(of: pairs(tenant, side), FitContext(seed: Seed(0)))
            known[place] = inverse
            return inverse
        }
    }

    /// The weight that a member of the other side has in the regressions.
    ///
    /// - Parameter row: its place in the tenant.
    func rowWeight(_ row: Int, tenant: Int, side: EASERegressions.Side) -> Double {
        let own = matrix.tenants[tenant]
        let degree =
            side == .users
            ? byResource.range(ofRow: own.resources.lowerBound + row).count
            : matrix.counts.range(ofRow: own.users.lowerBound + row).count
        return system.weight(ofDegree: degree)
    }

    /// The weights with which the members of a side predict a newcomer of it.
    ///
    /// - Parameters:
    ///   - own: what the newcomer has.
    ///   - first: the first member of the other side in the tenant.
    func weights(of own: [Int32], tenant: Int, side: EASERegressions.Side, from first: Int) throws -> [Double] {
        let inverse = try inverse(tenant: tenant, side: side), range = matrix.tenants[tenant]
        let pairs = side == .users ? byResource : matrix.counts
        let start = side == .users ? range.users.lowerBound : range.resources.lowerBound
        var right = [Double](repeating: 0, count: inverse.rows)
        for row in own {
            let weight = rowWeight(Int(row) - first, tenant: tenant, side: side)
            for position in pairs.range(ofRow: Int(row)) {
                right[Int(pairs.columnIndices[position]) - start] += weight
            }
        }
        var weights = [Double](repeating: 0, count: inverse.rows)
        for (column, value) in right.enumerated() where value != 0 {
            for row in weights.indices { weights[row] += value * inverse[column, row] }
        }
        return weights
    }
}
