/// Gram matrices of panels that stay in the nearest caches, in single precision.
///
/// Matrices are in rows of `stride` numbers, a multiple of 16, at addresses aligned to 64 bytes.
public enum GramKernels {
    private typealias Vector = SIMD16<Float>

    /// The first rows of the upper triangle of PᵀP for a panel P of some rows.
    ///
    /// - Parameters:
    ///   - panel: P, `rows × stride` numbers.
    ///   - order: how many rows of the product are needed, at most `stride`.
    ///   - target: `order × stride` numbers.
    ///   - adds: whether the products are added to what the target holds.
    public static func upperTriangle(
        of panel: UnsafePointer<Float>, rows: Int, order: Int, stride: Int, into target: UnsafeMutablePointer<Float>,
        adding adds: Bool = false
    ) {
        for column in Swift.stride(from: 0, to: stride, by: 16) {
            let end = min(column + 16, order)
            // The rows above a block belong to this block of 16 columns and to the next, and cost less together.
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
            left = eight(target, apart: blocks)
            right = eight(target + 1, apart: blocks)
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
        store(left, at: target, apart: blocks)
        store(right, at: target + 1, apart: blocks)
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
        if adds { sums = eight(target, apart: blocks) }
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
        store(sums, at: target, apart: blocks)
    }

    private typealias Eight = (Vector, Vector, Vector, Vector, Vector, Vector, Vector, Vector)

    private static let zeros = (
        Vector.zero, Vector.zero, Vector.zero, Vector.zero, Vector.zero, Vector.zero, Vector.zero, Vector.zero
    )

    @inline(__always)
    private static func eight(_ source: UnsafeMutablePointer<Vector>, apart step: Int) -> Eight {
        (
            source[0], source[step], source[2 * step], source[3 * step], source[4 * step], source[5 * step],
            source[6 * step], source[7 * step]
        )
    }

    @inline(__always)
    private static func store(_ eight: Eight, at target: UnsafeMutablePointer<Vector>, apart step: Int) {
        target[0] = eight.0
        target[step] = eight.1
        target[2 * step] = eight.2
        target[3 * step] = eight.3
        target[4 * step] = eight.4
        target[5 * step] = eight.5
        target[6 * step] = eight.6
        target[7 * step] = eight.7
    }
}
