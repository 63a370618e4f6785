/// Small dense systems without the overhead of library calls: Cholesky's factorisation in single precision.
///
/// Matrices are in rows of `stride` numbers, a multiple of 16, at addresses aligned to 64 bytes, and so are vectors. Of
/// symmetric matrices the upper triangle counts; what is below it is undefined. Orders are multiples of
/// ``PanelKernels/group``: a system is filled up with equations that say that an unknown is zero.
public enum CholeskyKernels {
    private typealias Vector = SIMD16<Float>

    /// Solves A x = b by Cholesky's factorisation RᵀR, four rows at a time. A and b are overwritten.
    ///
    /// - Parameters:
    ///   - right: b, `stride` numbers; those from `order` on are finite.
    ///   - solution: x, and zeros up to `stride`.
    ///   - workspace: `order` numbers.
    /// - Returns: whether A was positive definite to working precision.
    public static func solve(
        _ matrix: UnsafeMutablePointer<Float>, order: Int, stride: Int, right: UnsafeMutablePointer<Float>,
        solution: UnsafeMutablePointer<Float>, workspace: UnsafeMutablePointer<Float>
    ) -> Bool {
        guard factorize(matrix, order: order, stride: stride, right: right, into: workspace) else { return false }
        substitute(matrix, order: order, stride: stride, right: workspace, solution: solution)
        return true
    }

    /// Replaces the upper triangle of A by R, but its diagonal by the reciprocals, and computes R⁻ᵀb: b is treated as
    /// one more row.
    @inline(__always)
    private static func factorize(
        _ matrix: UnsafeMutablePointer<Float>, order: Int, stride: Int, right: UnsafeMutablePointer<Float>,
        into result: UnsafeMutablePointer<Float>
    ) -> Bool {
        for start in Swift.stride(from: 0, to: order, by: 4) {
            let rows = CholeskyRows(matrix, from: start, stride: stride)
            guard rows.factorize(right, into: result) else { return false }
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
