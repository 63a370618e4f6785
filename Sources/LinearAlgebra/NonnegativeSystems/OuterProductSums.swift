/// Σ dⱼ yⱼyⱼᵀ and Σ tⱼ yⱼ over some rows y of a table, in double precision.
struct OuterProductSums: ~Copyable {
    private typealias Block = SIMD8<Double>

    let order: Int
    /// The numbers from one row of ``matrix`` to the next.
    let stride: Int
    /// Σ dⱼ yⱼyⱼᵀ: the lower triangle, row by row. What is above it is undefined.
    let matrix: UnsafeMutablePointer<Double>
    /// Σ tⱼ yⱼ.
    let vector: UnsafeMutablePointer<Double>

    init(order: Int) {
        self.order = order
        stride = DoubleTable.stride(for: order)
        // The last tile goes beyond the last row.
        let count = (order + 1 + 4) * stride
        vector = UnsafeMutableRawPointer.allocate(
            byteCount: count * MemoryLayout<Double>.stride, alignment: 128
        ).bindMemory(to: Double.self, capacity: count)
        vector.initialize(repeating: 0, count: count)
        matrix = vector + stride
    }

    deinit {
        vector.deallocate()
    }

    /// Sets the sums.
    func set(
        _ table: DoubleTable, _ rows: UnsafeBufferPointer<Int32>, weights: UnsafeBufferPointer<Double>,
        targets: UnsafeBufferPointer<Double>
    ) {
        if 9...12 ~= order {
            setTwelve(table, rows, weights: weights, targets: targets)
        } else {
            for block in Swift.stride(from: 0, to: order, by: Block.scalarCount) {
                for row in Swift.stride(from: block, to: order, by: 4) {
                    setFour(table, rows, weights: weights, targets: targets, row: row, block: block)
                }
            }
        }
    }

    /// Sets twelve rows of a triangle, which leave the registers only at the end, and the vector.
    private func setTwelve(
        _ table: DoubleTable, _ rows: UnsafeBufferPointer<Int32>, weights: UnsafeBufferPointer<Double>,
        targets: UnsafeBufferPointer<Double>
    ) {
        var first = Quartet(), second = Quartet(), third = Quartet(), corner = Quartet()
        var left = Block.zero, right = Block.zero
        for index in 0..<rows.count {
            let source = UnsafePointer(table.elements + Int(rows[index]) &* stride)
            let numbers = Self.block(source).pointee, others = Self.block(source + 8).pointee
            let weighted = numbers * weights[index]
            first.add(weighted, source)
            second.add(weighted, source + 4)
            third.add(weighted, source + 8)
            corner.add(others * weights[index], source + 8)
            Self.accumulate(&left, numbers, targets[index])
            Self.accumulate(&right, others, targets[index])
        }
        first.store(matrix, stride)
        second.store(matrix + 4 * stride, stride)
        third.store(matrix + 8 * stride, stride)
        corner.store(matrix + 8 * stride + 8, stride)
        Self.store(left, to: vector)
        Self.store(right, to: vector + 8)
    }

    /// Sets eight columns of four rows, and of the vector.
    private func setFour(
        _ table: DoubleTable, _ rows: UnsafeBufferPointer<Int32>, weights: UnsafeBufferPointer<Double>,
        targets: UnsafeBufferPointer<Double>, row: Int, block: Int
    ) {
        var sums = Quartet(), total = Block.zero
        for index in 0..<rows.count {
            let source = UnsafePointer(table.elements + Int(rows[index]) &* stride)
            let numbers = Self.block(source + block).pointee
            sums.add(numbers * weights[index], source + row)
            Self.accumulate(&total, numbers, targets[index])
        }
        sums.store(matrix + row * stride + block, stride)
        Self.store(total, to: vector + block)
    }

    /// Eight columns of four rows.
    private struct Quartet {
        var first = Block.zero
        var second = Block.zero
        var third = Block.zero
        var fourth = Block.zero

        @inline(__always)
        mutating func add(_ numbers: Block, _ factors: UnsafePointer<Double>) {
            OuterProductSums.accumulate(&first, numbers, factors[0])
            OuterProductSums.accumulate(&second, numbers, factors[1])
            OuterProductSums.accumulate(&third, numbers, factors[2])
            OuterProductSums.accumulate(&fourth, numbers, factors[3])
        }

        @inline(__always)
        func store(_ target: UnsafeMutablePointer<Double>, _ stride: Int) {
            OuterProductSums.store(first, to: target)
            OuterProductSums.store(second, to: target + stride)
            OuterProductSums.store(third, to: target + 2 * stride)
            OuterProductSums.store(fourth, to: target + 3 * stride)
        }
    }

    @inline(__always)
    private static func block(_ pointer: UnsafePointer<Double>) -> UnsafePointer<Block> {
        UnsafeRawPointer(pointer).assumingMemoryBound(to: Block.self)
    }

    @inline(__always)
    private static func store(_ block: Block, to pointer: UnsafeMutablePointer<Double>) {
        UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Block.self).pointee = block
    }

    @inline(__always)
    private static func accumulate(_ sum: inout Block, _ first: Block, _ factor: Double) {
        #if FUSED_MULTIPLY_ADD
        sum.addProduct(first, Block(repeating: factor))
        #else
        sum += first * factor
        #endif
    }
}
