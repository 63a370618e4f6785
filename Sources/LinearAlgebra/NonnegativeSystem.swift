/// The workspace for least-squares problems of small order under x ≥ 0 in double precision: the minimum of
/// ½ xᵀAx − bᵀx for a symmetric, positive semidefinite A = B + λI + Σ dⱼ yⱼyⱼᵀ and b = Σ tⱼ yⱼ.
///
/// It is solved by projected gradients with conjugate directions, after B. T. Polyak, "The conjugate gradient method in
/// extremal problems" (USSR Computational Mathematics and Mathematical Physics 9(4), 1969), with the constants of
/// Apache Spark's `NNLS`: under-determined problems have many minima near each other, so that another exact solver
/// finds other factors. A system belongs to one task; it is allocated once for many solutions.
public final class NonnegativeSystem {
    public let order: Int
    /// x, once solved: `order` numbers.
    public let solution: UnsafeMutablePointer<Double>

    private typealias Vector = SIMD8<Double>

    /// The numbers from one row to the next, a multiple of the lanes of a vector; those beyond the order are zero.
    private let stride: Int
    /// A, row by row, both triangles.
    private let matrix: UnsafeMutablePointer<Double>
    /// b.
    private let vector: UnsafeMutablePointer<Double>
    private let residual: UnsafeMutablePointer<Double>
    private let gradient: UnsafeMutablePointer<Double>
    private let direction: UnsafeMutablePointer<Double>
    private let lastDirection: UnsafeMutablePointer<Double>
    private let product: UnsafeMutablePointer<Double>
    private let storage: UnsafeMutableRawPointer

    /// Rows of A that are summed in registers together.
    private static let tile = 4

    public init(order: Int) {
        self.order = order
        let stride = DoubleTable.stride(for: order)
        self.stride = stride
        let count = stride * ((order + Self.tile - 1) / Self.tile * Self.tile + 7)
        storage = .allocate(byteCount: count * MemoryLayout<Double>.stride, alignment: 64)
        matrix = storage.bindMemory(to: Double.self, capacity: count)
        matrix.initialize(repeating: 0, count: count)
        vector = matrix + count - 7 * stride
        solution = vector + stride
        residual = solution + stride
        gradient = residual + stride
        direction = gradient + stride
        lastDirection = direction + stride
        product = lastDirection + stride
    }

    deinit {
        storage.deallocate()
    }

    /// Finds the ``solution``, starting from zero.
    ///
    /// - Parameters:
    ///   - base: B, `order × order`; nil for zero.
    ///   - ridge: λ.
    ///   - table: the rows from which `rows` chooses the y.
    ///   - weights: the d, one for each of `rows`.
    ///   - targets: the t, one for each of `rows`.
    /// - Precondition: `rows` are rows of the table, whose columns are the order, and there are as many weights and
    ///   targets.
    public func solve(
        base: Matrix<Double>?, ridge: Double, table: DoubleTable, rows: ArraySlice<Int32>,
        weights: ArraySlice<Double>, targets: ArraySlice<Double>
    ) {
        precondition(table.columns == order && weights.count == rows.count && targets.count == rows.count)
        rows.withUnsafeBufferPointer { rows in
            weights.withUnsafeBufferPointer { weights in
                targets.withUnsafeBufferPointer { targets in
                    let sum = Sum(table: table, rows: rows, weights: weights, targets: targets)
                    switch stride {
                    case 8: solve(base, ridge, sum, FixedStride<8>())
                    case 16: solve(base, ridge, sum, FixedStride<16>())
                    case 32: solve(base, ridge, sum, FixedStride<32>())
                    default: solve(base, ridge, sum, VariableStride(numbers: stride))
                    }
                }
            }
        }
    }

    /// Σ dⱼ yⱼyⱼᵀ and Σ tⱼ yⱼ, not yet added up.
    private struct Sum {
        let table: DoubleTable
        let rows: UnsafeBufferPointer<Int32>
        let weights: UnsafeBufferPointer<Double>
        let targets: UnsafeBufferPointer<Double>
    }

    private func solve<Stride: PanelStride>(_ base: Matrix<Double>?, _ ridge: Double, _ sum: Sum, _ known: Stride) {
        let stride = known.numbers
        if let base {
            base.elements.withUnsafeBufferPointer { elements in
                for row in 0..<order {
                    for column in 0..<order { matrix[row * stride + column] = elements[row * order + column] }
                }
            }
        } else {
            matrix.update(repeating: 0, count: order * stride)
        }
        for row in 0..<order { matrix[row * stride + row] += ridge }
        add(sum, known)
        descend(known)
    }

    /// Adds the sums to A and sets b.
    @inline(__always)
    private func add<Stride: PanelStride>(_ sum: Sum, _ known: Stride) {
        let stride = known.numbers, elements = sum.table.elements
        for block in Swift.stride(from: 0, to: stride, by: 8) {
            for row in Swift.stride(from: 0, to: order, by: Self.tile) {
                var total = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
                for place in 0..<sum.rows.count {
                    let source = elements + Int(sum.rows[place]) * stride
                    let weighted = Self.vector(source + block).pointee * sum.weights[place]
                    let factors = source + row
                    Self.accumulate(&total.0, weighted, factors[0])
                    Self.accumulate(&total.1, weighted, factors[1])
                    Self.accumulate(&total.2, weighted, factors[2])
                    Self.accumulate(&total.3, weighted, factors[3])
                }
                let target = matrix + row * stride + block
                Self.vector(target).pointee += total.0
                Self.vector(target + stride).pointee += total.1
                Self.vector(target + 2 * stride).pointee += total.2
                Self.vector(target + 3 * stride).pointee += total.3
            }
            var total = Vector.zero
            for place in 0..<sum.rows.count {
                let source = elements + Int(sum.rows[place]) * stride
                Self.accumulate(&total, Self.vector(source + block).pointee, sum.targets[place])
            }
            Self.vector(vector + block).pointee = total
        }
    }

    private func descend<Stride: PanelStride>(_ known: Stride) {
        let stride = known.numbers
        solution.update(repeating: 0, count: stride)
        lastDirection.update(repeating: 0, count: stride)
        var lastSquare = 0.0, lastWall = 0
        for round in 0..<max(400, 20 * order) {
            multiply(solution, into: residual, known)
            for block in Swift.stride(from: 0, to: stride, by: 8) {
                let rest = Self.vector(residual + block).pointee - Self.vector(vector + block).pointee
                Self.vector(residual + block).pointee = rest
                // A coordinate at its wall does not move into it.
                let atWall = (Self.vector(solution + block).pointee .== 0) .& (rest .> 0)
                Self.vector(gradient + block).pointee = rest.replacing(with: 0, where: atWall)
            }
            let square = dot(gradient, gradient, known), size = dot(solution, solution, known)
            var step: Double?
            if round > lastWall + 1 {
                let share = square / lastSquare
                for block in Swift.stride(from: 0, to: stride, by: 8) {
                    Self.vector(direction + block).pointee =
                        Self.vector(gradient + block).pointee + share * Self.vector(lastDirection + block).pointee
                }
                let length = stepLength(known)
                if !isDone(step: length, square: dot(direction, direction, known), size: size) { step = length }
            }
            if step == nil {
                direction.update(from: gradient, count: stride)
                let length = stepLength(known)
                if isDone(step: length, square: square, size: size) { return }
                step = length
            }
            guard let step else { return }
            if move(by: lengthToWall(atMost: step, known), known) { lastWall = round }
            lastDirection.update(from: direction, count: stride)
            lastSquare = square
        }
    }

    /// The step along the direction that minimises the quadratic.
    @inline(__always)
    private func stepLength<Stride: PanelStride>(_ known: Stride) -> Double {
        multiply(direction, into: product, known)
        return dot(direction, residual, known) / (dot(product, direction, known) + 1e-20)
    }

    private func isDone(step: Double, square: Double, size: Double) -> Bool {
        step.isNaN || step < 1e-7 || step > 1e40 || square < 1e-12 * size || square < 1e-32
    }

    /// The step that ends at the first wall.
    @inline(__always)
    private func lengthToWall<Stride: PanelStride>(atMost step: Double, _ known: Stride) -> Double {
        var shortest = Vector(repeating: step)
        for block in Swift.stride(from: 0, to: known.numbers, by: 8) {
            let position = Self.vector(solution + block).pointee, change = Self.vector(direction + block).pointee
            let wall = (position / change).replacing(with: step, where: change * step .<= position)
            shortest.replace(with: wall, where: wall .< shortest)
        }
        let four = shortest.lowHalf.replacing(with: shortest.highHalf, where: shortest.highHalf .< shortest.lowHalf)
        return min(min(four.x, four.y), min(four.z, four.w))
    }

    /// Takes a step. Coordinates that it brings to their wall are zero from then on.
    ///
    /// - Returns: whether there are such coordinates.
    @inline(__always)
    private func move<Stride: PanelStride>(by step: Double, _ known: Stride) -> Bool {
        var reached = false
        for block in Swift.stride(from: 0, to: known.numbers, by: 8) {
            let position = Self.vector(solution + block).pointee
            let change = Self.vector(direction + block).pointee * step
            let atWall = change .> position * (1 - 1e-14)
            reached = reached || any(atWall)
            Self.vector(solution + block).pointee = (position - change).replacing(with: 0, where: atWall)
        }
        return reached
    }

    /// A is symmetric, so that its rows stand for its columns and the inner loop has no sum to carry.
    @inline(__always)
    private func multiply<Stride: PanelStride>(
        _ factor: UnsafeMutablePointer<Double>, into result: UnsafeMutablePointer<Double>, _ known: Stride
    ) {
        let stride = known.numbers
        for block in Swift.stride(from: 0, to: stride, by: 8) {
            // Two sums, so that additions need not wait for each other.
            var even = Vector.zero, odd = Vector.zero
            var column = 0
            while column + 1 < order {
                let line = matrix + column * stride + block
                Self.accumulate(&even, Self.vector(line).pointee, factor[column])
                Self.accumulate(&odd, Self.vector(line + stride).pointee, factor[column + 1])
                column += 2
            }
            if column < order {
                Self.accumulate(&even, Self.vector(matrix + column * stride + block).pointee, factor[column])
            }
            Self.vector(result + block).pointee = even + odd
        }
    }

    @inline(__always)
    private func dot<Stride: PanelStride>(
        _ first: UnsafeMutablePointer<Double>, _ second: UnsafeMutablePointer<Double>, _ known: Stride
    ) -> Double {
        var sum = Vector.zero
        for block in Swift.stride(from: 0, to: known.numbers, by: 8) {
            Self.accumulate(&sum, Self.vector(first + block).pointee, Self.vector(second + block).pointee)
        }
        let four = sum.lowHalf + sum.highHalf
        let two = four.lowHalf + four.highHalf
        return two.x + two.y
    }

    @inline(__always)
    private static func vector(_ pointer: UnsafeMutablePointer<Double>) -> UnsafeMutablePointer<Vector> {
        UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Vector.self)
    }

    @inline(__always)
    private static func accumulate(_ sum: inout Vector, _ first: Vector, _ factor: Double) {
        accumulate(&sum, first, Vector(repeating: factor))
    }

    @inline(__always)
    private static func accumulate(_ sum: inout Vector, _ first: Vector, _ second: Vector) {
        #if FUSED_MULTIPLY_ADD
        sum.addProduct(first, second)
        #else
        sum += first * second
        #endif
    }
}
