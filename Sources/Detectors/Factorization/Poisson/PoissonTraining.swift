import Foundation
import Interactions
import LinearAlgebra
import Statistics

/// Hierarchical Poisson factorisation under way; a step is a sweep.
public struct PoissonTraining: DetectorTraining {
    private let detector: PoissonFactorization
    private let matrix: InteractionMatrix
    private let byResource: SparseMatrix
    private let context: FitContext
    private(set) var users: GammaFactors
    private(set) var resources: GammaFactors
    /// The evidence bound of each tenant after its last sweep; empty before the first.
    private(set) var bounds: [Double] = []
    private var converged: [Bool]
    public private(set) var steps = 0

    init(_ detector: PoissonFactorization, _ matrix: InteractionMatrix, _ context: FitContext) {
        self.detector = detector
        self.matrix = matrix
        self.context = context
        byResource = matrix.counts.transposed()
        converged = matrix.tenants.map { _ in false }
        let prior = detector.prior
        users = GammaFactors(
            rows: matrix.users.count, prior: prior,
            shapes: Array(repeating: prior.shape, count: matrix.users.count * prior.rank))
        resources = detector.initialResources(for: matrix, context)
    }

    public var isFinished: Bool { steps >= detector.sweeps || converged.allSatisfy { $0 } }

    public mutating func advance() throws {
        var bounds = bounds.isEmpty ? matrix.tenants.map { _ in -Double.infinity } : bounds
        for (index, tenant) in matrix.tenants.enumerated() where !converged[index] {
            try context.checkCancellation()
            users.update(
                rows: tenant.users, given: resources, rows: tenant.resources, observations: matrix.counts,
                isBinary: detector.isBinary, context.workers, unless: context.isCancelled)
            try context.checkCancellation()
            resources.update(
                rows: tenant.resources, given: users, rows: tenant.users, observations: byResource,
                isBinary: detector.isBinary, context.workers, unless: context.isCancelled)
            try context.checkCancellation()
            let bound = evidenceBound(of: tenant)
            try context.checkCancellation()
            guard bound.isFinite else {
                throw DetectorError("the Poisson rates overflow; use binary values or a prior nearer to its default")
            }
            converged[index] = bound - bounds[index] < detector.tolerance * abs(bound)
            bounds[index] = bound
        }
        self.bounds = bounds
        steps += 1
    }

    /// The negative evidence bound, over all tenants.
    public func objective() -> Double? {
        bounds.isEmpty ? nil : -bounds.reduce(0, +)
    }

    public func fitted() throws -> any FittedDetector {
        let rank = detector.prior.rank
        func tensor(_ elements: [Double]) -> Matrix<Float> {
            Matrix(rows: elements.count / rank, columns: rank, elements: elements.map { Float($0) })
        }
        return try PoissonModel(
            [
                "user_shapes": tensor(users.shapes), "user_rates": tensor(users.rates),
                "resource_shapes": tensor(resources.shapes), "resource_rates": tensor(resources.rates),
            ], rank: rank, score: detector.score, for: matrix)
    }

    /// The evidence lower bound of one tenant, with the optimal proportions φ of the counts. They drop out: an observed
    /// count y brings y · log Σₖ exp(E[log θᵤₖ] + E[log βᵢₖ]) − log y!. Once the fit is cancelled, it means nothing.
    func evidenceBound(of tenant: InteractionMatrix.Tenant) -> Double {
        // One number for each row, so that the sum does not depend on which worker computed which.
        var ofUser = [Double](repeating: 0, count: tenant.users.count)
        var ofResource = [Double](repeating: 0, count: tenant.resources.count)
        ofUser.withUnsafeMutableBufferPointer { target in
            nonisolated(unsafe) let target = target
            context.workers.forEachChunk(of: target.count, size: 64, unless: context.isCancelled) { chunk in
                for row in chunk {
                    let user = tenant.users.lowerBound + row
                    target[row] = users.evidence(ofRow: user) + likelihood(ofUser: user)
                }
            }
        }
        ofResource.withUnsafeMutableBufferPointer { target in
            nonisolated(unsafe) let target = target
            context.workers.forEachChunk(of: target.count, size: 64) { chunk in
                for row in chunk { target[row] = resources.evidence(ofRow: tenant.resources.lowerBound + row) }
            }
        }
        let expected = zip(users.sumsOfMeans(ofRows: tenant.users), resources.sumsOfMeans(ofRows: tenant.resources))
            .reduce(0) { $0 + $1.0 * $1.1 }
        return ofUser.reduce(0, +) + ofResource.reduce(0, +) - expected
    }

    private func likelihood(ofUser user: Int) -> Double {
        let rank = detector.prior.rank
        var sum = 0.0
        for entry in matrix.counts.range(ofRow: user) {
            let resource = Int(matrix.counts.columnIndices[entry])
            var total = 0.0
            for factor in 0..<rank {
                total += users.geometricMeans[user * rank + factor] * resources.geometricMeans[resource * rank + factor]
            }
            let count = detector.isBinary ? 1 : Double(matrix.counts.values[entry])
            sum += count * log(total) - GammaFunction.logarithm(count + 1)
        }
        return sum
    }
}
