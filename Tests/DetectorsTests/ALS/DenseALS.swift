import AccessLogs
import Foundation
import Interactions
import LinearAlgebra

/// Alternating least squares in Float64, over all pairs of a matrix: minimises Σ c·(p − x·y)² over all users and
/// resources plus the weighted squared norms of their factors.
struct DenseALS {
    /// c and p of each pair, users by resources.
    let confidences: [[Double]]
    let preferences: [[Double]]
    let userRidges: [Double]
    let resourceRidges: [Double]
    var users: [[Double]]
    var resources: [[Double]]

    /// - Parameters:
    ///   - observed: c and p of an observed pair with a number of accesses.
    ///   - other: c and p of all other pairs.
    ///   - ridge: the weight of the norm of a row with a number of observed pairs among a number of pairs.
    init(
        _ matrix: InteractionMatrix, start: Matrix<Float>, observed: (Double) -> (c: Double, p: Double),
        other: (c: Double, p: Double), ridge: (_ observed: Int, _ all: Int) -> Double
    ) {
        let size = (users: matrix.users.count, resources: matrix.resources.count)
        var confidences = Array(repeating: Array(repeating: other.c, count: size.resources), count: size.users)
        var preferences = Array(repeating: Array(repeating: other.p, count: size.resources), count: size.users)
        var degrees = (
            users: [Int](repeating: 0, count: size.users), resources: [Int](repeating: 0, count: size.resources)
        )
        for row in 0..<size.users {
            for position in matrix.counts.range(ofRow: row) {
                let column = Int(matrix.counts.columnIndices[position])
                (confidences[row][column], preferences[row][column]) =
                    observed(Double(matrix.counts.values[position]))
                degrees.users[row] += 1
                degrees.resources[column] += 1
            }
        }
        self.confidences = confidences
        self.preferences = preferences
        userRidges = degrees.users.map { ridge($0, size.resources) }
        resourceRidges = degrees.resources.map { ridge($0, size.users) }
        users = Array(repeating: [], count: size.users)
        resources = (0..<start.rows).map { row in (0..<start.columns).map { Double(start[row, $0]) } }
    }

    /// The implicit loss as the paper's equations 3 and 4 read.
    init(
        _ matrix: InteractionMatrix, isBinary: Bool, alpha: Double, regularization: Double, start: Matrix<Float>
    ) {
        self.init(
            matrix, start: start, observed: { (1 + alpha * (isBinary ? 1 : $0), 1) }, other: (1, 0),
            ridge: { _, _ in regularization })
    }

    mutating func sweep() {
        solveUsers()
        solveResources()
    }

    mutating func solveUsers() {
        users = confidences.indices.map { solution(of: userEquations($0)) }
    }

    mutating func solveResources() {
        resources = resources.indices.map { solution(of: resourceEquations($0)) }
    }

    /// The normal equations of a user, with the right side as the last column.
    func userEquations(_ user: Int) -> [[Double]] {
        equations(confidences[user], preferences[user], userRidges[user], given: resources)
    }

    func resourceEquations(_ resource: Int) -> [[Double]] {
        equations(
            confidences.map { $0[resource] }, preferences.map { $0[resource] }, resourceRidges[resource], given: users)
    }

    /// Those that the factors which minimise Σ c·(p − x·y)² + λ|x|² over all y solve.
    private func equations(
        _ confidences: [Double], _ preferences: [Double], _ ridge: Double, given others: [[Double]]
    ) -> [[Double]] {
        let rank = others[0].count
        var system = (0..<rank).map { row in (0...rank).map { row == $0 ? ridge : 0 } }
        for index in others.indices {
            let confidence = confidences[index], other = others[index]
            for row in 0..<rank {
                for column in 0..<rank { system[row][column] += confidence * other[row] * other[column] }
                system[row][rank] += confidence * preferences[index] * other[row]
            }
        }
        return system
    }

    private func solution(of equations: [[Double]]) -> [Double] {
        var system = equations
        let rank = system.count
        // A positive definite matrix needs no pivoting.
        for pivot in 0..<rank {
            for row in 0..<rank where row != pivot {
                let factor = system[row][pivot] / system[pivot][pivot]
                for column in pivot...rank { system[row][column] -= factor * system[pivot][column] }
            }
        }
        return (0..<rank).map { system[$0][rank] / system[$0][$0] }
    }

    func prediction(_ user: Int, _ resource: Int) -> Double {
        zip(users[user], resources[resource]).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// What the sweeps minimise.
    var loss: Double {
        var loss = 0.0
        for user in users.indices {
            for resource in resources.indices {
                let error = preferences[user][resource] - prediction(user, resource)
                loss += confidences[user][resource] * error * error
            }
        }
        for (factors, ridge) in zip(users + resources, userRidges + resourceRidges) {
            loss += ridge * factors.reduce(0) { $0 + $1 * $1 }
        }
        return loss
    }
}
