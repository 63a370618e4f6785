package import Interactions
package import LinearAlgebra
package import Parameters
import Statistics

/// Matrix factorisation of observed values against sampled unobserved pairs, by alternating least squares.
///
/// Minimises Σ over observed pairs of (r(u,i) − xᵤ·yᵢ)² + Σ over sampled unobserved pairs of (ρ − xᵤ·yᵢ)²
/// + Σ λᵤ|xᵤ|² + Σ λᵢ|yᵢ|²: for each observed pair of a user, `negatives` unobserved pairs of the same user are drawn
/// without replacement and given the rating ρ, `negative_rating`. They are drawn once, so that the sweeps minimise one
/// objective. The weights are λᵤ = λ·(terms of u in the sums)^ν; with ν = 1 that is ALS-WR (Zhou, Wilkinson, Schreiber
/// and Pan, "Large-scale parallel collaborative filtering for the Netflix prize", AAIM 2008). The anomaly score is
/// −xᵤ·yᵢ.
///
/// With `values: rescaled`, `negatives: 2`, `negative_rating: 1` and `regularization_exponent: 1` it minimises what
/// Microsoft's CyberML does in its explicit mode, apart from how pairs are drawn.
///
/// Each tenant is factorised by itself unless `joint` asks for one factorisation of all.
///
/// Complexity of a sweep over n pairs with t = n·(1 + negatives) terms, m users and resources and the rank k:
/// O(t·k·steps + m·k) by conjugate gradients, O(t·k·min(k, terms of a row)) by Cholesky's factorisation.
///
/// It wins where the counts themselves tell usual from unusual accesses, and where unobserved pairs are too many to
/// weigh on each user alike. It fails where counts are heavy-tailed (few pairs then dominate the squared errors: use
/// `logarithm`), and its result depends on the sample where negatives are few.
package struct ALSExplicit: PathDetector {
    package static let id = "als-explicit"
    package static let summary =
        "Matrix factorisation of observed values and sampled unobserved pairs by alternating least squares."
    package static let structure: LatentStructure? = .factors
    package static let foldsIn = true

    static let regularization = Parameter<Double>(
        "regularization", in: 1e-6...1e9, standard: 1, simpler: .higher, tuned: [10, 1, 0.1],
        "λ, the weight of the factors' squared norms.")
    static let negatives = Parameter<Int>(
        "negatives", in: 0...1000, standard: 2, simpler: .lower, tuned: [1, 2, 5],
        "Unobserved pairs drawn for each observed one.")
    static let negativeRating = Parameter<Double>(
        "negative_rating", in: -1e6...1e6, standard: 0, "ρ, the rating of unobserved pairs.")

    package static let parameters: ParameterList =
        [ALSSettings.rank, regularization, ALSSettings.exponent, negatives, negativeRating]
        + ObservedValues.parameters + [ALSSettings.sweeps] + ALSSettings.computation

    let settings: ALSSettings
    private let loss: ALSLoss

    package init(_ parameters: ParameterSet) {
        settings = ALSSettings(parameters, regularization: Self.regularization)
        loss = .explicit(negatives: parameters[Self.negatives], negativeRating: parameters[Self.negativeRating])
    }

    package func training(on matrix: InteractionMatrix, _ context: FitContext) throws -> ALSTraining {
        let start = try settings.start(
            for: matrix, loss, context.seed.derived("als-explicit factors", settings.seed), context)
        return try training(on: matrix, context, start: start)
    }

    /// A training that begins from the tensors of an earlier one on the same matrix.
    ///
    /// - Throws: ``DetectorError`` where the tensors are missing or do not have the shapes that the matrix demands.
    package func training(
        on matrix: InteractionMatrix, _ context: FitContext, from factors: [String: Matrix<Float>]
    ) throws -> ALSTraining {
        try training(on: matrix, context, start: try FactorModel(factors, rank: settings.rank, for: matrix))
    }

    private func training(
        on matrix: InteractionMatrix, _ context: FitContext, start: FactorModel
    ) throws -> ALSTraining {
        let seed = context.seed.derived("als-explicit negatives", settings.seed)
        return try ALSTraining(matrix, loss, settings, start: start, seed: seed, context)
    }

    package static var stepsParameter: Parameter<Int> { ALSSettings.sweeps }
    package static var pathParameter: Parameter<Double> { regularization }

    package func training(after previous: ALSTraining) -> ALSTraining {
        ALSTraining(after: previous, settings)
    }

    package func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        ALSModel(try FactorModel(tensors, rank: settings.rank, for: matrix), of: matrix, loss, settings)
    }
}
