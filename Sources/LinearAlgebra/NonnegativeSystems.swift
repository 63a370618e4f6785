/// The workspace for a few least-squares problems of small order under x ≥ 0 in double precision, solved side by side in
/// the lanes of SIMD vectors: each the minimum of ½ xᵀAx − bᵀx for a symmetric, positive semidefinite
/// A = B + λI + Σ dⱼ yⱼyⱼᵀ and b = Σ tⱼ yⱼ.
///
/// A problem is solved by projected gradients with conjugate directions, after B. T. Polyak, "The conjugate gradient
/// method in extremal problems" (USSR Computational Mathematics and Mathematical Physics 9(4), 1969), with the constants
/// of Apache Spark's `NNLS`: under-determined problems have many minima near each other, so that another exact solver
/// finds other factors. What is found in a lane does not depend on the others. The workspace is allocated once for many
/// solutions.
public struct NonnegativeSystems: ~Copyable {
    /// The most problems that are solved side by side.
    public static let lanes = 8

    public let order: Int
    /// The number of problems that are set.
    public private(set) var count = 0

    private typealias Lanes = SIMD8<Double>
    private typealias Mask = SIMDMask<Lanes.MaskStorage>
    private typealias Wide = SIMD16<Double>

    /// A of every lane, row by row, both triangles.
    private let matrix: UnsafeMutablePointer<Lanes>
    /// b, x, and what the search for x needs: `order` vectors each.
    private let right: UnsafeMutablePointer<Lanes>
    private let solution: UnsafeMutablePointer<Lanes>
    private let residual: UnsafeMutablePointer<Lanes>
    private let gradient: UnsafeMutablePointer<Lanes>
    private let direction: UnsafeMutablePointer<Lanes>
    private let lastDirection: UnsafeMutablePointer<Lanes>
    private let product: UnsafeMutablePointer<Lanes>
    /// Σ dⱼ yⱼyⱼᵀ of one problem and after it Σ tⱼ yⱼ, in rows of the table's stride.
    private let sums: UnsafeMutablePointer<Double>

    /// Rows of A that are summed in registers together.
    private static let tile = 4

    public init(order: Int) {
        self.order = order
        let size = order * (order + 7)
        matrix = .allocate(capacity: size)
        matrix.initialize(repeating: .zero, count: size)
        right = matrix + order * order
        solution = right + order
        residual = solution + order
        gradient = residual + order
        direction = gradient + order
        lastDirection = direction + order
        product = lastDirection + order
        let numbers = (order + Self.tile) * DoubleTable.stride(for: order)
        sums = UnsafeMutableRawPointer.allocate(
            byteCount: numbers * MemoryLayout<Double>.stride, alignment: MemoryLayout<Wide>.alignment
        ).bindMemory(to: Double.self, capacity: numbers)
        sums.initialize(repeating: 0, count: numbers)
    }

    deinit {
        matrix.deallocate()
        sums.deallocate()
    }

    /// Takes away all problems.
    public mutating func removeAll() { count = 0 }

    /// Sets another problem, which gets the next lane.
    ///
    /// - Parameters:
    ///   - base: B, `order × order`; nil for zero.
    ///   - ridge: λ.
    ///   - table: the rows from which `rows` chooses the y.
    ///   - weights: the d, one for each of `rows`.
    ///   - targets: the t, one for each of `rows`.
    /// - Precondition: there are fewer than ``lanes`` problems, `rows` are rows of the table, whose columns are the
    ///   order, and there are as many weights and targets.
    public mutating func append(
        base: Matrix<Double>?, ridge: Double, table: DoubleTable, rows: ArraySlice<Int32>,
        weights: ArraySlice<Double>, targets: ArraySlice<Double>
    ) {
        precondition(count < Self.lanes && table.columns == order)
        precondition(weights.count == rows.count && targets.count == rows.count)
        rows.withUnsafeBufferPointer { rows in
            weights.withUnsafeBufferPointer { weights in
                targets.withUnsafeBufferPointer { targets in
                    addUp(table, rows, weights: weights, targets: targets)
                }
            }
        }
        let lane = count, stride = table.stride, lanes = Self.lanes
        let matrix = UnsafeMutableRawPointer(matrix).assumingMemoryBound(to: Double.self) + lane
        let right = UnsafeMutableRawPointer(right).assumingMemoryBound(to: Double.self) + lane
        (base?.elements ?? []).withUnsafeBufferPointer { base in
            for row in 0..<order {
                for column in 0..<order {
                    let place = row * order + column
                    let own = sums[row * stride + column]
                    matrix[place * lanes] = base.isEmpty ? own : own + base[place]
                }
                matrix[row * (order + 1) * lanes] += ridge
                right[row * lanes] = sums[order * stride + row]
            }
        }
        count += 1
    }

    /// Sets ``sums``.
    private func addUp(
        _ table: DoubleTable, _ rows: UnsafeBufferPointer<Int32>, weights: UnsafeBufferPointer<Double>,
        targets: UnsafeBufferPointer<Double>
    ) {
        let stride = table.stride
        for block in Swift.stride(from: 0, to: stride, by: Wide.scalarCount) {
            for row in Swift.stride(from: Self.tile, to: order, by: Self.tile) {
                addTile(table, rows, weights: weights, row: row, block: block)
            }
            // Last, as the last tile writes beyond the last row, where the sum of the targets goes.
            let right = addTile(table, rows, weights: weights, targets: targets, row: 0, block: block)
            Self.wide(sums + order * stride + block).pointee = right
        }
    }

    /// Sets four rows of ``sums``.
    ///
    /// - Returns: Σ tⱼ yⱼ, where targets are given.
    @inline(__always)
    @discardableResult
    private func addTile(
        _ table: DoubleTable, _ rows: UnsafeBufferPointer<Int32>, weights: UnsafeBufferPointer<Double>,
        targets: UnsafeBufferPointer<Double>? = nil, row: Int, block: Int
    ) -> Wide {
        let stride = table.stride
        var total = (Wide.zero, Wide.zero, Wide.zero, Wide.zero), right = Wide.zero
        for place in 0..<rows.count {
            let source = table.elements + Int(rows[place]) * stride
            let numbers = Self.wide(source + block).pointee
            let weighted = numbers * weights[place], factors = source + row
            Self.accumulate(&total.0, weighted, factors[0])
            Self.accumulate(&total.1, weighted, factors[1])
            Self.accumulate(&total.2, weighted, factors[2])
            Self.accumulate(&total.3, weighted, factors[3])
            if let targets { Self.accumulate(&right, numbers, targets[place]) }
        }
        let target = sums + row * stride + block
        Self.wide(target).pointee = total.0
        Self.wide(target + stride).pointee = total.1
        Self.wide(target + 2 * stride).pointee = total.2
        Self.wide(target + 3 * stride).pointee = total.3
        return right
    }

    /// Finds the solutions of all problems, starting from zero.
    public func solve() {
        solution.update(repeating: .zero, count: order)
        lastDirection.update(repeating: .zero, count: order)
        var active = Mask(repeating: false)
        for lane in 0..<count { active[lane] = true }
        var lastSquare = Lanes.zero, lastWall = Lanes.zero
        for round in 0..<max(400, 20 * order) {
            let (square, size) = setGradient()
            // A lane takes the conjugate direction unless it has come to a wall lately, or would stop there.
            var isConjugate = lastWall .< Double(round - 1)
            let share = (square / lastSquare).replacing(with: 0, where: .!isConjugate)
            for place in 0..<order {
                direction[place] = gradient[place] + share * lastDirection[place]
            }
            var step = stepLength()
            if any(isConjugate) {
                let stops = isConjugate .& isDone(step, square: dot(direction, direction), size: size)
                if any(stops) {
                    for place in 0..<order { direction[place].replace(with: gradient[place], where: stops) }
                    step = stepLength()
                    isConjugate = isConjugate .& .!stops
                }
            }
            active = active .& (isConjugate .| .!isDone(step, square: square, size: size))
            guard any(active) else { return }
            step = lengthToWall(atMost: step.replacing(with: 0, where: .!active))
            lastWall.replace(with: Double(round), where: move(by: step, active))
            lastSquare = square
            lastDirection.update(from: direction, count: order)
        }
    }

    /// Writes x of a lane, once solved, in single precision.
    ///
    /// - Parameter target: room for `order` numbers, initialised by this.
    /// - Precondition: the lane is below ``count``.
    public func copySolution(ofLane lane: Int, to target: UnsafeMutablePointer<Float>) {
        precondition(0..<count ~= lane)
        let numbers = UnsafeMutableRawPointer(solution).assumingMemoryBound(to: Double.self) + lane
        for place in 0..<order { (target + place).initialize(to: Float(numbers[place * Self.lanes])) }
    }

    /// Sets the residual Ax − b and the gradient.
    ///
    /// - Returns: the squares of the lengths of the gradient and of x.
    private func setGradient() -> (square: Lanes, size: Lanes) {
        multiply(solution, into: residual)
        var square = Lanes.zero, size = Lanes.zero
        for place in 0..<order {
            let position = solution[place], rest = residual[place] - right[place]
            residual[place] = rest
            // A coordinate at its wall does not move into it.
            let slope = rest.replacing(with: 0, where: (position .== 0) .& (rest .> 0))
            gradient[place] = slope
            Self.accumulate(&square, slope, slope)
            Self.accumulate(&size, position, position)
        }
        return (square, size)
    }

    /// The step along the direction that minimises the quadratic.
    private func stepLength() -> Lanes {
        multiply(direction, into: product)
        return dot(direction, residual) / (dot(product, direction) + 1e-20)
    }

    private func isDone(_ step: Lanes, square: Lanes, size: Lanes) -> Mask {
        // What is not a number is neither above nor below.
        .!((step .>= 1e-7) .& (step .<= 1e40)) .| (square .< 1e-12 * size) .| (square .< 1e-32)
    }

    /// The step that ends at the first wall.
    private func lengthToWall(atMost step: Lanes) -> Lanes {
        var shortest = step
        for place in 0..<order {
            let position = solution[place], change = direction[place]
            let isBeyond = change * shortest .> position
            // Divisions take long, and most steps end before the wall.
            if any(isBeyond) { shortest.replace(with: position / change, where: isBeyond) }
        }
        return shortest
    }

    /// Takes a step. Coordinates that it brings to their wall are zero from then on.
    ///
    /// - Returns: the lanes with such coordinates.
    private func move(by step: Lanes, _ active: Mask) -> Mask {
        var reached = Mask(repeating: false)
        for place in 0..<order {
            let position = solution[place], change = direction[place] * step
            let isAtWall = active .& (change .> position * (1 - 1e-14))
            reached = reached .| isAtWall
            solution[place] = (position - change).replacing(with: 0, where: isAtWall)
                .replacing(with: position, where: .!active)
        }
        return reached
    }

    /// Four rows at a time, so that additions need not wait for each other.
    private func multiply(_ factor: UnsafeMutablePointer<Lanes>, into result: UnsafeMutablePointer<Lanes>) {
        let order = order
        var row = 0
        while row + 4 <= order {
            let first = matrix + row * order, second = first + order, third = second + order, fourth = third + order
            var total = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
            for column in 0..<order {
                let value = factor[column]
                Self.accumulate(&total.0, first[column], value)
                Self.accumulate(&total.1, second[column], value)
                Self.accumulate(&total.2, third[column], value)
                Self.accumulate(&total.3, fourth[column], value)
            }
            result[row] = total.0
            result[row + 1] = total.1
            result[row + 2] = total.2
            result[row + 3] = total.3
            row += 4
        }
        while row < order {
            var total = Lanes.zero
            for column in 0..<order { Self.accumulate(&total, matrix[row * order + column], factor[column]) }
            result[row] = total
            row += 1
        }
    }

    private func dot(_ first: UnsafeMutablePointer<Lanes>, _ second: UnsafeMutablePointer<Lanes>) -> Lanes {
        var total = Lanes.zero
        for place in 0..<order { Self.accumulate(&total, first[place], second[place]) }
        return total
    }

    @inline(__always)
    private static func wide(_ pointer: UnsafeMutablePointer<Double>) -> UnsafeMutablePointer<Wide> {
        UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Wide.self)
    }

    @inline(__always)
    private static func accumulate(_ sum: inout Wide, _ first: Wide, _ factor: Double) {
        #if FUSED_MULTIPLY_ADD
        sum.addProduct(first, Wide(repeating: factor))
        #else
        sum += first * factor
        #endif
    }

    @inline(__always)
    private static func accumulate(_ sum: inout Lanes, _ first: Lanes, _ second: Lanes) {
        #if FUSED_MULTIPLY_ADD
        sum.addProduct(first, second)
        #else
        sum += first * second
        #endif
    }
}
