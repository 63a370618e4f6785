public import Interactions
public import LinearAlgebra
public import Parameters
import Statistics

/// Matrix factorisation for implicit feedback by alternating least squares, solved exactly.
///
/// Minimises Σ over all users u and resources i of c(u,i) · (p(u,i) − xᵤ·yᵢ)² + λ (Σ|xᵤ|² + Σ|yᵢ|²), where p is 1 for
/// observed pairs and 0 for all others, and the confidence c is 1 + α·r for observed pairs and 1 for all others
/// (Hu, Koren and Volinsky, "Collaborative filtering for implicit feedback datasets", ICDM 2008, equations 3 and 4;
/// the regularisation is on the plain squared norms). The anomaly score is −xᵤ·yᵢ: accesses that the factors do not
/// predict are unusual.
///
/// Each tenant is factorised by itself, so that no tenant influences another.
///
/// Complexity of a sweep: O(pairs · rank² + (users + resources) · rank³).
public struct ALSImplicit: Detector {
    public static let id = "als-implicit"
    public static let summary = "Implicit-feedback matrix factorisation by alternating least squares."
    public static let structure: LatentStructure? = .factors
    public static let parameters = [
        ParameterDescription(
            "rank", .integer(1...512), default: .integer(16), simpler: .lower,
            tuned: [.integer(4), .integer(8), .integer(16), .integer(32)], "Number of latent factors."),
        ParameterDescription(
            "regularization", .real(0...1e9), default: .real(10), simpler: .higher,
            tuned: [.real(50), .real(10), .real(1), .real(0.1)], "λ, the weight of the factors' squared norms."),
        ParameterDescription(
            "alpha", .real(0...1e6), default: .real(10), simpler: .lower,
            tuned: [.real(0), .real(9), .real(40)], "α of the confidence 1 + α·r of an observed pair."),
        ParameterDescription(
            "values", .choice(["counts", "binary"]), default: .string("binary"),
            "What r is: the number of accesses, or 1 for every observed pair."),
        ParameterDescription(
            "sweeps", .integer(1...10_000), default: .integer(15), simpler: .lower,
            "Number of sweeps; a sweep solves all users, then all resources."),
        ParameterDescription(
            "seed", .integer(0...Int.max), default: .integer(0), "Seed of the initial factors, beside the study's own."),
    ]

    let rank: Int
    let regularization: Float
    let alpha: Float
    let isBinary: Bool
    let sweeps: Int
    let seed: Int

    public init(_ parameters: ParameterSet) {
        rank = parameters.integer("rank")
        regularization = Float(parameters.real("regularization"))
        alpha = Float(parameters.real("alpha"))
        isBinary = parameters.choice("values") == "binary"
        sweeps = parameters.integer("sweeps")
        seed = parameters.integer("seed")
    }

    public func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        let byUser = matrix.counts, byResource = matrix.counts.transposed()
        var userFactors = Matrix<Float>(rows: byUser.rows, columns: rank)
        var resourceFactors = initialFactors(for: matrix, context)
        for _ in 0..<sweeps {
            for tenant in matrix.tenants {
                try context.checkCancellation()
                try solve(
                    &userFactors, rows: tenant.users, given: resourceFactors, rows: tenant.resources,
                    observations: byUser, context.workers)
                try context.checkCancellation()
                try solve(
                    &resourceFactors, rows: tenant.resources, given: userFactors, rows: tenant.users,
                    observations: byResource, context.workers)
            }
        }
        guard userFactors.elements.allSatisfy(\.isFinite), resourceFactors.elements.allSatisfy(\.isFinite) else {
            throw DetectorError("the factors overflow; lower alpha or use binary values")
        }
        return FactorModel(userFactors: userFactors, resourceFactors: resourceFactors)
    }

    public func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        try FactorModel(tensors, rank: rank, for: matrix)
    }

    /// Small random resource factors: a start from zero would stay there. Each tenant has a stream of its own, so that
    /// they do not depend on the other tenants.
    func initialFactors(for matrix: InteractionMatrix, _ context: FitContext) -> Matrix<Float> {
        let deviation = 0.1 / Double(rank).squareRoot()
        var factors = Matrix<Float>(rows: matrix.resources.count, columns: rank)
        for tenant in matrix.tenants {
            let seed = context.seed.derived("als-implicit factors", seed).derived(tenant.name)
            let random = RandomStream(seed: seed)
            for element in tenant.resources.lowerBound * rank..<tenant.resources.upperBound * rank {
                factors.elements[element] = Float(random.gaussian(standardDeviation: deviation))
            }
        }
        return factors
    }

    /// Solves the rows of one side exactly while the other side is fixed: for each row
    /// (YᵀY + λI + Σ α·r·y·yᵀ) x = Σ (1 + α·r)·y, the sums being over the row's observed pairs.
    private func solve(
        _ factors: inout Matrix<Float>, rows: Range<Int>, given fixed: Matrix<Float>, rows fixedRows: Range<Int>,
        observations: SparseMatrix, _ workers: Workers
    ) throws {
        let gram = fixed.gram(ofRows: fixedRows)
        let rank = rank, regularization = regularization, alpha = alpha, isBinary = isBinary
        let succeeded = factors.elements.withUnsafeMutableBufferPointer { target in
            nonisolated(unsafe) let target = target
            return workers.allSucceed(of: rows.count, size: 128) { chunk in
                let system = PositiveDefiniteSystem(order: rank)
                let longest = chunk.map { observations.range(ofRow: rows.lowerBound + $0).count }.max() ?? 0
                return withUnsafeTemporaryAllocation(of: Float.self, capacity: max(1, longest * rank)) { gathered in
                    for row in chunk.lazy.map({ rows.lowerBound + $0 }) {
                        let entries = observations.range(ofRow: row)
                        gram.elements.withUnsafeBufferPointer { base in
                            if let base = base.baseAddress { system.reset(to: base, diagonal: regularization) }
                        }
                        for (place, entry) in entries.enumerated() {
                            let excess = alpha * (isBinary ? 1 : observations.values[entry])
                            let scale = excess.squareRoot()
                            let source = Int(observations.columnIndices[entry]) * rank
                            for factor in 0..<rank {
                                let value = fixed.elements[source + factor]
                                gathered[place * rank + factor] = scale * value
                                system.vector[factor] += (1 + excess) * value
                            }
                        }
                        if alpha > 0, let base = gathered.baseAddress { system.addGram(of: base, count: entries.count) }
                        guard system.solve() else { return false }
                        for factor in 0..<rank { target[row * rank + factor] = system.vector[factor] }
                    }
                    return true
                }
            }
        }
        guard succeeded else {
            throw DetectorError("the normal equations are singular; raise regularization or lower the rank")
        }
    }
}
