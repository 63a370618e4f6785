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
    package static let foldsIn = true

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

    private var system: EASESystem { EASESystem(regularization: regularization, degreeExponent: degreeExponent) }

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
                } : nil, EASERegressions(system, matrix, byResource))
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
        let byResource = matrix.counts.transposed()
        return EASEModel(
            matrix, byResource,
            resourceWeights: side.includesResources ? try weights(EASEModel.resourceName, \.resources) : nil,
            userWeights: side.includesUsers ? try weights(EASEModel.userName, \.users) : nil,
            EASERegressions(system, matrix, byResource))
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
        let inverse = try system.inverse(of: pairs.block(rows: rows, columns: columns), context)
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
}
