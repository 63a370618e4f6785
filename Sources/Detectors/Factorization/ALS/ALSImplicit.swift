package import Interactions
package import LinearAlgebra
package import Parameters
import Statistics

/// Matrix factorisation for implicit feedback by alternating least squares.
///
/// Minimises Σ over observed pairs of c(u,i) · (1 − xᵤ·yᵢ)² + w₀ Σ over all other pairs of (xᵤ·yᵢ)²
/// + Σ λᵤ|xᵤ|² + Σ λᵢ|yᵢ|², with the confidence c = 1 + α·r of an observed pair (Hu, Koren and Volinsky,
/// "Collaborative filtering for implicit feedback datasets", ICDM 2008, equations 3 and 4, for w₀ = 1) and the weights
/// λᵤ = λ·(observed pairs of u + w₀ · resources)^ν, λᵢ likewise (Rendle et al., arXiv 2110.14037, 2021; their exponent ν
/// is `regularization_exponent`, and 0 is the plain squared norm). The anomaly score is −xᵤ·yᵢ: accesses that the
/// factors do not predict are unusual.
///
/// Each tenant is factorised by itself, so that no tenant influences another, unless `joint` asks for one
/// factorisation of all.
///
/// Complexity of a sweep over n pairs of m users and resources with the rank k: O(n·k·steps + m·k²) by conjugate
/// gradients, O(n·k·min(k, entries of a row) + m·k²) by Cholesky's factorisation, O(n·k·block + m·k²) by block
/// coordinate descent.
///
/// It wins where groups of users share groups of resources. It fails on resources and users with few accesses, which
/// regularisation draws to zero and so to high scores, and where w₀·resources outweighs a user's few observations.
package struct ALSImplicit: PathDetector {
    package static let id = "als-implicit"
    package static let summary = "Implicit-feedback matrix factorisation by alternating least squares."
    package static let structure: LatentStructure? = .factors
    package static let foldsIn = true

    static let regularization = Parameter<Double>(
        "regularization", in: 0...1e9, standard: 10, simpler: .higher, tuned: [50, 10, 1, 0.1],
        "λ, the weight of the factors' squared norms.")
    static let alpha = Parameter<Double>(
        "alpha", in: 0...1e6, standard: 10, simpler: .lower, tuned: [0, 9, 40],
        "α of the confidence 1 + α·r of an observed pair.")
    static let unobservedWeight = Parameter<Double>(
        "unobserved_weight", in: 0...1, standard: 1, "w₀, the confidence of an unobserved pair.")

    package static let parameters: ParameterList =
        [ALSSettings.rank, regularization, ALSSettings.exponent, alpha, unobservedWeight]
        + ObservedValues.parameters + [ALSSettings.sweeps] + ALSSettings.computation

    let settings: ALSSettings
    /// α.
    let alpha: Double
    /// w₀.
    let unobservedWeight: Double

    package init(_ parameters: ParameterSet) {
        settings = ALSSettings(parameters, regularization: Self.regularization)
        alpha = parameters[Self.alpha]
        unobservedWeight = parameters[Self.unobservedWeight]
    }

    private var loss: ALSLoss { .implicit(alpha: alpha, unobservedWeight: unobservedWeight) }

    package func training(on matrix: InteractionMatrix, _ context: FitContext) throws -> ALSTraining {
        let start = try start(for: matrix, context)
        return try ALSTraining(matrix, loss, settings, start: start, seed: seed(context), context)
    }

    /// A training that begins from the tensors of an earlier one on the same matrix.
    ///
    /// - Throws: ``DetectorError`` where the tensors are missing or do not have the shapes that the matrix demands.
    package func training(
        on matrix: InteractionMatrix, _ context: FitContext, from factors: [String: Matrix<Float>]
    ) throws -> ALSTraining {
        let start = try FactorModel(factors, rank: settings.rank, for: matrix)
        return try ALSTraining(matrix, loss, settings, start: start, seed: seed(context), context)
    }

    package static var stepsParameter: Parameter<Int> { ALSSettings.sweeps }
    package static var pathParameter: Parameter<Double> { regularization }

    package func training(after previous: ALSTraining) -> ALSTraining {
        ALSTraining(after: previous, settings)
    }

    package func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        model(try FactorModel(tensors, rank: settings.rank, for: matrix), of: matrix)
    }

    /// A model of some factors.
    func model(_ factors: FactorModel, of matrix: InteractionMatrix) -> ALSModel {
        ALSModel(factors, of: matrix, loss, settings)
    }

    /// The resource factors before the first sweep; they depend neither on α nor on λ.
    package func initialFactors(for matrix: InteractionMatrix, _ context: FitContext) throws -> Matrix<Float> {
        try start(for: matrix, context).resourceFactors
    }

    private func start(for matrix: InteractionMatrix, _ context: FitContext) throws -> FactorModel {
        try settings.start(for: matrix, loss, seed(context), context)
    }

    private func seed(_ context: FitContext) -> Seed {
        context.seed.derived("als-implicit factors", settings.seed)
    }
}
