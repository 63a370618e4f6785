/// Four consecutive rows of a system that ``CholeskyKernels`` factorises, after all rows above have been subtracted.
struct CholeskyRows {
    private typealias Vector = PanelKernels.Vector

    private let first, second, third, fourth: UnsafeMutablePointer<Float>
    private let start: Int
    private let stride: Int

    @inline(__always)
    init(_ matrix: UnsafeMutablePointer<Float>, from start: Int, stride: Int) {
        first = matrix + start * stride
        second = first + stride
        third = second + stride
        fourth = third + stride
        self.start = start
        self.stride = stride
    }

    /// Makes the rows those of the factor, with the reciprocals on the diagonal, solves their equations of Rᵀz = b, and
    /// subtracts the rows from the right sides below. That overwrites the right sides before.
    ///
    /// The numbers on and beside the diagonal are computed separately: the rest need not wait for their long chain.
    ///
    /// - Returns: whether the numbers on the diagonal had finite roots above zero.
    @inline(__always)
    func factorize(_ right: UnsafeMutablePointer<Float>, into result: UnsafeMutablePointer<Float>) -> Bool {
        let inverse1 = 1 / first[start].squareRoot()
        let r12 = first[start + 1] * inverse1, r13 = first[start + 2] * inverse1, r14 = first[start + 3] * inverse1
        let square2 = second[start + 1] - r12 * r12
        let inverse2 = 1 / square2.squareRoot()
        let r23 = (second[start + 2] - r12 * r13) * inverse2, r24 = (second[start + 3] - r12 * r14) * inverse2
        let square3 = third[start + 2] - r13 * r13 - r23 * r23
        let inverse3 = 1 / square3.squareRoot()
        let r34 = (third[start + 3] - r13 * r14 - r23 * r24) * inverse3
        let square4 = fourth[start + 3] - r14 * r14 - r24 * r24 - r34 * r34
        let inverse4 = 1 / square4.squareRoot()
        guard inverse1.isNormal, inverse2.isNormal, inverse3.isNormal, inverse4.isNormal else { return false }
        let right1 = right[start] * inverse1
        let right2 = (right[start + 1] - r12 * right1) * inverse2
        let right3 = (right[start + 2] - r13 * right1 - r23 * right2) * inverse3
        let right4 = (right[start + 3] - r14 * right1 - r24 * right2 - r34 * right3) * inverse4

        let rows = vectors, rest = PanelKernels.vectors(right)
        for block in start / 16..<stride / 16 {
            let vector1 = rows.0[block] * inverse1
            var vector2 = rows.1[block], vector3 = rows.2[block], vector4 = rows.3[block]
            PanelKernels.accumulate(&vector2, vector1, Vector(repeating: -r12))
            vector2 *= inverse2
            PanelKernels.accumulate(&vector3, vector1, Vector(repeating: -r13))
            PanelKernels.accumulate(&vector3, vector2, Vector(repeating: -r23))
            vector3 *= inverse3
            PanelKernels.accumulate(&vector4, vector1, Vector(repeating: -r14))
            PanelKernels.accumulate(&vector4, vector2, Vector(repeating: -r24))
            PanelKernels.accumulate(&vector4, vector3, Vector(repeating: -r34))
            vector4 *= inverse4
            rows.0[block] = vector1
            rows.1[block] = vector2
            rows.2[block] = vector3
            rows.3[block] = vector4
            PanelKernels.accumulate(&rest[block], vector1, Vector(repeating: -right1))
            PanelKernels.accumulate(&rest[block], vector2, Vector(repeating: -right2))
            PanelKernels.accumulate(&rest[block], vector3, Vector(repeating: -right3))
            PanelKernels.accumulate(&rest[block], vector4, Vector(repeating: -right4))
        }
        first[start] = inverse1
        second[start + 1] = inverse2
        third[start + 2] = inverse3
        fourth[start + 3] = inverse4
        PanelKernels.store(SIMD4(right1, right2, right3, right4), at: result + start)
        return true
    }

    /// Subtracts the outer products of these rows from two rows below.
    ///
    /// - Parameters:
    ///   - numbers: the start of the first of the two.
    ///   - row: the index of the first of the two.
    @inline(__always)
    func takeAway(fromTwo numbers: UnsafeMutablePointer<Float>, row: Int) {
        let rows = vectors
        let target = PanelKernels.vectors(numbers), next = PanelKernels.vectors(numbers + stride)
        let factors = (
            Vector(repeating: -first[row]), Vector(repeating: -second[row]), Vector(repeating: -third[row]),
            Vector(repeating: -fourth[row])
        )
        let others = (
            Vector(repeating: -first[row + 1]), Vector(repeating: -second[row + 1]),
            Vector(repeating: -third[row + 1]), Vector(repeating: -fourth[row + 1])
        )
        for block in row / 16..<stride / 16 {
            let vector1 = rows.0[block], vector2 = rows.1[block], vector3 = rows.2[block], vector4 = rows.3[block]
            var sum = target[block], other = next[block]
            PanelKernels.accumulate(&sum, vector1, factors.0)
            PanelKernels.accumulate(&other, vector1, others.0)
            PanelKernels.accumulate(&sum, vector2, factors.1)
            PanelKernels.accumulate(&other, vector2, others.1)
            PanelKernels.accumulate(&sum, vector3, factors.2)
            PanelKernels.accumulate(&other, vector3, others.2)
            PanelKernels.accumulate(&sum, vector4, factors.3)
            PanelKernels.accumulate(&other, vector4, others.3)
            target[block] = sum
            next[block] = other
        }
    }

    private var vectors:
        (
            UnsafeMutablePointer<Vector>, UnsafeMutablePointer<Vector>, UnsafeMutablePointer<Vector>,
            UnsafeMutablePointer<Vector>
        )
    {
        (
            PanelKernels.vectors(first), PanelKernels.vectors(second), PanelKernels.vectors(third),
            PanelKernels.vectors(fourth)
        )
    }
}
