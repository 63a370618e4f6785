/// Small dense systems without the overhead of library calls: Gram matrices and Cholesky's factorisation in single
/// precision.
///
/// Matrices are in rows of `stride` numbers, a multiple of 16, at addresses aligned to 64 bytes. Of symmetric matrices
/// the upper triangle counts; what is below it is undefined.
package enum CholeskyKernels {
    private typealias Vector = SIMD16<Float>

    /// The upper triangle of PᵀP for a panel P of some rows.
    package static func gram(
        of panel: UnsafePointer<Float>, rows: Int, stride: Int, into target: UnsafeMutablePointer<Float>
    ) {
        var column = 0
        while column + 32 <= stride {
            for row in Swift.stride(from: 0, to: column + 32, by: 4) {
                wideTile(of: panel, rows: rows, stride: stride, row: row, column: column, into: target)
            }
            column += 32
        }
        if column < stride {
            for row in Swift.stride(from: 0, to: column + 16, by: 4) {
                narrowTile(of: panel, rows: rows, stride: stride, row: row, column: column, into: target)
            }
        }
    }

    /// 4 × 32 elements, summed in registers.
    @inline(__always)
    private static func wideTile(
        of panel: UnsafePointer<Float>, rows: Int, stride: Int, row: Int, column: Int,
        into target: UnsafeMutablePointer<Float>
    ) {
        var left = (Vector.zero, Vector.zero, Vector.zero, Vector.zero), right = left
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
            factors += stride
            source += stride / 16
        }
        let blocks = stride / 16
        let target = PanelKernels.vectors(target + row * stride + column)
        target[0] = left.0
        target[1] = right.0
        target[blocks] = left.1
        target[blocks + 1] = right.1
        target[2 * blocks] = left.2
        target[2 * blocks + 1] = right.2
        target[3 * blocks] = left.3
        target[3 * blocks + 1] = right.3
    }

    /// 4 × 16 elements, summed in registers.
    @inline(__always)
    private static func narrowTile(
        of panel: UnsafePointer<Float>, rows: Int, stride: Int, row: Int, column: Int,
        into target: UnsafeMutablePointer<Float>
    ) {
        var sums = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
        var factors = panel + row
        var source = PanelKernels.vectors(panel + column)
        for _ in 0..<rows {
            let vector = source[0]
            PanelKernels.accumulate(&sums.0, vector, Vector(repeating: factors[0]))
            PanelKernels.accumulate(&sums.1, vector, Vector(repeating: factors[1]))
            PanelKernels.accumulate(&sums.2, vector, Vector(repeating: factors[2]))
            PanelKernels.accumulate(&sums.3, vector, Vector(repeating: factors[3]))
            factors += stride
            source += stride / 16
        }
        let blocks = stride / 16
        let target = PanelKernels.vectors(target + row * stride + column)
        target[0] = sums.0
        target[blocks] = sums.1
        target[2 * blocks] = sums.2
        target[3 * blocks] = sums.3
    }

    /// Replaces the upper triangle of A by R with RᵀR = A, four rows at a time.
    ///
    /// - Returns: whether A was positive definite to working precision.
    package static func factorise(_ matrix: UnsafeMutablePointer<Float>, order: Int, stride: Int) -> Bool {
        let blocks = stride / 16
        for start in Swift.stride(from: 0, to: order, by: 4) {
            let end = min(start + 4, order)
            for pivot in start..<end {
                let row = matrix + pivot * stride
                let square = row[pivot]
                guard square > 0, square.isFinite else { return false }
                let vectors = PanelKernels.vectors(row)
                let inverse = Vector(repeating: 1 / square.squareRoot())
                for block in pivot / 16..<blocks { vectors[block] *= inverse }
                for other in pivot + 1..<max(end, pivot + 1) {
                    let target = PanelKernels.vectors(matrix + other * stride)
                    let factor = Vector(repeating: -row[other])
                    for block in other / 16..<blocks {
                        PanelKernels.accumulate(&target[block], vectors[block], factor)
                    }
                }
            }
            guard end < order else { break }
            let first = matrix + start * stride, second = first + stride
            let third = second + stride, fourth = third + stride
            let rows = (
                PanelKernels.vectors(first), PanelKernels.vectors(second), PanelKernels.vectors(third),
                PanelKernels.vectors(fourth)
            )
            for other in end..<order {
                let target = PanelKernels.vectors(matrix + other * stride)
                let factors = (
                    Vector(repeating: -first[other]), Vector(repeating: -second[other]),
                    Vector(repeating: -third[other]), Vector(repeating: -fourth[other])
                )
                for block in other / 16..<blocks {
                    var sum = target[block]
                    PanelKernels.accumulate(&sum, rows.0[block], factors.0)
                    PanelKernels.accumulate(&sum, rows.1[block], factors.1)
                    PanelKernels.accumulate(&sum, rows.2[block], factors.2)
                    PanelKernels.accumulate(&sum, rows.3[block], factors.3)
                    target[block] = sum
                }
            }
        }
        return true
    }

    /// Solves RᵀR x = b.
    ///
    /// - Parameters:
    ///   - right: b, overwritten; `stride` numbers.
    ///   - solution: x, and zeros up to `stride`.
    ///   - workspace: `stride` numbers.
    package static func solve(
        _ factor: UnsafePointer<Float>, order: Int, stride: Int, right: UnsafeMutablePointer<Float>,
        solution: UnsafeMutablePointer<Float>, workspace: UnsafeMutablePointer<Float>
    ) {
        let blocks = stride / 16
        let rest = PanelKernels.vectors(right)
        for row in 0..<order {
            let vectors = PanelKernels.vectors(factor + row * stride)
            let value = right[row] / factor[row * stride + row]
            workspace[row] = value
            // Elements of `right` before the row are done with, so that what lies below the triangle does no harm.
            for block in row / 16..<blocks {
                PanelKernels.accumulate(&rest[block], vectors[block], Vector(repeating: -value))
            }
        }
        solution.update(repeating: 0, count: stride)
        let found = PanelKernels.vectors(solution)
        for row in (0..<order).reversed() {
            let vectors = PanelKernels.vectors(factor + row * stride)
            var sum = Vector.zero
            // The solution is zero up to this row.
            for block in row / 16..<blocks { PanelKernels.accumulate(&sum, vectors[block], found[block]) }
            solution[row] = (workspace[row] - PanelKernels.sum(sum)) / factor[row * stride + row]
        }
    }
}
