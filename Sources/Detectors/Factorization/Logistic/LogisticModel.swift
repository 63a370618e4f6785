import Foundation
import Interactions
import LinearAlgebra

/// Factors that tell observed pairs from noise.
///
/// A newcomer's factors x minimise what the training minimises for one row, with the other side fixed and the noise drawn
/// infinitely often: Σ softplus(log k − x·y) over its n accesses, plus Σ m(j) softplus(x·yⱼ − log k) over all of the other
/// side with the expected number m(j) of draws, plus the regularisation, λ/2 · |x|² for each comparison that the factors
/// take part in. The sum is convex, so that Newton's method finds its only minimum.
///
/// - A new user's pairs draw n·k resources, by popularity or alike, and its factors are regularised n times.
/// - A new resource is drawn by the pairs of all users, in proportion to these: n·k times by popularity, and k · pairs /
///   resources times where all are drawn alike; it is regularised at each of its own accesses and at each draw.
struct LogisticModel: FoldingIn {
    private let factors: FactorModel
    private let training: Training
    private let matrix: InteractionMatrix
    private let tenantOfUser: [Int32]
    private let tenantOfResource: [Int32]
    private let userDegrees: [Int]
    private let resourceDegrees: [Int]

    /// How the factors were learned.
    struct Training: Hashable, Sendable {
        /// The factors of a user, without the 1 for a resource's bias.
        let rank: Int
        /// Noise pairs for each observed pair, and whether their resources are drawn alike.
        let negatives: Int
        let isUniform: Bool
        /// The weight of half the squared norms in each comparison.
        let regularization: Double
    }

    init(_ factors: FactorModel, of matrix: InteractionMatrix, _ training: Training) {
        self.factors = factors
        self.training = training
        self.matrix = matrix
        tenantOfUser = matrix.tenantOfUser
        tenantOfResource = matrix.tenantOfResource
        userDegrees = matrix.counts.rowDegrees
        resourceDegrees = matrix.counts.transposed().rowDegrees
    }

    func scores(users: [Int32], resources: [Int32]) -> [Double] {
        factors.scores(users: users, resources: resources)
    }

    func ranking(of resources: Range<Int>) -> any ResourceRanking { factors.ranking(of: resources) }

    var tensors: [String: Matrix<Float>] { factors.tensors }

    func scores(ofNewUser accesses: [(resource: Int32, count: Float)], for resources: [Int32]) throws -> [Double] {
        guard let first = accesses.first else { return resources.map { _ in 0 } }
        let tenant = matrix.tenants[Int(tenantOfResource[Int(first.resource)])]
        let drawn = Double(accesses.count * training.negatives), pairs = pairs(of: tenant)
        let regression = ContrastiveRegression(
            factors.resourceFactors, rows: tenant.resources, own: accesses.map(\.resource),
            // A resource's bias, which every user has the factor 1 for, is given.
            free: training.rank, shift: log(Double(training.negatives)),
            draws: tenant.resources.map {
                training.isUniform
                    ? drawn / Double(tenant.resources.count) : drawn * Double(resourceDegrees[$0]) / pairs
            }, ridge: training.regularization * Double(accesses.count))
        return regression.scores(of: try regression.solution(), for: resources)
    }

    func scores(ofNewResource accesses: [(user: Int32, count: Float)], for users: [Int32]) throws -> [Double] {
        guard let first = accesses.first else { return users.map { _ in 0 } }
        let tenant = matrix.tenants[Int(tenantOfUser[Int(first.user)])]
        let pairs = pairs(of: tenant), count = Double(accesses.count)
        let drawn =
            Double(training.negatives)
            * (training.isUniform ? pairs / Double(max(1, tenant.resources.count)) : count)
        let regression = ContrastiveRegression(
            factors.userFactors, rows: tenant.users, own: accesses.map(\.user), free: factors.userFactors.columns,
            shift: log(Double(training.negatives)), draws: tenant.users.map { drawn * Double(userDegrees[$0]) / pairs },
            ridge: training.regularization * (count + drawn))
        return regression.scores(of: try regression.solution(), for: users)
    }

    private func pairs(of tenant: InteractionMatrix.Tenant) -> Double {
        Double(max(1, tenant.users.reduce(0) { $0 + userDegrees[$1] }))
    }
}

/// The convex problem of one newcomer.
struct ContrastiveRegression {
    private let factors: Matrix<Float>
    private let rows: Range<Int>
    private let own: [Int32]
    private let free: Int
    private let shift: Double
    private let draws: [Double]
    private let ridge: Double

    /// - Parameters:
    ///   - factors: the fixed side.
    ///   - rows: the rows of it that may be drawn.
    ///   - own: the rows that the newcomer has.
    ///   - free: how many of the newcomer's factors are sought; the others are 1.
    ///   - draws: the expected draws of each of `rows`.
    ///   - ridge: the weight of half the squared norm of the factors that are sought.
    init(
        _ factors: Matrix<Float>, rows: Range<Int>, own: [Int32], free: Int, shift: Double, draws: [Double],
        ridge: Double
    ) {
        self.factors = factors
        self.rows = rows
        self.own = own
        self.free = free
        self.shift = shift
        self.draws = draws
        // Accesses that are easily told from all noise have no finite minimum without it.
        self.ridge = max(ridge, 1e-6)
    }

    /// The newcomer's factors where the loss is least.
    ///
    /// - Throws: ``DetectorError`` where numbers overflow.
    func solution() throws -> [Double] {
        var point = [Double](repeating: 1, count: factors.columns)
        for column in 0..<free { point[column] = 0 }
        var current = loss(at: point)
        for _ in 0..<100 {
            let (gradient, curvature) = derivatives(at: point)
            guard let step = curvature.solvedPositiveDefinite(gradient) else { throw Self.overflow }
            var fraction = 1.0, next = point
            while true {
                for column in 0..<free { next[column] = point[column] - fraction * step[column] }
                let value = loss(at: next)
                if value <= current || fraction < 1e-10 {
                    current = value
                    break
                }
                fraction /= 2
            }
            point = next
            let size = step.reduce(0) { max($0, abs($1)) }
            guard size.isFinite else { throw Self.overflow }
            if size <= 1e-8 * (1 + point.reduce(0) { max($0, abs($1)) }) || fraction < 1e-10 { break }
        }
        return point
    }

    private static var overflow: DetectorError {
        DetectorError("the accesses do not determine the factors; raise regularization")
    }

    func scores(of point: [Double], for targets: [Int32]) -> [Double] {
        targets.map { -prediction(Int($0), at: point) }
    }

    private func prediction(_ row: Int, at point: [Double]) -> Double {
        var sum = 0.0
        for column in point.indices { sum += point[column] * Double(factors[row, column]) }
        return sum
    }

    /// What is minimised.
    func loss(at point: [Double]) -> Double {
        var loss = ridge / 2 * point[..<free].reduce(0) { $0 + $1 * $1 }
        for row in own { loss += Self.softplus(shift - prediction(Int(row), at: point)) }
        for (row, draws) in zip(rows, draws) where draws > 0 {
            loss += draws * Self.softplus(prediction(row, at: point) - shift)
        }
        return loss
    }

    private func derivatives(at point: [Double]) -> (gradient: [Double], curvature: Matrix<Double>) {
        var gradient = point[..<free].map { ridge * $0 }
        var curvature = Matrix<Double>(rows: free, columns: free)
        for column in 0..<free { curvature[column, column] = ridge }
        func add(_ row: Int, slope: Double, curvature weight: Double) {
            for column in 0..<free {
                let factor = Double(factors[row, column])
                gradient[column] += slope * factor
                for other in 0..<free { curvature[column, other] += weight * factor * Double(factors[row, other]) }
            }
        }
        for row in own.lazy.map({ Int($0) }) {
            let probability = Self.logistic(shift - prediction(row, at: point))
            add(row, slope: -probability, curvature: probability * (1 - probability))
        }
        for (row, draws) in zip(rows, draws) where draws > 0 {
            let probability = Self.logistic(prediction(row, at: point) - shift)
            add(row, slope: draws * probability, curvature: draws * probability * (1 - probability))
        }
        return (gradient, curvature)
    }

    private static func softplus(_ value: Double) -> Double { max(value, 0) + log1p(exp(-abs(value))) }

    private static func logistic(_ value: Double) -> Double {
        let small = exp(-abs(value))
        return (value > 0 ? 1 : small) / (1 + small)
    }
}
