public import Concurrency
import CProcessor

extension Matrix<Float> {
    /// The inner products of rows of this matrix with rows of another, one for each pair of indices.
    ///
    /// They are sums in double precision of products without rounding, so that those of finite elements are finite, and
    /// the same on every processor. They depend neither on the number of workers nor on what other pairs there are.
    ///
    /// Complexity: O(pairs · columns). As the rows of pairs lie anywhere, the speed is that of memory.
    ///
    /// - Parameters:
    ///   - rows: the first row of each pair.
    ///   - others: the second row of each pair; as many as `rows`.
    /// - Precondition: both matrices have as many columns, and every index is that of a row.
    public func products(
        ofRows rows: [Int32], with other: Matrix<Float>, rows others: [Int32], _ workers: Workers = .one
    ) -> [Double] {
        precondition(columns == other.columns && rows.count == others.count)
        return [Double](unsafeUninitializedCapacity: rows.count) { products, count in
            nonisolated(unsafe) let products = products
            withRows(forReads: rows.count, workers) { first in
                other.withRows(forReads: rows.count, workers) { second in
                    let kernel = PairProducts(columns: columns, first: first, second: second)
                    rows.withUnsafeBufferPointer { rows in
                        others.withUnsafeBufferPointer { others in
                            nonisolated(unsafe) let rows = rows, others = others
                            workers.forEachChunk(of: rows.count, size: 4096) { chunk in
                                kernel.compute(
                                    UnsafeBufferPointer(rebasing: rows[chunk]),
                                    UnsafeBufferPointer(rebasing: others[chunk]),
                                    into: UnsafeMutableBufferPointer(rebasing: products[chunk]))
                            }
                        }
                    }
                }
            }
            count = rows.count
        }
    }

    /// From this many reads of each row on it pays to copy all rows to cache lines in huge pages.
    private static var readsWorthACopy: Int { 8 }

    private func withRows(forReads reads: Int, _ workers: Workers, _ body: (PairProducts.Rows) -> Void) {
        elements.withUnsafeBufferPointer { elements in
            let rows = PairProducts.Rows(count: rows, stride: columns, elements: elements)
            guard reads / Self.readsWorthACopy > self.rows else { return body(rows) }
            let table = FloatTable(rows: self.rows, columns: columns)
            workers.forEachChunk(of: self.rows, size: 256) { chunk in
                for row in chunk {
                    let target = table.elements + row * table.stride
                    for column in 0..<columns { target[column] = rows.elements[row * columns + column] }
                }
            }
            withExtendedLifetime(table) {
                let copies = UnsafeBufferPointer(start: table.elements, count: self.rows * table.stride)
                body(PairProducts.Rows(count: self.rows, stride: table.stride, elements: copies))
            }
        }
    }
}

/// The inner loop over pairs of rows.
struct PairProducts: @unchecked Sendable {
    /// Rows of numbers, and how many numbers from one to the next.
    struct Rows: @unchecked Sendable {
        let count: Int
        let stride: Int
        let elements: UnsafeBufferPointer<Float>
    }

    let columns: Int
    let first: Rows
    let second: Rows

    private typealias Vector = SIMD8<Double>

    /// How many pairs ahead rows are prefetched: more than memory's delay, and few enough to stay in the nearest cache.
    private static let lead = 16
    private static let numbersInLine = 16

    func compute(
        _ rows: UnsafeBufferPointer<Int32>, _ others: UnsafeBufferPointer<Int32>,
        into products: UnsafeMutableBufferPointer<Double>
    ) {
        for index in rows { precondition(0..<first.count ~= Int(index)) }
        for index in others { precondition(0..<second.count ~= Int(index)) }
        guard let left = first.elements.baseAddress, let right = second.elements.baseAddress else {
            products.initialize(repeating: 0)
            return
        }
        for pair in rows.indices {
            let coming = pair + Self.lead
            if coming < rows.count {
                prefetch(left + Int(rows[coming]) * first.stride)
                prefetch(right + Int(others[coming]) * second.stride)
            }
            products.initializeElement(
                at: pair,
                to: Self.product(
                    left + Int(rows[pair]) * first.stride, right + Int(others[pair]) * second.stride,
                    columns: columns))
        }
    }

    @inline(__always)
    private func prefetch(_ row: UnsafePointer<Float>) {
        var column = 0
        while column < columns {
            prefetch_line(row + column)
            column += Self.numbersInLine
        }
    }

    /// Two independent sums of eight lanes.
    @inline(__always)
    static func product(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, columns: Int) -> Double {
        var even = Vector.zero, odd = Vector.zero
        var column = 0
        while column + 16 <= columns {
            accumulate(&even, vector(left + column), vector(right + column))
            accumulate(&odd, vector(left + column + 8), vector(right + column + 8))
            column += 16
        }
        if column + 8 <= columns {
            accumulate(&even, vector(left + column), vector(right + column))
            column += 8
        }
        let eight = even + odd
        let four = eight.lowHalf + eight.highHalf
        let two = four.lowHalf + four.highHalf
        var sum = two.x + two.y
        while column < columns {
            sum += Double(left[column]) * Double(right[column])
            column += 1
        }
        return sum
    }

    @inline(__always)
    private static func vector(_ pointer: UnsafePointer<Float>) -> Vector {
        Vector(UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Float>.self))
    }

    /// As the products have no rounding, fusing them with the addition changes nothing but the speed.
    @inline(__always)
    private static func accumulate(_ sum: inout Vector, _ first: Vector, _ second: Vector) {
        #if FUSED_MULTIPLY_ADD
        sum.addProduct(first, second)
        #else
        sum += first * second
        #endif
    }
}
