/// Small dense systems without the overhead of library calls: Gram matrices and Cholesky's factorisation in single
/// precision.
///
/// Matrices are in rows of `stride` numbers, a multiple of 16, at addresses aligned to 64 bytes, and so are vectors. Of
/// symmetric matrices the upper triangle counts; what is below it is undefined. Orders are multiples of
/// ``PanelKernels/group``: equations that a system lacks for that say that an unknown is zero.
package enum CholeskyKernels {
    private typealias Vector = SIMD16<Float>

    /// The first rows of the upper triangle of PᵀP for a panel P of some rows.
    package static func gram(
        of panel: UnsafePointer<Float>, rows: Int, order: Int, stride: Int, into target: UnsafeMutablePointer<Float>
    ) {
        for column in Swift.stride(from: 0, to: stride, by: 16) {
            let end = min(column + 16, order)
            // The rows above the next 16 columns' own belong to both, and cost less together.
            let isRight = column % 32 == 16
            if !isRight, column + 32 <= stride {
                for row in Swift.stride(from: 0, to: end, by: 8) {
                    wideTile(of: panel, rows: rows, stride: stride, row: row, column: column, into: target)
                }
            } else {
                for row in Swift.stride(from: isRight ? column : 0, to: end, by: 8) {
                    narrowTile(of: panel, rows: rows, stride: stride, row: row, column: column, into: target)
                }
            }
        }
    }

    /// 8 × 32 elements, summed in registers.
    @inline(__always)
    private static func wideTile(
        of panel: UnsafePointer<Float>, rows: Int, stride: Int, row: Int, column: Int,
        into target: UnsafeMutablePointer<Float>
    ) {
        var left = (Vector.zero, Vector.zero, Vector.zero, Vector.zero, Vector.zero, Vector.zero, Vector.zero, Vector.zero), right = left
        var factors = panel + row
        var source = PanelKernels.vectors(panel + column)
        for _ in 0..<rows {
            let first = source[0], second = source[1]
            var factor = Vector(repeating: factors[0])
            PanelKernels.accumulate(&left.0, first, factor)
            PanelKernels.accumulate(&right.0, second, factor)
            factor = Vector(repeating: factors[1])
            PanelKernels.accumulate(&left.1, first, factor)
            PanelKernels.accumulate(&right.1, second, factor)
            factor = Vector(repeating: factors[2])
            PanelKernels.accumulate(&left.2, first, factor)
            PanelKernels.accumulate(&right.2, second, factor)
            factor = Vector(repeating: factors[3])
            PanelKernels.accumulate(&left.3, first, factor)
            PanelKernels.accumulate(&right.3, second, factor)
            factor = Vector(repeating: factors[4])
            PanelKernels.accumulate(&left.4, first, factor)
            PanelKernels.accumulate(&right.4, second, factor)
            factor = Vector(repeating: factors[5])
            PanelKernels.accumulate(&left.5, first, factor)
            PanelKernels.accumulate(&right.5, second, factor)
            factor = Vector(repeating: factors[6])
            PanelKernels.accumulate(&left.6, first, factor)
            PanelKernels.accumulate(&right.6, second, factor)
            factor = Vector(repeating: factors[7])
            PanelKernels.accumulate(&left.7, first, factor)
            PanelKernels.accumulate(&right.7, second, factor)
            factors += stride
            source += stride / 16
        }
        let blocks = stride / 16
        let target = PanelKernels.vectors(target + row * stride + column)
        target[0 * blocks] = left.0
        target[0 * blocks + 1] = right.0
        target[1 * blocks] = left.1
        target[1 * blocks + 1] = right.1
        target[2 * blocks] = left.2
        target[2 * blocks + 1] = right.2
        target[3 * blocks] = left.3
        target[3 * blocks + 1] = right.3
        target[4 * blocks] = left.4
        target[4 * blocks + 1] = right.4
        target[5 * blocks] = left.5
        target[5 * blocks + 1] = right.5
        target[6 * blocks] = left.6
        target[6 * blocks + 1] = right.6
        target[7 * blocks] = left.7
        target[7 * blocks + 1] = right.7
    }

    /// 8 × 16 elements, summed in registers.
    @inline(__always)
    private static func narrowTile(
        of panel: UnsafePointer<Float>, rows: Int, stride: Int, row: Int, column: Int,
        into target: UnsafeMutablePointer<Float>
    ) {
        var sums = (Vector.zero, Vector.zero, Vector.zero, Vector.zero, Vector.zero, Vector.zero, Vector.zero, Vector.zero)
        var factors = panel + row
        var source = PanelKernels.vectors(panel + column)
        for _ in 0..<rows {
            let vector = source[0]
            PanelKernels.accumulate(&sums.0, vector, Vector(repeating: factors[0]))
            PanelKernels.accumulate(&sums.1, vector, Vector(repeating: factors[1]))
            PanelKernels.accumulate(&sums.2, vector, Vector(repeating: factors[2]))
            PanelKernels.accumulate(&sums.3, vector, Vector(repeating: factors[3]))
            PanelKernels.accumulate(&sums.4, vector, Vector(repeating: factors[4]))
            PanelKernels.accumulate(&sums.5, vector, Vector(repeating: factors[5]))
            PanelKernels.accumulate(&sums.6, vector, Vector(repeating: factors[6]))
            PanelKernels.accumulate(&sums.7, vector, Vector(repeating: factors[7]))
            factors += stride
            source += stride / 16
        }
        let blocks = stride / 16
        let target = PanelKernels.vectors(target + row * stride + column)
        target[0 * blocks] = sums.0
        target[1 * blocks] = sums.1
        target[2 * blocks] = sums.2
        target[3 * blocks] = sums.3
        target[4 * blocks] = sums.4
        target[5 * blocks] = sums.5
        target[6 * blocks] = sums.6
        target[7 * blocks] = sums.7
    }

    /// Solves A x = b by Cholesky's factorisation RᵀR, four rows at a time. A and b are overwritten.
    ///
    /// - Parameters:
    ///   - right: b, `stride` numbers; those from `order` on are finite.
    ///   - solution: x, and zeros up to `stride`.
    /// - Returns: whether A was positive definite to working precision.
    package static func solve(
        _ matrix: UnsafeMutablePointer<Float>, order: Int, stride: Int, right: UnsafeMutablePointer<Float>,
        solution: UnsafeMutablePointer<Float>
    ) -> Bool {
        guard factorise(matrix, order: order, stride: stride, right: right) else { return false }
        substitute(matrix, order: order, stride: stride, right: right, solution: solution)
        return true
    }

    /// Replaces the upper triangle of A by R, but its diagonal by the reciprocals, and b by R⁻ᵀb: a row more, of which
    /// the same is taken away as of the others.
    @inline(__always)
    private static func factorise(
        _ matrix: UnsafeMutablePointer<Float>, order: Int, stride: Int, right: UnsafeMutablePointer<Float>
    ) -> Bool {
        for start in Swift.stride(from: 0, to: order, by: 4) {
            let rows = CholeskyRows(matrix, from: start, stride: stride)
            guard rows.factorise(right) else { return false }
            for row in Swift.stride(from: start + 4, to: order, by: 2) {
                rows.takeAway(fromTwo: matrix + row * stride, row: row)
            }
        }
        return true
    }

    /// Solves R x = b.
    @inline(__always)
    private static func substitute(
        _ factor: UnsafePointer<Float>, order: Int, stride: Int, right: UnsafePointer<Float>,
        solution: UnsafeMutablePointer<Float>
    ) {
        let blocks = stride / 16
        solution.update(repeating: 0, count: stride)
        let found = PanelKernels.vectors(solution)
        for start in Swift.stride(from: order - 4, through: 0, by: -4) {
            let first = factor + start * stride, second = first + stride, third = second + stride
            let fourth = third + stride
            var sums = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
            // The solution is zero up to these rows' end.
            for block in start / 16..<blocks {
                let vector = found[block]
                PanelKernels.accumulate(&sums.0, PanelKernels.vectors(first)[block], vector)
                PanelKernels.accumulate(&sums.1, PanelKernels.vectors(second)[block], vector)
                PanelKernels.accumulate(&sums.2, PanelKernels.vectors(third)[block], vector)
                PanelKernels.accumulate(&sums.3, PanelKernels.vectors(fourth)[block], vector)
            }
            var rest = PanelKernels.four(right + start) - PanelKernels.sums(sums.0, sums.1, sums.2, sums.3)
            rest.w *= fourth[start + 3]
            rest.z = (rest.z - third[start + 3] * rest.w) * third[start + 2]
            rest.y = (rest.y - second[start + 3] * rest.w - second[start + 2] * rest.z) * second[start + 1]
            rest.x =
                (rest.x - first[start + 3] * rest.w - first[start + 2] * rest.z - first[start + 1] * rest.y)
                * first[start]
            PanelKernels.store(rest, at: solution + start)
        }
    }
}
