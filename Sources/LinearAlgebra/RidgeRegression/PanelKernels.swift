import CProcessor

/// The inner loops over a panel: consecutive rows of `stride` numbers, a multiple of 16, at addresses aligned to 64
/// bytes.
enum PanelKernels {
    typealias Vector = SIMD16<Float>

    @inline(__always)
    static func vectors(_ pointer: UnsafePointer<Float>) -> UnsafePointer<Vector> {
        UnsafeRawPointer(pointer).assumingMemoryBound(to: Vector.self)
    }

    @inline(__always)
    static func vectors(_ pointer: UnsafeMutablePointer<Float>) -> UnsafeMutablePointer<Vector> {
        UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Vector.self)
    }

    @inline(__always)
    static func accumulate(_ sum: inout Vector, _ first: Vector, _ second: Vector) {
        #if FUSED_MULTIPLY_ADD
        sum.addProduct(first, second)
        #else
        sum += first * second
        #endif
    }

    /// Two neighbouring vectors, each times the same factor.
    @inline(__always)
    static func accumulate(
        _ left: inout Vector, _ right: inout Vector, _ first: Vector, _ second: Vector, _ factor: Float
    ) {
        let factor = Vector(repeating: factor)
        accumulate(&left, first, factor)
        accumulate(&right, second, factor)
    }

    /// The sum of the lanes, by halves: even and odd lanes would cost shuffles.
    @inline(__always)
    static func sum(_ vector: Vector) -> Float {
        let four = quarter(vector)
        let two = four.lowHalf + four.highHalf
        return two.x + two.y
    }

    /// Four sums of four lanes each.
    @inline(__always)
    private static func quarter(_ vector: Vector) -> SIMD4<Float> {
        let vector = whole(vector)
        let eight = vector.lowHalf + vector.highHalf
        return eight.lowHalf + eight.highHalf
    }

    /// The sums of the lanes of four vectors.
    @inline(__always)
    static func sums(_ first: Vector, _ second: Vector, _ third: Vector, _ fourth: Vector) -> SIMD4<Float> {
        let left = SIMD8(lowHalf: quarter(first), highHalf: quarter(second))
        let right = SIMD8(lowHalf: quarter(third), highHalf: quarter(fourth))
        let pairs = SIMD8(
            lowHalf: left.evenHalf + left.oddHalf, highHalf: right.evenHalf + right.oddHalf)
        return pairs.evenHalf + pairs.oddHalf
    }

    /// Four consecutive numbers.
    @inline(__always)
    static func four(_ numbers: UnsafePointer<Float>) -> SIMD4<Float> {
        UnsafeRawPointer(numbers).loadUnaligned(as: SIMD4<Float>.self)
    }

    @inline(__always)
    static func store(_ four: SIMD4<Float>, at numbers: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(numbers).storeBytes(of: four, as: SIMD4<Float>.self)
    }

    /// The columns of a matrix of four rows.
    @inline(__always)
    static func transposed(
        _ first: SIMD4<Float>, _ second: SIMD4<Float>, _ third: SIMD4<Float>, _ fourth: SIMD4<Float>
    ) -> (SIMD4<Float>, SIMD4<Float>, SIMD4<Float>, SIMD4<Float>) {
        let upper = SIMD8(lowHalf: first, highHalf: second), lower = SIMD8(lowHalf: third, highHalf: fourth)
        let even = SIMD8(lowHalf: upper.evenHalf, highHalf: lower.evenHalf)
        let odd = SIMD8(lowHalf: upper.oddHalf, highHalf: lower.oddHalf)
        return (even.evenHalf, odd.evenHalf, even.oddHalf, odd.oddHalf)
    }

    /// Rows of a panel that are worked on together: panels have zeros up to the next multiple.
    static let group = 4

    /// The sum of the rows, each times a coefficient that depends on its inner product with a vector: in one pass over
    /// the panel where the sum fits into registers.
    ///
    /// - Parameters:
    ///   - rows: taken up to the next multiple of ``group``.
    ///   - coefficients: takes the first of four rows and their products, and returns their coefficients.
    ///   - products: workspace, a number for each row.
    @inline(__always)
    static func combination(
        of panel: UnsafePointer<Float>, rows: Int, stride: Int, with vector: UnsafePointer<Float>,
        into target: UnsafeMutablePointer<Float>, products: UnsafeMutablePointer<Float>,
        coefficients: (Int, SIMD4<Float>) -> SIMD4<Float>
    ) {
        let blocks = stride / 16
        guard blocks <= 8 else {
            Self.products(of: panel, rows: rows, stride: stride, with: vector, into: products)
            for row in Swift.stride(from: 0, to: rows, by: group) {
                store(coefficients(row, four(products + row)), at: products + row)
            }
            combination(of: panel, rows: rows, stride: stride, coefficients: products, into: target)
            return
        }
        let vector = vectors(vector), target = vectors(target)
        var total = InlineArray<8, Vector>(repeating: .zero)
        var source = vectors(panel)
        var row = 0
        while row < rows {
            let second = source + blocks, third = second + blocks, fourth = third + blocks
            var sums = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
            for block in 0..<blocks {
                let factor = vector[block]
                accumulate(&sums.0, source[block], factor)
                accumulate(&sums.1, second[block], factor)
                accumulate(&sums.2, third[block], factor)
                accumulate(&sums.3, fourth[block], factor)
            }
            let factors = coefficients(row, Self.sums(sums.0, sums.1, sums.2, sums.3))
            for block in 0..<blocks {
                accumulate(&total[block], source[block], Vector(repeating: factors.x))
                accumulate(&total[block], second[block], Vector(repeating: factors.y))
                accumulate(&total[block], third[block], Vector(repeating: factors.z))
                accumulate(&total[block], fourth[block], Vector(repeating: factors.w))
            }
            source = fourth + blocks
            row += group
        }
        for block in 0..<blocks { target[block] = total[block] }
    }

    /// The inner products of each row with a vector.
    static func products(
        of panel: UnsafePointer<Float>, rows: Int, stride: Int, with vector: UnsafePointer<Float>,
        into products: UnsafeMutablePointer<Float>
    ) {
        let blocks = stride / 16
        let panel = vectors(panel), vector = vectors(vector)
        var row = 0
        while row + 4 <= rows {
            let first = panel + row * blocks
            let second = first + blocks, third = second + blocks, fourth = third + blocks
            var sums = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
            for block in 0..<blocks {
                let factor = vector[block]
                accumulate(&sums.0, first[block], factor)
                accumulate(&sums.1, second[block], factor)
                accumulate(&sums.2, third[block], factor)
                accumulate(&sums.3, fourth[block], factor)
            }
            products[row] = sum(sums.0)
            products[row + 1] = sum(sums.1)
            products[row + 2] = sum(sums.2)
            products[row + 3] = sum(sums.3)
            row += 4
        }
        while row < rows {
            let only = panel + row * blocks
            var total = Vector.zero
            for block in 0..<blocks { accumulate(&total, only[block], vector[block]) }
            products[row] = sum(total)
            row += 1
        }
    }

    /// The sum of the rows, each times its coefficient.
    static func combination(
        of panel: UnsafePointer<Float>, rows: Int, stride: Int, coefficients: UnsafePointer<Float>,
        into target: UnsafeMutablePointer<Float>
    ) {
        let blocks = stride / 16
        let panel = vectors(panel), target = vectors(target)
        var block = 0
        while block + 4 <= blocks {
            // Two rows at a time, for eight chains of additions.
            var even = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
            var odd = even
            var source = panel + block
            var row = 0
            while row + 2 <= rows {
                let first = Vector(repeating: coefficients[row]), second = Vector(repeating: coefficients[row + 1])
                let next = source + blocks
                accumulate(&even.0, source[0], first)
                accumulate(&even.1, source[1], first)
                accumulate(&even.2, source[2], first)
                accumulate(&even.3, source[3], first)
                accumulate(&odd.0, next[0], second)
                accumulate(&odd.1, next[1], second)
                accumulate(&odd.2, next[2], second)
                accumulate(&odd.3, next[3], second)
                source = next + blocks
                row += 2
            }
            if row < rows {
                let last = Vector(repeating: coefficients[row])
                accumulate(&even.0, source[0], last)
                accumulate(&even.1, source[1], last)
                accumulate(&even.2, source[2], last)
                accumulate(&even.3, source[3], last)
            }
            target[block] = even.0 + odd.0
            target[block + 1] = even.1 + odd.1
            target[block + 2] = even.2 + odd.2
            target[block + 3] = even.3 + odd.3
            block += 4
        }
        while block < blocks {
            var sums = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
            var source = panel + block
            var row = 0
            while row + 4 <= rows {
                accumulate(&sums.0, source[0], Vector(repeating: coefficients[row]))
                accumulate(&sums.1, source[blocks], Vector(repeating: coefficients[row + 1]))
                accumulate(&sums.2, source[2 * blocks], Vector(repeating: coefficients[row + 2]))
                accumulate(&sums.3, source[3 * blocks], Vector(repeating: coefficients[row + 3]))
                source += 4 * blocks
                row += 4
            }
            while row < rows {
                accumulate(&sums.0, source[0], Vector(repeating: coefficients[row]))
                source += blocks
                row += 1
            }
            target[block] = (sums.0 + sums.1) + (sums.2 + sums.3)
            block += 1
        }
    }

    /// The inner product of two vectors.
    @inline(__always)
    static func product(_ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, stride: Int) -> Float {
        let first = vectors(first), second = vectors(second)
        var total = Vector.zero
        for block in 0..<stride / 16 { accumulate(&total, first[block], second[block]) }
        return sum(total)
    }

    /// target += factor · source.
    @inline(__always)
    static func add(
        _ source: UnsafePointer<Float>, times factor: Float, to target: UnsafeMutablePointer<Float>, stride: Int
    ) {
        let source = vectors(source), target = vectors(target)
        let factor = Vector(repeating: factor)
        for block in 0..<stride / 16 { accumulate(&target[block], source[block], factor) }
    }

    /// target = source + factor · target.
    @inline(__always)
    static func scale(
        _ target: UnsafeMutablePointer<Float>, by factor: Float, adding source: UnsafePointer<Float>, stride: Int
    ) {
        let source = vectors(source), target = vectors(target)
        let factor = Vector(repeating: factor)
        for block in 0..<stride / 16 {
            var sum = source[block]
            accumulate(&sum, target[block], factor)
            target[block] = sum
        }
    }

    /// target = first · second, element by element, times a factor.
    @inline(__always)
    static func multiply(
        _ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, times factor: Float,
        into target: UnsafeMutablePointer<Float>, stride: Int
    ) {
        let first = vectors(first), second = vectors(second), target = vectors(target)
        for block in 0..<stride / 16 { target[block] = first[block] * second[block] * factor }
    }
}
