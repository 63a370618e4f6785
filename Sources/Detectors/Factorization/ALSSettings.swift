import Foundation
import LinearAlgebra
import Parameters

/// The parameters that all factorisations by alternating least squares have.
struct ALSSettings: Hashable, Sendable {
    let rank: Int
    let sweeps: Int
    let seed: Int
    /// λ.
    var regularization: Double
    /// ν.
    let exponent: Double
    let solver: RidgeSolver
    let isNonNegative: Bool
    let isJoint: Bool
    let values: ObservedValues
    let start: ALSStart

    init(_ parameters: ParameterSet) {
        rank = parameters.integer("rank")
        sweeps = parameters.integer("sweeps")
        seed = parameters.integer("seed")
        regularization = parameters.real("regularization")
        exponent = parameters.real("regularization_exponent")
        isNonNegative = parameters.boolean("non_negative")
        isJoint = parameters.boolean("joint")
        values = ObservedValues(parameters)
        start = parameters.choice("start") == "svd" ? .svd : .random
        solver =
            if isNonNegative {
                .nonNegative
            } else {
                switch parameters.choice("solver") {
                case "cholesky": .cholesky
                case "block-coordinate-descent": .blockCoordinateDescent(block: parameters.integer("block"))
                case "conjugate-gradient": .conjugateGradient(steps: parameters.integer("cg_steps"))
                default: .automatic(tolerance: 1e-4)
                }
            }
    }

    /// The weight of the squared norm of a row's factors, λ·(n + w·N)^ν, for a row with n terms of its own in the loss
    /// and N pairs in all, each of weight w (Rendle, Krichene, Zhang and Koren, "Revisiting the performance of iALS on
    /// item recommendation benchmarks", arXiv 2110.14037, 2021, section 3.2). The exponent 0 is the plain norm, 1 the
    /// scaling of Zhou et al. (ALS-WR, 2008).
    func ridge(terms: Int, pairs: Int, sharedWeight: Double) -> Double {
        regularization * ridgeScale(terms: terms, pairs: pairs, sharedWeight: sharedWeight)
    }

    /// What λ is multiplied by.
    func ridgeScale(terms: Int, pairs: Int, sharedWeight: Double) -> Double {
        exponent > 0 ? pow(Double(terms) + sharedWeight * Double(pairs), exponent) : 1
    }

    static let rank = ParameterDescription(
        "rank", .integer(1...512), default: .integer(16), simpler: .lower,
        tuned: [.integer(4), .integer(8), .integer(16), .integer(32)], "Number of latent factors.")

    static let exponent = ParameterDescription(
        "regularization_exponent", .real(0...1), default: .real(0),
        "ν: a row's norm has the weight λ·(its observations + the weight of its other pairs)^ν; 0 for λ alone.")

    static let sweeps = ParameterDescription(
        "sweeps", .integer(1...10_000), default: .integer(15), simpler: .lower,
        "Number of sweeps; a sweep solves all users, then all resources.")

    /// How a sweep is computed, and on what.
    static let computation = [
        ParameterDescription(
            "solver", .choice(["auto", "cholesky", "conjugate-gradient", "block-coordinate-descent"]),
            default: .string("auto"),
            "How a row is solved; auto takes conjugate-gradient for a row where few steps follow the exact solution, and cholesky elsewhere."
        ),
        ParameterDescription(
            "cg_steps", .integer(1...1000), default: .integer(3),
            "Steps of conjugate-gradient for each row of at most 4096 terms, and sweep; longer ones are solved exactly."
        ),
        ParameterDescription(
            "block", .integer(1...512), default: .integer(64), "Factors in a block of block-coordinate-descent."),
        ParameterDescription(
            "non_negative", .boolean, default: .boolean(false),
            "Whether factors must not be negative; each row is then solved by non-negative coordinate descent."),
        ParameterDescription(
            "joint", .boolean, default: .boolean(false),
            "Whether all tenants are factorised together, so that they influence each other."),
        ALSStart.parameter,
        ParameterDescription(
            "seed", .integer(0...Int.max), default: .integer(0), "Seed of the initial factors, beside the study's own."),
    ]
}
