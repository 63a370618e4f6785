/// Gram matrices of panels that stay in the nearest caches, in single precision.
///
/// Matrices are in rows of `stride` numbers, a multiple of 16, at addresses aligned to 64 bytes.
package enum GramKernels {
    private typealias Vector = SIMD16<Float>

    /// The first rows of the upper triangle of PᵀP for a panel P of some rows.
    ///
    /// - Parameter adds: whether the products are added to what the target holds.
    package static func upperTriangle(
        of panel: UnsafePointer<Float>, rows: Int, order: Int, stride: Int, into target: UnsafeMutablePointer<Float>,
        adding adds: Bool = false
    ) {
        for column in Swift.stride(from: 0, to: stride, by: 16) {
            let end = min(column + 16, order)
            // The rows above the next 16 columns' own belong to both, and cost less together.
            let isRight = column % 32 == 16
            if !isRight, column + 32 <= stride {
                for row in Swift.stride(from: 0, to: end, by: 8) {
                    wideTile(
                        of: panel, rows: rows, stride: stride, row: row, column: column, into: target,
                        adding: adds)
                }
            } else {
                for row in Swift.stride(from: isRight ? column : 0, to: end, by: 8) {
                    narrowTile(
                        of: panel, rows: rows, stride: stride, row: row, column: column, into: target,
                        adding: adds)
                }
            }
        }
    }

    /// 8 × 32 elements, summed in registers.
    @inline(__always)
    private static func wideTile(
        of panel: UnsafePointer<Float>, rows: Int, stride: Int, row: Int, column: Int,
        into target: UnsafeMutablePointer<Float>, adding adds: Bool
    ) {
        let blocks = stride / 16
        let target = PanelKernels.vectors(target + row * stride + column)
        var left = Self.zeros, right = Self.zeros
        if adds {
            left = (
                target[0 * blocks], target[1 * blocks], target[2 * blocks], target[3 * blocks],
                target[4 * blocks], target[5 * blocks], target[6 * blocks], target[7 * blocks]
            )
            right = (
                target[0 * blocks + 1], target[1 * blocks + 1], target[2 * blocks + 1], target[3 * blocks + 1],
                target[4 * blocks + 1], target[5 * blocks + 1], target[6 * blocks + 1], target[7 * blocks + 1]
            )
        }
        var factors = panel + row
        var source = PanelKernels.vectors(panel + column)
        for _ in 0..<rows {
            let first = source[0], second = source[1]
            PanelKernels.accumulate(&left.0, &right.0, first, second, factors[0])
            PanelKernels.accumulate(&left.1, &right.1, first, second, factors[1])
            PanelKernels.accumulate(&left.2, &right.2, first, second, factors[2])
            PanelKernels.accumulate(&left.3, &right.3, first, second, factors[3])
            PanelKernels.accumulate(&left.4, &right.4, first, second, factors[4])
            PanelKernels.accumulate(&left.5, &right.5, first, second, factors[5])
            PanelKernels.accumulate(&left.6, &right.6, first, second, factors[6])
            PanelKernels.accumulate(&left.7, &right.7, first, second, factors[7])
            factors += stride
            source += blocks
        }
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
        into target: UnsafeMutablePointer<Float>, adding adds: Bool
    ) {
        let blocks = stride / 16
        let target = PanelKernels.vectors(target + row * stride + column)
        var sums = Self.zeros
        if adds {
            sums = (
                target[0 * blocks], target[1 * blocks], target[2 * blocks], target[3 * blocks],
                target[4 * blocks], target[5 * blocks], target[6 * blocks], target[7 * blocks]
            )
        }
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
            source += blocks
        }
        target[0 * blocks] = sums.0
        target[1 * blocks] = sums.1
        target[2 * blocks] = sums.2
        target[3 * blocks] = sums.3
        target[4 * blocks] = sums.4
        target[5 * blocks] = sums.5
        target[6 * blocks] = sums.6
        target[7 * blocks] = sums.7
    }

    private static let zeros = (
        Vector.zero, Vector.zero, Vector.zero, Vector.zero, Vector.zero, Vector.zero, Vector.zero, Vector.zero
    )
}
