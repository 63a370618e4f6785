import AccessLogs
import Concurrency
import Foundation
import Interactions
import LinearAlgebra
import Parameters

/// Gamma posteriors of user and resource factors; their product is the rate of a pair's accesses.
///
/// A newcomer's posterior is that of one more row while the other side is fixed, by the same coordinate ascent from the
/// prior until it moves no more.
struct PoissonModel: FoldingIn {
    /// What a pair's score is made of.
    enum Score: String, ParameterChoice {
        /// −log₁₀ of the probability of at least one access.
        case upperTail = "upper-tail"
        /// −log₁₀ of the expected rate.
        case rate
    }

    let tensors: [String: Matrix<Float>]
    private let prior: GammaPrior
    private let isBinary: Bool
    private let score: Score
    private let matrix: InteractionMatrix
    private let tenantOfUser: [Int32]
    private let tenantOfResource: [Int32]
    private let users: Moments
    private let resources: Moments
    /// The posteriors of both sides as what a newcomer is fitted to.
    private let fixedUsers: GammaFactors
    private let fixedResources: GammaFactors

    private var rank: Int { prior.rank }

    /// - Throws: ``DetectorError`` where tensors are missing, have other shapes than the matrix demands or hold numbers
    ///   that are not positive and finite.
    init(
        _ tensors: [String: Matrix<Float>], prior: GammaPrior, isBinary: Bool, score: Score,
        for matrix: InteractionMatrix
    ) throws(DetectorError) {
        self.prior = prior
        self.isBinary = isBinary
        self.score = score
        self.matrix = matrix
        let rank = prior.rank
        tenantOfUser = matrix.tenantOfUser
        tenantOfResource = matrix.tenantOfResource
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
        fixedUsers = GammaFactors(prior: prior, shapes: userShapes, rates: userRates)
        fixedResources = GammaFactors(prior: prior, shapes: resourceShapes, rates: resourceRates)
        self.tensors = [
            "user_shapes": userShapes, "user_rates": userRates, "resource_shapes": resourceShapes,
            "resource_rates": resourceRates,
        ]
    }

    func scores(users: [Int32], resources: [Int32]) -> [Double] {
        zip(users, resources).map { user, resource in
            score(self.users, row: Int(user), self.resources, row: Int(resource))
        }
    }

    func scores(ofNewUser accesses: [(resource: Int32, count: Float)], for resources: [Int32]) throws -> [Double] {
        guard let first = accesses.first else { return resources.map { _ in 0 } }
        let newcomer = try moments(
            of: accesses.map { ($0.resource, $0.count) }, given: fixedResources,
            rows: matrix.tenants[Int(tenantOfResource[Int(first.resource)])].resources)
        return resources.map { score(newcomer, row: 0, self.resources, row: Int($0)) }
    }

    func scores(ofNewResource accesses: [(user: Int32, count: Float)], for users: [Int32]) throws -> [Double] {
        guard let first = accesses.first else { return users.map { _ in 0 } }
        let newcomer = try moments(
            of: accesses.map { ($0.user, $0.count) }, given: fixedUsers,
            rows: matrix.tenants[Int(tenantOfUser[Int(first.user)])].users)
        return users.map { score(self.users, row: Int($0), newcomer, row: 0) }
    }

    /// The most steps of a newcomer's ascent, and the relative change of all means that ends it.
    private static let mostSteps = 1000
    private static let tolerance = 1e-7

    /// The posterior of a newcomer.
    ///
    /// - Parameter rows: the rows of its tenant on the fixed side.
    /// - Throws: ``DetectorError`` where numbers overflow.
    private func moments(
        of accesses: [(row: Int32, count: Float)], given fixed: GammaFactors, rows: Range<Int>
    ) throws(DetectorError) -> Moments {
        let observations = SparseMatrix(
            rows: 1, columns: max(matrix.users.count, matrix.resources.count),
            summing: accesses.map { SparseMatrix.Entry(row: 0, column: $0.row, value: $0.count) })
        var factors = GammaFactors(rows: 1, prior: prior, shapes: Array(repeating: prior.shape, count: prior.rank))
        var means = [Double](repeating: 0, count: prior.rank)
        for _ in 0..<Self.mostSteps {
            factors.update(
                rows: 0..<1, given: fixed, rows: rows, observations: observations, isBinary: isBinary, .one,
                unless: { false })
            let next = zip(factors.shapes, factors.rates).map { $0 / $1 }
            guard next.allSatisfy(\.isFinite) else {
                throw DetectorError("the Poisson rates overflow; use binary values or a prior nearer to its default")
            }
            let isStill = zip(means, next).allSatisfy { abs($0 - $1) <= Self.tolerance * $1 }
            means = next
            if isStill { break }
        }
        return Moments(means: means, rates: factors.rates)
    }

    private func score(_ users: Moments, row user: Int, _ resources: Moments, row resource: Int) -> Double {
        let (mean, variance) = rate(users, at: user * rank, resources, at: resource * rank)
        return switch score {
        case .upperTail: Self.surprise(mean: mean, variance: variance)
        case .rate: -log10(mean)
        }
    }

    /// The posterior mean and variance of a pair's rate; the factors are independent.
    private func rate(
        _ users: Moments, at user: Int, _ resources: Moments, at resource: Int
    ) -> (mean: Double, variance: Double) {
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
        self.init(
            means: zip(shapes.elements, rates.elements).map { Double($0) / Double($1) },
            rates: rates.elements.map { Double($0) })
    }

    init(means: [Double], rates: [Double]) {
        self.means = means
        variances = zip(means, rates).map { $0 / $1 }
    }
}
