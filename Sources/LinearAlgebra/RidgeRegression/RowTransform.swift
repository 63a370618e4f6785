import COpenBLAS

/// A square matrix by which rows are multiplied.
///
/// Eight rows at a time have a kernel of their own: rows come in pieces so small that a library call spends much of its
/// time on copies, and the library may have no kernels for the processor.
struct RowTransform: Sendable {
    /// Row after row, padded with zeros.
    private let table: FloatTable
    private let order: Int

    private typealias Vector = PanelKernels.Vector

    /// - Parameter element: takes a row and a column.
    init(order: Int, element: (Int, Int) -> Float) {
        _ = BLAS.singleThreaded
        self.order = order
        table = FloatTable(rows: order, columns: order)
        table.elements.initialize(repeating: 0, count: order * table.stride)
        for row in 0..<order {
            for column in 0..<order { table.elements[row * table.stride + column] = element(row, column) }
        }
    }

    /// Rows that are multiplied together.
    private static let group = 8

    /// Multiplies rows by the matrix.
    ///
    /// - Parameters:
    ///   - source: the rows, `sourceStride` numbers apart.
    ///   - target: the products, `targetStride` numbers apart, of which `columns` are written: the order, or the stride
    ///     of tables with zeros at the end.
    func apply(
        to source: UnsafePointer<Float>, sourceStride: Int, rows: Int, into target: UnsafeMutablePointer<Float>,
        targetStride: Int, columns: Int
    ) {
        let stride = table.stride
        let whole = rows / Self.group * Self.group
        withUnsafeTemporaryAllocation(
            byteCount: Self.group * stride * MemoryLayout<Float>.stride, alignment: 64
        ) { memory in
            guard let products = memory.bindMemory(to: Float.self).baseAddress else { return }
            for row in Swift.stride(from: 0, to: whole, by: Self.group) {
                multiply(source + row * sourceStride, sourceStride, into: products)
                for offset in 0..<Self.group {
                    (target + (row + offset) * targetStride).update(from: products + offset * stride, count: columns)
                }
            }
        }
        guard whole < rows else { return }
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(rows - whole), blasint(columns), blasint(order), 1,
            source + whole * sourceStride, blasint(sourceStride), table.elements, blasint(stride), 0,
            target + whole * targetStride, blasint(targetStride))
    }

    /// Eight rows times the matrix, 32 columns at a time in registers.
    private func multiply(
        _ source: UnsafePointer<Float>, _ sourceStride: Int, into products: UnsafeMutablePointer<Float>
    ) {
        let blocks = table.stride / 16
        let matrix = PanelKernels.vectors(table.elements), products = PanelKernels.vectors(products)
        var block = 0
        while block < blocks {
            let isWide = block + 1 < blocks
            var left = (
                Vector.zero, Vector.zero, Vector.zero, Vector.zero, Vector.zero, Vector.zero, Vector.zero, Vector.zero
            )
            var right = left
            var row = matrix + block, factors = source
            for _ in 0..<order {
                let first = row[0], second = isWide ? row[1] : .zero
                var factor = factors
                PanelKernels.accumulate(&left.0, &right.0, first, second, factor.pointee)
                factor += sourceStride
                PanelKernels.accumulate(&left.1, &right.1, first, second, factor.pointee)
                factor += sourceStride
                PanelKernels.accumulate(&left.2, &right.2, first, second, factor.pointee)
                factor += sourceStride
                PanelKernels.accumulate(&left.3, &right.3, first, second, factor.pointee)
                factor += sourceStride
                PanelKernels.accumulate(&left.4, &right.4, first, second, factor.pointee)
                factor += sourceStride
                PanelKernels.accumulate(&left.5, &right.5, first, second, factor.pointee)
                factor += sourceStride
                PanelKernels.accumulate(&left.6, &right.6, first, second, factor.pointee)
                factor += sourceStride
                PanelKernels.accumulate(&left.7, &right.7, first, second, factor.pointee)
                row += blocks
                factors += 1
            }
            var target = products + block
            Self.store(left.0, right.0, at: target, isWide)
            target += blocks
            Self.store(left.1, right.1, at: target, isWide)
            target += blocks
            Self.store(left.2, right.2, at: target, isWide)
            target += blocks
            Self.store(left.3, right.3, at: target, isWide)
            target += blocks
            Self.store(left.4, right.4, at: target, isWide)
            target += blocks
            Self.store(left.5, right.5, at: target, isWide)
            target += blocks
            Self.store(left.6, right.6, at: target, isWide)
            target += blocks
            Self.store(left.7, right.7, at: target, isWide)
            block += 2
        }
    }

    @inline(__always)
    private static func store(
        _ left: Vector, _ right: Vector, at target: UnsafeMutablePointer<Vector>, _ isWide: Bool
    ) {
        target[0] = left
        if isWide { target[1] = right }
    }
}
