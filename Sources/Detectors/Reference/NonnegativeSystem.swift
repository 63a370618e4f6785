/// A least-squares problem of small order under x ≥ 0: the minimum of ½ xᵀAx − bᵀx for a symmetric, positive
/// semidefinite A.
///
/// It is solved by projected gradients with conjugate directions, after B. T. Polyak, "The conjugate gradient method in
/// extremal problems" (USSR Computational Mathematics and Mathematical Physics 9(4), 1969), with the constants of
/// Apache Spark's `NNLS`: under-determined problems have many minima near each other, so that another exact solver
/// finds other factors. A system belongs to one task; it is allocated once for many solutions.
final class NonnegativeSystem {
    let order: Int
    /// A, row by row, both triangles.
    let matrix: UnsafeMutablePointer<Double>
    /// b.
    let vector: UnsafeMutablePointer<Double>
    /// x, once solved.
    let solution: UnsafeMutablePointer<Double>

    private let residual: UnsafeMutablePointer<Double>
    private let gradient: UnsafeMutablePointer<Double>
    private let direction: UnsafeMutablePointer<Double>
    private let lastDirection: UnsafeMutablePointer<Double>
    private let product: UnsafeMutablePointer<Double>
    private let storage: UnsafeMutablePointer<Double>

    init(order: Int) {
        self.order = order
        let count = order * (order + 7)
        storage = .allocate(capacity: count)
        storage.initialize(repeating: 0, count: count)
        matrix = storage
        vector = storage + order * order
        solution = vector + order
        residual = solution + order
        gradient = residual + order
        direction = gradient + order
        lastDirection = direction + order
        product = lastDirection + order
    }

    deinit {
        storage.deallocate()
    }

    /// Starts a new problem with b = 0.
    ///
    /// - Parameter base: a symmetric matrix of the order, row by row; nil for zero.
    func reset(to base: UnsafePointer<Double>?) {
        if let base {
            matrix.update(from: base, count: order * order)
        } else {
            matrix.update(repeating: 0, count: order * order)
        }
        vector.update(repeating: 0, count: order)
    }

    /// Adds weight · y yᵀ to the matrix and target · y to the vector.
    @inline(__always)
    func add(_ source: UnsafePointer<Float>, weight: Double, target: Double) {
        let order = order, matrix = matrix, vector = vector, widened = product
        for place in 0..<order { widened[place] = Double(source[place]) }
        for row in 0..<order {
            let factor = weight * widened[row], line = matrix + row * order
            for column in 0..<order { line[column] += factor * widened[column] }
        }
        for place in 0..<order { vector[place] += target * widened[place] }
    }

    /// Adds a number to each element of the diagonal.
    func addDiagonal(_ value: Double) {
        for place in 0..<order { matrix[place * (order + 1)] += value }
    }

    /// Finds the ``solution``, starting from zero.
    func solve() {
        let order = order, solution = solution, gradient = gradient, direction = direction
        solution.update(repeating: 0, count: order)
        lastDirection.update(repeating: 0, count: order)
        var lastSquare = 0.0, lastWall = 0
        for round in 0..<max(400, 20 * order) {
            multiply(solution, into: residual)
            for place in 0..<order {
                residual[place] -= vector[place]
                // A coordinate at its wall does not move into it.
                gradient[place] = solution[place] == 0 && residual[place] > 0 ? 0 : residual[place]
            }
            let square = dot(gradient, gradient), size = dot(solution, solution)
            var step: Double?
            if round > lastWall + 1 {
                let share = square / lastSquare
                for place in 0..<order { direction[place] = gradient[place] + share * lastDirection[place] }
                let length = stepLength()
                if !isDone(step: length, square: dot(direction, direction), size: size) { step = length }
            }
            if step == nil {
                direction.update(from: gradient, count: order)
                let length = stepLength()
                if isDone(step: length, square: square, size: size) { return }
                step = length
            }
            guard var step else { return }
            for place in 0..<order where step * direction[place] > solution[place] {
                step = solution[place] / direction[place]
            }
            for place in 0..<order {
                let change = step * direction[place]
                if change > solution[place] * (1 - 1e-14) {
                    solution[place] = 0
                    lastWall = round
                } else {
                    solution[place] -= change
                }
            }
            lastDirection.update(from: direction, count: order)
            lastSquare = square
        }
    }

    /// The step along the direction that minimises the quadratic.
    private func stepLength() -> Double {
        multiply(direction, into: product)
        return dot(direction, residual) / (dot(product, direction) + 1e-20)
    }

    private func isDone(step: Double, square: Double, size: Double) -> Bool {
        step.isNaN || step < 1e-7 || step > 1e40 || square < 1e-12 * size || square < 1e-32
    }

    /// A is symmetric, so that its rows stand for its columns and the inner loop has no sum to carry.
    @inline(__always)
    private func multiply(_ factor: UnsafeMutablePointer<Double>, into result: UnsafeMutablePointer<Double>) {
        let order = order, matrix = matrix
        for place in 0..<order { result[place] = 0 }
        for column in 0..<order {
            let value = factor[column], line = matrix + column * order
            for place in 0..<order { result[place] += value * line[place] }
        }
    }

    @inline(__always)
    private func dot(_ first: UnsafeMutablePointer<Double>, _ second: UnsafeMutablePointer<Double>) -> Double {
        var sum = 0.0
        for place in 0..<order { sum += first[place] * second[place] }
        return sum
    }
}
