import Foundation
import LinearAlgebra
import Parameters

/// The parameters that all factorisations by alternating least squares have.
struct ALSSettings: Hashable, Sendable {
    /// How a row is solved.
    enum Solver: String, ParameterChoice {
        case auto, cholesky
        case conjugateGradient = "conjugate-gradient"
        case blockCoordinateDescent = "block-coordinate-descent"
    }

    /// What the factors are before the first sweep.
    enum Start: String, ParameterChoice {
        /// Small random numbers.
        case random
        /// V·√Σ of the leading singular values and vectors of the matrix whose entries are what the loss wants the
        /// observed pairs to be predicted as, with 0 for all others, by the randomised method of Halko, Martinsson and
        /// Tropp (SIAM Review 2011); its factors are near those that solve the loss for equal weights. Components that
        /// the matrix does not have stay random: as zeros they would be zeros after every sweep.
        case svd
    }

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
    let start: Start

    /// - Parameter regularization: the parameter λ of the algorithm, whose range and standard value are its own.
    init(_ parameters: ParameterSet, regularization: Parameter<Double>) {
        rank = parameters[Self.rank]
        sweeps = parameters[Self.sweeps]
        seed = parameters[Self.seed]
        self.regularization = parameters[regularization]
        exponent = parameters[Self.exponent]
        isNonNegative = parameters[Self.nonNegative]
        isJoint = parameters[Self.joint]
        values = ObservedValues(parameters)
        start = parameters[Self.start]
        let solver = RidgeSolver(
            parameters[Self.solver], steps: parameters[Self.cgSteps], block: parameters[Self.block])
        self.solver = isNonNegative ? .nonNegative : solver
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

    static let rank = Parameter<Int>(
        "rank", in: 1...512, standard: 16, simpler: .lower, tuned: [4, 8, 16, 32], "Number of latent factors.")
    static let exponent = Parameter<Double>(
        "regularization_exponent", in: 0...1, standard: 0,
        "ν: a row's norm has the weight λ·(its observations + the weight of its other pairs)^ν; 0 for λ alone.")
    static let sweeps = Parameter<Int>(
        "sweeps", in: 1...10_000, standard: 15, simpler: .lower,
        "Number of sweeps; a sweep solves all users, then all resources.")
    static let solver = Parameter<Solver>(
        "solver", standard: .auto,
        "How a row is solved; auto takes conjugate-gradient for a row where few steps follow the exact solution, and cholesky elsewhere."
    )
    static let cgSteps = Parameter<Int>(
        "cg_steps", in: 1...1000, standard: 3,
        "Steps of conjugate-gradient for each row of at most 4096 terms, and sweep; longer ones are solved exactly.")
    static let block = Parameter<Int>(
        "block", in: 1...512, standard: 64, "Factors in a block of block-coordinate-descent.")
    static let nonNegative = Parameter<Bool>(
        "non_negative", standard: false,
        "Whether factors must not be negative; each row is then solved by non-negative coordinate descent.")
    static let joint = Parameter<Bool>(
        "joint", standard: false,
        "Whether all tenants are factorised together, so that they influence each other.")
    static let start = Parameter<Start>(
        "start", standard: .random,
        "Where the sweeps begin: random factors, or the leading singular vectors of the observed pairs.")
    static let seed = Parameter.seed("Seed of the initial factors, beside the study's own.")

    /// How a sweep is computed, and on what.
    static let computation: ParameterList = [solver, cgSteps, block, nonNegative, joint, start, seed]
}

extension RidgeSolver {
    fileprivate init(_ solver: ALSSettings.Solver, steps: Int, block: Int) {
        self =
            switch solver {
            case .auto: .automatic(tolerance: 1e-4)
            case .cholesky: .cholesky
            case .conjugateGradient: .conjugateGradient(steps: steps)
            case .blockCoordinateDescent: .blockCoordinateDescent(block: block)
            }
    }
}
