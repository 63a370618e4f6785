import Concurrency
import Foundation
package import Interactions
package import LinearAlgebra
package import Parameters

/// Embarrassingly shallow autoencoder: every resource predicted from the user's other resources by one linear model, in
/// closed form.
///
/// With the binary matrix X of users and resources and P = (XᵀWX + λI)⁻¹, the weights with a diagonal of 0 that minimise
/// Σ w(u) |xᵤ − xᵤB|² + λ|B|² are B = I − P · diag(P)⁻¹ (Steck, "Embarrassingly shallow autoencoders for sparse data",
/// WWW 2019, equation 8; there w = 1). Here W weights a user by w(u) = d(u)^−γ. The anomaly score is minus the
/// prediction xᵤ · B[:, i]; a pair that was seen is predicted from the user's other resources alone. With `side` `users`
/// the roles are exchanged: each user is predicted from the other users of the resource; `both` adds the two
/// predictions.
///
/// Each tenant has weights of its own.
///
/// It wins where there are more accesses than resources, often over far more elaborate models, as it can also learn that
/// one resource speaks against another. It fails where resources outnumber what is known of them, unless λ is large, and
/// does not scale to tens of thousands of them.
///
/// Complexity: O(resources³) in Double and 12 · resources² bytes at the peak for each tenant; O(d(u)) for each pair. A fit
/// cannot be cancelled while a tenant's system is inverted: of the order of a second for 3,000 resources, of minutes for
/// 20,000, which is the most that it takes.
package struct EASE: Detector {
    package static let id = "ease"
    package static let summary = "A linear autoencoder with a zero diagonal, in closed form."
    package static let traits: DetectorTraits = [.keepsResourcePairs]

    /// What is predicted from its like.
    enum Side: String, ParameterChoice {
        case resources, users, both

        var includesResources: Bool {
            switch self {
            case .resources, .both: true
            case .users: false
            }
        }

        var includesUsers: Bool {
            switch self {
            case .users, .both: true
            case .resources: false
            }
        }
    }

    static let regularization = Parameter<Double>(
        "regularization", in: 1e-3...1e9, standard: 100, simpler: .higher, tuned: [1000, 100, 10, 1],
        "λ, the weight of the squared weights.")
    static let side = Parameter<Side>(
        "side", standard: .resources, tuned: [.resources, .users, .both],
        "What is predicted from its like: a resource, a user, or each in turn with the predictions added.")
    static let degreeExponent = Parameter<Double>(
        "degree_exponent", in: 0...2, standard: 0, simpler: .lower, tuned: [0, 1],
        "γ: in the fit a user (or resource) of degree d counts d to the power −γ.")

    package static let parameters: ParameterList = [regularization, side, degreeExponent]

    /// The most resources or users of a tenant for which weights are made: those of this many take 1.6 GB, and making
    /// them takes 4.8 GB.
    static let largest = 20_000

    let regularization: Double
    let side: Side
    let degreeExponent: Double

    package init(_ parameters: ParameterSet) {
        regularization = parameters[Self.regularization]
        side = parameters[Self.side]
        degreeExponent = parameters[Self.degreeExponent]
    }

    package func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        let byResource = matrix.counts.transposed()
        return EASEModel(
            matrix, byResource,
            resourceWeights: side.includesResources
                ? try matrix.tenants.map {
                    try weights(matrix.counts, rows: $0.users, columns: $0.resources, "resources", $0.name, context)
                } : nil,
            userWeights: side.includesUsers
                ? try matrix.tenants.map {
                    try weights(byResource, rows: $0.resources, columns: $0.users, "users", $0.name, context)
                } : nil)
    }

    package func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        func weights(_ name: (Int) -> String, _ side: (InteractionMatrix.Tenant) -> Range<Int>) throws -> [Matrix<
            Float
        >] {
            try matrix.tenants.enumerated().map { number, tenant in
                try tensors.matrix(name(number), rows: side(tenant).count, columns: side(tenant).count)
            }
        }
        return EASEModel(
            matrix, matrix.counts.transposed(),
            resourceWeights: side.includesResources ? try weights(EASEModel.resourceName, \.resources) : nil,
            userWeights: side.includesUsers ? try weights(EASEModel.userName, \.users) : nil)
    }

    /// Bᵀ of one tenant: a row for each column of the pairs, with the weights that predict it from the others.
    private func weights(
        _ pairs: SparseMatrix, rows: Range<Int>, columns: Range<Int>, _ side: String, _ tenant: String,
        _ context: FitContext
    ) throws -> Matrix<Float> {
        try context.checkCancellation()
        let order = columns.count
        guard order <= Self.largest else {
            let others = side == "users" ? "resources" : "users"
            throw DetectorError(
                "the tenant '\(tenant)' has \(order) \(side), too many for weights between each two of them (at most "
                    + "\(Self.largest)); predict from \(others) by setting side, filter the log, or take als-implicit")
        }
        let inverse = try inverse(pairs.block(rows: rows, columns: columns), context)
        var weights = Matrix<Float>(rows: order, columns: order)
        weights.elements.withUnsafeMutableBufferPointer { target in
            nonisolated(unsafe) let target = target
            context.workers.forEachChunk(of: order, size: 64, unless: context.isCancelled) { chunk in
                for column in chunk {
                    let diagonal = inverse[column, column]
                    for row in 0..<order where row != column {
                        target[column * order + row] = Float(-inverse[column, row] / diagonal)
                    }
                }
            }
        }
        try context.checkCancellation()
        return weights
    }

    /// P, in Double: the Gram matrix of a popular column and of a rare one differ by many orders of magnitude.
    private func inverse(_ pairs: SparseMatrix, _ context: FitContext) throws -> Matrix<Double> {
        let order = pairs.columns, byColumn = pairs.transposed()
        let rowWeights = pairs.rowDegrees.map { pow(Double($0), -degreeExponent) }
        var system = Matrix<Double>(rows: order, columns: order)
        system.elements.withUnsafeMutableBufferPointer { target in
            nonisolated(unsafe) let target = target
            context.workers.forEachChunk(of: order, size: 64, unless: context.isCancelled) { chunk in
                for column in chunk {
                    for position in byColumn.range(ofRow: column) {
                        let row = Int(byColumn.columnIndices[position])
                        for entry in pairs.range(ofRow: row) {
                            target[column * order + Int(pairs.columnIndices[entry])] += rowWeights[row]
                        }
                    }
                    target[column * order + column] += regularization
                }
            }
        }
        try context.checkCancellation()
        guard system.invertPositiveDefinite() else {
            throw DetectorError("the normal equations are singular; raise regularization")
        }
        try context.checkCancellation()
        return system
    }
}

private struct EASEModel: FittedDetector {
    private let byUser: SparseMatrix
    private let byResource: SparseMatrix
    private let tenants: [InteractionMatrix.Tenant]
    /// The number of each user's tenant.
    private let tenantOfUser: [Int]
    /// Bᵀ of each tenant; nil where that side is not used.
    private let resourceWeights: [Matrix<Float>]?
    private let userWeights: [Matrix<Float>]?

    static func resourceName(_ tenant: Int) -> String { "resource_weights_\(tenant)" }
    static func userName(_ tenant: Int) -> String { "user_weights_\(tenant)" }

    init(
        _ matrix: InteractionMatrix, _ byResource: SparseMatrix, resourceWeights: [Matrix<Float>]?,
        userWeights: [Matrix<Float>]?
    ) {
        byUser = matrix.counts
        self.byResource = byResource
        tenants = matrix.tenants
        tenantOfUser = matrix.tenants.enumerated().flatMap { Array(repeating: $0, count: $1.users.count) }
        self.resourceWeights = resourceWeights
        self.userWeights = userWeights
    }

    func scores(users: [Int32], resources: [Int32]) -> [Double] {
        zip(users, resources).map { user, resource in
            let user = Int(user), resource = Int(resource), number = tenantOfUser[user], tenant = tenants[number]
            var prediction = 0.0
            if let weights = resourceWeights?[number] {
                prediction += Self.sum(
                    weights, row: resource - tenant.resources.lowerBound, over: byUser, row: user,
                    from: tenant.resources.lowerBound)
            }
            if let weights = userWeights?[number] {
                prediction += Self.sum(
                    weights, row: user - tenant.users.lowerBound, over: byResource, row: resource,
                    from: tenant.users.lowerBound)
            }
            return -prediction
        }
    }

    /// The sum of a row of weights over the columns that a row of pairs has.
    private static func sum(
        _ weights: Matrix<Float>, row: Int, over pairs: SparseMatrix, row pairRow: Int, from first: Int
    ) -> Double {
        var sum = 0.0
        for position in pairs.range(ofRow: pairRow) {
            sum += Double(weights[row, Int(pairs.columnIndices[position]) - first])
        }
        return sum
    }

    var tensors: [String: Matrix<Float>] {
        var tensors: [String: Matrix<Float>] = [:]
        for (number, weights) in (resourceWeights ?? []).enumerated() { tensors[Self.resourceName(number)] = weights }
        for (number, weights) in (userWeights ?? []).enumerated() { tensors[Self.userName(number)] = weights }
        return tensors
    }
}
