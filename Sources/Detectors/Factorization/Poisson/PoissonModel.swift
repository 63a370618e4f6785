import AccessLogs
import Foundation
import Interactions
import LinearAlgebra
import Parameters

/// Gamma posteriors of user and resource factors; their product is the rate of a pair's accesses.
struct PoissonModel: FittedDetector {
    /// What a pair's score is made of.
    enum Score: String, ParameterChoice {
        /// −log₁₀ of the probability of at least one access.
        case upperTail = "upper-tail"
        /// −log₁₀ of the expected rate.
        case rate
    }

    let tensors: [String: Matrix<Float>]
    private let score: Score
    private let rank: Int
    private let users: Moments
    private let resources: Moments

    /// - Throws: ``DetectorError`` where tensors are missing, have other shapes than the matrix demands or hold numbers
    ///   that are not positive and finite.
    init(
        _ tensors: [String: Matrix<Float>], rank: Int, score: Score, for matrix: InteractionMatrix
    ) throws(DetectorError) {
        self.score = score
        self.rank = rank
        func positive(_ name: String, rows: Int) throws(DetectorError) -> Matrix<Float> {
            let tensor = try tensors.matrix(name, rows: rows, columns: rank)
            guard tensor.elements.allSatisfy({ $0 > 0 }) else {
                throw DetectorError("the tensor '\(name)' holds numbers that are not positive")
            }
            return tensor
        }
        let userShapes = try positive("user_shapes", rows: matrix.users.count)
        let userRates = try positive("user_rates", rows: matrix.users.count)
        let resourceShapes = try positive("resource_shapes", rows: matrix.resources.count)
        let resourceRates = try positive("resource_rates", rows: matrix.resources.count)
        users = Moments(shapes: userShapes, rates: userRates)
        resources = Moments(shapes: resourceShapes, rates: resourceRates)
        self.tensors = [
            "user_shapes": userShapes, "user_rates": userRates, "resource_shapes": resourceShapes,
            "resource_rates": resourceRates,
        ]
    }

    func scores(users: [Int32], resources: [Int32]) -> [Double] {
        zip(users, resources).map { user, resource in
            let (mean, variance) = rate(user: Int(user) * rank, resource: Int(resource) * rank)
            return switch score {
            case .upperTail: Self.surprise(mean: mean, variance: variance)
            case .rate: -log10(mean)
            }
        }
    }

    /// The posterior mean and variance of a pair's rate; the factors are independent.
    private func rate(user: Int, resource: Int) -> (mean: Double, variance: Double) {
        var mean = 0.0, variance = 0.0
        for factor in 0..<rank {
            let (a, va) = (users.means[user + factor], users.variances[user + factor])
            let (b, vb) = (resources.means[resource + factor], resources.variances[resource + factor])
            mean += a * b
            variance += a * a * vb + b * b * va + va * vb
        }
        return (mean, variance)
    }

    /// −log₁₀ P(X ≥ 1) for a Poisson variate whose rate is Gamma with this mean and variance. Finite and positive down
    /// to the smallest means; never NaN.
    static func surprise(mean: Double, variance: Double) -> Double {
        let dispersion = variance / mean
        // −log P(X = 0): the mean itself where the rate is certain.
        let exponent = dispersion > 1e-12 ? mean * (log1p(dispersion) / dispersion) : mean
        // log(1 − e⁻ᵗ) without cancellation on either side.
        let logProbability = exponent < M_LN2 ? log(-expm1(-exponent)) : log1p(-exp(-exponent))
        return -logProbability / M_LN10
    }
}

/// Means and variances of Gamma distributions.
private struct Moments: Sendable {
    let means: [Double]
    let variances: [Double]

    init(shapes: Matrix<Float>, rates: Matrix<Float>) {
        means = zip(shapes.elements, rates.elements).map { Double($0) / Double($1) }
        variances = zip(means, rates.elements).map { $0 / Double($1) }
    }
}
