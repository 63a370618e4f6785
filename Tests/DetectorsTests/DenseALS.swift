import Interactions
import LinearAlgebra

/// Alternating least squares in Float64 as the paper's equations 3 and 4 read: normal equations over all pairs.
struct DenseALS {
    let alpha: Double
    let regularization: Double
    /// The values r, users by resources; 0 where nothing was observed.
    let values: [[Double]]
    var users: [[Double]]
    var resources: [[Double]]

    init(
        _ matrix: InteractionMatrix, isBinary: Bool, alpha: Double, regularization: Double, start: Matrix<Float>
    ) {
        self.alpha = alpha
        self.regularization = regularization
        var values = Array(repeating: [Double](repeating: 0, count: matrix.resources.count), count: matrix.users.count)
        for row in values.indices {
            for position in matrix.counts.range(ofRow: row) {
                values[row][Int(matrix.counts.columnIndices[position])] =
                    isBinary ? 1 : Double(matrix.counts.values[position])
            }
        }
        self.values = values
        users = values.map { _ in [] }
        resources = (0..<start.rows).map { row in (0..<start.columns).map { Double(start[row, $0]) } }
    }

    mutating func sweep() {
        users = values.map { solved($0, given: resources) }
        resources = resources.indices.map { resource in solved(values.map { $0[resource] }, given: users) }
    }

    /// The factors that minimise Σ c·(p − x·y)² + λ|x|² over all y.
    private func solved(_ values: [Double], given others: [[Double]]) -> [Double] {
        let rank = others[0].count
        var system = (0..<rank).map { row in (0...rank).map { row == $0 ? regularization : 0 } }
        for (value, other) in zip(values, others) {
            let confidence = 1 + alpha * value
            for row in 0..<rank {
                for column in 0..<rank { system[row][column] += confidence * other[row] * other[column] }
                system[row][rank] += confidence * (value > 0 ? 1 : 0) * other[row]
            }
        }
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
        for (user, row) in values.enumerated() {
            for (resource, value) in row.enumerated() {
                let error = (value > 0 ? 1 : 0) - prediction(user, resource)
                loss += (1 + alpha * value) * error * error
            }
        }
        return loss + regularization * (users + resources).joined().reduce(0) { $0 + $1 * $1 }
    }
}
