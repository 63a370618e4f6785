/// The workspace for a few least-squares problems of small order under x ≥ 0 in double precision, solved side by side in
/// the lanes of SIMD vectors: each the minimum of ½ xᵀAx − bᵀx for a symmetric, positive semidefinite
/// A = B + λI + Σ dⱼ yⱼyⱼᵀ and b = Σ tⱼ yⱼ.
///
/// A problem is solved by projected gradients with conjugate directions, after B. T. Polyak, "The conjugate gradient
/// method in extremal problems" (USSR Computational Mathematics and Mathematical Physics 9(4), 1969), with the
/// constants of Apache Spark's `NNLS`. These stop so early that a more exact solver finds other factors: they differ by
/// a millionth where a problem is well determined, and by more where there are many minima near each other. The
/// solution in a lane does not depend on the others. The workspace is allocated once for many solutions.
public struct NonnegativeSystems: ~Copyable {
    /// The most problems that are solved side by side: as many as fill two vectors, so that one need not wait for the
    /// other's results.
    public static let lanes = Lanes.scalarCount

    /// The number of unknowns of each problem.
    public let order: Int
    /// The number of problems that are set.
    public private(set) var count = 0

    private typealias Lanes = SIMD16<Double>
    private typealias Mask = SIMDMask<Lanes.MaskStorage>

    /// A of every lane, row by row, both triangles.
    private let matrix: UnsafeMutablePointer<Lanes>
    /// b, x, and what the search for x needs: `order` vectors each.
    private let right: UnsafeMutablePointer<Lanes>
    private let solution: UnsafeMutablePointer<Lanes>
    private let residual: UnsafeMutablePointer<Lanes>
    private let gradient: UnsafeMutablePointer<Lanes>
    private let direction: UnsafeMutablePointer<Lanes>
    private let product: UnsafeMutablePointer<Lanes>
    private let sums: OuterProductSums

    /// A workspace for problems with this many unknowns; none is set.
    public init(order: Int) {
        self.order = order
        let size = order * (order + 6)
        // Vectors are loaded fastest from addresses aligned to cache lines; Swift does not align them so.
        matrix = UnsafeMutableRawPointer.allocate(byteCount: size * MemoryLayout<Lanes>.stride, alignment: 128)
            .bindMemory(to: Lanes.self, capacity: size)
        matrix.initialize(repeating: .zero, count: size)
        right = matrix + order * order
        solution = right + order
        residual = solution + order
        gradient = residual + order
        direction = gradient + order
        product = direction + order
        sums = OuterProductSums(order: order)
    }

    deinit {
        matrix.deallocate()
    }

    /// Removes all problems.
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
                    sums.set(table, rows, weights: weights, targets: targets)
                }
            }
        }
        if let base {
            precondition(base.elements.count == order * order)
            base.elements.withUnsafeBufferPointer { base in
                if let base = base.baseAddress { setLane(base: base, ridge: ridge) }
            }
        } else {
            setLane(base: nil, ridge: ridge)
        }
        count += 1
    }

    /// Sets A above the diagonal and b in the next lane, from the sums.
    @inline(__always)
    private func setLane(base: UnsafePointer<Double>?, ridge: Double) {
        let order = order, stride = sums.stride, lanes = Self.lanes
        let right = UnsafeMutableRawPointer(right).assumingMemoryBound(to: Double.self) + count
        var target = UnsafeMutableRawPointer(matrix).assumingMemoryBound(to: Double.self) + count
        for row in 0..<order {
            // A column of the sums, which have the lower triangle.
            var source = sums.matrix + row &* (stride &+ 1)
            target[0] = source[0] + ridge
            if var base {
                base += row &* (order &+ 1)
                target[0] += base[0]
                for index in 1..<max(1, order &- row) {
                    source += stride
                    target[index &* lanes] = source[0] + base[index]
                }
            } else {
                for index in 1..<max(1, order &- row) {
                    source += stride
                    target[index &* lanes] = source[0]
                }
            }
            target += (order &+ 1) &* lanes
            right[row &* lanes] = sums.vector[row]
        }
    }

    /// Finds the solutions of all problems, starting from zero.
    public func solve() {
        let order = order
        var active = Mask(repeating: false)
        for lane in 0..<count { active[lane] = true }
        for row in 0..<order {
            for column in 0..<row { matrix[row &* order &+ column] = matrix[column &* order &+ row] }
            solution[row] = .zero
            residual[row] = -right[row]
            direction[row] = .zero
        }
        var (square, size) = setGradient()
        var lastSquare = Lanes.zero, lastWall = Lanes.zero
        for round in 0..<max(400, 20 * order) {
            // A lane takes the conjugate direction unless it has come to a wall lately, or would stop there.
            var isConjugate = lastWall .< Double(round - 1)
            let ratio = (square / lastSquare).replacing(with: 0, where: .!isConjugate)
            for index in 0..<order { direction[index] = gradient[index] + ratio * direction[index] }
            var (step, length) = stepLength()
            let stops = isConjugate .& isDone(step, square: length, size: size)
            if any(stops) {
                for index in 0..<order { direction[index].replace(with: gradient[index], where: stops) }
                step = stepLength().step
                isConjugate = isConjugate .& .!stops
            }
            active = active .& (isConjugate .| .!isDone(step, square: square, size: size))
            guard any(active) else { return }
            step = lengthToWall(atMost: step.replacing(with: 0, where: .!active))
            lastWall.replace(with: Double(round), where: move(by: step, active))
            lastSquare = square
            (square, size) = setGradient()
        }
    }

    /// Writes x of a lane, once solved, in single precision.
    ///
    /// - Parameter target: room for `order` numbers, initialised by this.
    /// - Precondition: the lane is below ``count``.
    public func copySolution(ofLane lane: Int, to target: UnsafeMutablePointer<Float>) {
        precondition(0..<count ~= lane)
        let numbers = UnsafeMutableRawPointer(solution).assumingMemoryBound(to: Double.self) + lane
        for index in 0..<order { (target + index).initialize(to: Float(numbers[index * Self.lanes])) }
    }

    /// Sets the gradient from the residual Ax − b.
    ///
    /// - Returns: the squares of the lengths of the gradient and of x.
    @inline(__always)
    private func setGradient() -> (square: Lanes, size: Lanes) {
        var square = Lanes.zero, size = Lanes.zero
        for index in 0..<order {
            let position = solution[index], rest = residual[index]
            // A coordinate at its wall does not move into it.
            let slope = rest.replacing(with: 0, where: (position .== 0) .& (rest .> 0))
            gradient[index] = slope
            Self.accumulate(&square, slope, slope)
            Self.accumulate(&size, position, position)
        }
        return (square, size)
    }

    /// The step along the direction that minimises the quadratic, and the square of the direction's length. Sets the
    /// product of A and the direction.
    @inline(__always)
    private func stepLength() -> (step: Lanes, square: Lanes) {
        multiply()
        var slope = Lanes.zero, curvature = Lanes.zero, square = Lanes.zero
        for index in 0..<order {
            let change = direction[index]
            Self.accumulate(&slope, change, residual[index])
            Self.accumulate(&curvature, change, product[index])
            Self.accumulate(&square, change, change)
        }
        return (slope / (curvature + 1e-20), square)
    }

    @inline(__always)
    private func isDone(_ step: Lanes, square: Lanes, size: Lanes) -> Mask {
        // What is not a number is neither above nor below.
        .!((step .>= 1e-7) .& (step .<= 1e40)) .| (square .< 1e-12 * size) .| (square .< 1e-32)
    }

    /// The step that ends at the first wall.
    @inline(__always)
    private func lengthToWall(atMost step: Lanes) -> Lanes {
        var isBeyond = Mask(repeating: false)
        for index in 0..<order { isBeyond = isBeyond .| (direction[index] * step .> solution[index]) }
        // Divisions take long, and most steps end before the wall.
        guard any(isBeyond) else { return step }
        var shortest = step
        for index in 0..<order {
            let position = solution[index], change = direction[index]
            let length = step.replacing(with: position / change, where: change * step .> position)
            shortest.replace(with: length, where: length .< shortest)
        }
        return shortest
    }

    /// Takes a step and updates the residual. Coordinates that it brings to their wall are zero from then on.
    ///
    /// - Returns: the lanes with such coordinates.
    @inline(__always)
    private func move(by step: Lanes, _ active: Mask) -> Mask {
        var reached = Mask(repeating: false)
        for index in 0..<order {
            let position = solution[index], change = direction[index] * step
            let isAtWall = active .& (change .> position * (1 - 1e-14))
            reached = reached .| isAtWall
            solution[index] = (position - change).replacing(with: 0, where: isAtWall)
                .replacing(with: position, where: .!active)
            Self.accumulate(&residual[index], -step, product[index])
        }
        return reached
    }

    /// Sets the product of A and the direction. Five rows at a time, so that additions need not wait for each other.
    @inline(__always)
    private func multiply() {
        let order = order
        var row = 0
        while row &+ 5 <= order {
            // As A is symmetric, its columns lie in a row.
            var source = UnsafePointer(matrix + row)
            var total = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
            for column in 0..<order {
                let value = direction[column]
                Self.accumulate(&total.0, source[0], value)
                Self.accumulate(&total.1, source[1], value)
                Self.accumulate(&total.2, source[2], value)
                Self.accumulate(&total.3, source[3], value)
                Self.accumulate(&total.4, source[4], value)
                source += order
            }
            product[row] = total.0
            product[row &+ 1] = total.1
            product[row &+ 2] = total.2
            product[row &+ 3] = total.3
            product[row &+ 4] = total.4
            row &+= 5
        }
        while row < order {
            var total = Lanes.zero
            for column in 0..<order { Self.accumulate(&total, matrix[row &* order &+ column], direction[column]) }
            product[row] = total
            row &+= 1
        }
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
