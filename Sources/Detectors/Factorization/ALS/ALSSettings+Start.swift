import AccessLogs
import Interactions
import LinearAlgebra
import Statistics

extension ALSSettings {
    private static let powerIterations = 1
    private static let oversampling = 10
    /// A singular value this small beside the largest is a rounding error.
    private static let negligible = 1e-6

    /// Resource factors, and user factors of zero: a sweep solves the users first. They depend neither on λ nor on the
    /// confidences.
    ///
    /// - Throws: ``DetectorError`` where the singular values are not to be found, and `CancellationError`.
    func start(
        for matrix: InteractionMatrix, _ loss: ALSLoss, _ seed: Seed, _ context: FitContext
    ) throws -> FactorModel {
        var factors = randomFactors(for: matrix, seed)
        if start == .svd {
            for block in ALSBlock.blocks(of: matrix, isJoint: isJoint) where !block.users.isEmpty {
                try insertSingularVectors(of: block, in: matrix, loss, seed.derived("svd"), context, into: &factors)
            }
        }
        if isNonNegative { factors.elements = factors.elements.map(abs) }
        return FactorModel(userFactors: Matrix(rows: matrix.users.count, columns: rank), resourceFactors: factors)
    }

    /// Each tenant has a stream of its own, so that its factors do not depend on the other tenants.
    private func randomFactors(for matrix: InteractionMatrix, _ seed: Seed) -> Matrix<Float> {
        let deviation = 0.1 / Double(rank).squareRoot()
        var factors = Matrix<Float>(rows: matrix.resources.count, columns: rank)
        for tenant in matrix.tenants {
            let random = RandomStream(seed: seed.derived(tenant.name))
            for element in tenant.resources.lowerBound * rank..<tenant.resources.upperBound * rank {
                factors.elements[element] = Float(random.gaussian(standardDeviation: deviation))
            }
        }
        return factors
    }

    private func insertSingularVectors(
        of block: ALSBlock, in matrix: InteractionMatrix, _ loss: ALSLoss, _ seed: Seed, _ context: FitContext,
        into factors: inout Matrix<Float>
    ) throws {
        let wanted = block.predictions(in: matrix, loss, values), smaller = min(wanted.rows, wanted.columns)
        let width = min(rank + Self.oversampling, smaller)
        let random = RandomStream(seed: seed.derived(matrix.users[block.users.lowerBound].tenant))
        let test = Matrix<Double>(
            rows: wanted.columns, columns: width,
            elements: (0..<wanted.columns * width).map { _ in random.gaussian() })
        guard
            let svd = try wanted.truncatedSVD(
                rank: min(rank, smaller), start: test, iterations: Self.powerIterations,
                workers: context.workers, willContinue: context.checkCancellation)
        else { throw DetectorError("the singular value decomposition failed; start from random factors") }
        for (component, value) in svd.values.enumerated() where value > Self.negligible * (svd.values.first ?? 0) {
            let scale = value.squareRoot()
            for (index, resource) in block.resources.enumerated() {
                factors[resource, component] = Float(scale * svd.right[index, component])
            }
        }
    }
}

extension ALSBlock {
    /// The matrix of what the loss wants the observed pairs of these users and resources to be predicted as.
    fileprivate func predictions(
        in matrix: InteractionMatrix, _ loss: ALSLoss, _ values: ObservedValues
    ) -> SparseMatrix {
        let pairs = matrix.counts.block(rows: users, columns: resources)
        let predictions = users.flatMap { user in
            matrix.counts.range(ofRow: user).map { entry in
                Float(loss.prediction(of: values.value(ofEntry: entry, ofUser: user, in: matrix, among: counts)))
            }
        }
        return SparseMatrix(
            rows: pairs.rows, columns: pairs.columns, rowOffsets: pairs.rowOffsets,
            columnIndices: pairs.columnIndices, values: predictions)
    }
}
