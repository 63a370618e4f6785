public import Concurrency
import COpenBLAS

/// The leading part of a singular value decomposition: M ≈ U·diag(s)·Vᵀ.
public struct TruncatedSVD: Sendable {
    /// U, `rows × rank`, with orthonormal columns.
    public let left: Matrix<Double>
    /// s, descending.
    public let values: [Double]
    /// V, `columns × rank`, with orthonormal columns.
    public let right: Matrix<Double>
}

extension SparseMatrix {
    /// The product with a dense matrix. Complexity: O(*n* · `dense.columns`).
    ///
    /// - Precondition: `dense` has as many rows as this matrix has columns.
    public func times(_ dense: Matrix<Double>, workers: Workers = .one) -> Matrix<Double> {
        times(dense, workers: workers, willContinue: {})
    }

    /// As ``times(_:workers:)``, for a product that may be stopped.
    ///
    /// - Parameter willContinue: asked before every few ten thousand rows; it throws to stop the computation.
    private func times(
        _ dense: Matrix<Double>, workers: Workers, willContinue: () throws -> Void
    ) rethrows -> Matrix<Double> {
        precondition(dense.rows == columns)
        let width = dense.columns
        var product = Matrix<Double>(rows: rows, columns: width)
        try product.elements.withUnsafeMutableBufferPointer { target in
            try dense.elements.withUnsafeBufferPointer { source in
                guard let target = target.baseAddress, let source = source.baseAddress else { return }
                nonisolated(unsafe) let products = target, features = source
                let section = 1 << 15
                for first in stride(from: 0, to: rows, by: section) {
                    try willContinue()
                    workers.forEachChunk(of: Swift.min(section, rows - first), size: 256) { chunk in
                        for row in first + chunk.lowerBound..<first + chunk.upperBound {
                            let sums = products + row * width
                            for position in range(ofRow: row) {
                                let value = Double(values[position])
                                let feature = features + Int(columnIndices[position]) * width
                                // Indices without arithmetic, which could overflow: so the loop is compiled to vectors.
                                for column in 0..<width { sums[column] += value * feature[column] }
                            }
                        }
                    }
                }
            }
        }
        return product
    }

    /// The leading singular values and vectors by a randomised range finder with power iterations, orthonormalised
    /// between products (Halko, Martinsson and Tropp, "Finding structure with randomness", SIAM Review 2011,
    /// algorithms 4.4 and 5.1). Complexity: O(*n* · width · iterations + (rows + columns) · width²).
    ///
    /// - Parameters:
    ///   - rank: how many; no more than `start.columns`.
    ///   - start: the random test matrix, `columns × width`; the width exceeds the rank by some oversampling, and no
    ///     side of this matrix.
    ///   - iterations: the power iterations, each a product with this matrix's transpose and one with itself.
    ///   - willContinue: asked before every step and within products; it throws to stop the computation. The step that
    ///     makes columns orthonormal is a call of LAPACK, which cannot be asked to stop: 4 · rows · width² operations, a
    ///     fraction of a second for 200,000 rows at the width 74, some ten seconds at the width 522.
    /// - Returns: nil where LAPACK finds no decomposition, as of a matrix that is not finite.
    public func truncatedSVD(
        rank: Int, start: Matrix<Double>, iterations: Int, workers: Workers = .one, willContinue: () throws -> Void = {}
    ) rethrows -> TruncatedSVD? {
        precondition(rank <= start.columns && start.columns <= min(rows, columns))
        let transposed = transposed()
        var range = try times(start, workers: workers, willContinue: willContinue)
        guard range.orthonormalizeColumns() else { return nil }
        for _ in 0..<iterations {
            try willContinue()
            var corange = try transposed.times(range, workers: workers, willContinue: willContinue)
            guard corange.orthonormalizeColumns() else { return nil }
            try willContinue()
            range = try times(corange, workers: workers, willContinue: willContinue)
            guard range.orthonormalizeColumns() else { return nil }
        }
        try willContinue()
        // M ≈ Q·Qᵀ·M = Q·Wᵀ with W = Mᵀ·Q = V·diag(s)·Zᵀ, so that U = Q·Z.
        guard let small = try transposed.times(range, workers: workers, willContinue: willContinue).thinSVD()
        else { return nil }
        return TruncatedSVD(
            left: range.times(small.right).leadingColumns(rank), values: Array(small.values.prefix(rank)),
            right: small.left.leadingColumns(rank))
    }
}

extension Matrix<Double> {
    /// The product of two matrices.
    func times(_ other: Matrix) -> Matrix {
        precondition(columns == other.rows)
        _ = BLAS.singleThreaded
        var product = Matrix(rows: rows, columns: other.columns)
        guard !product.elements.isEmpty else { return product }
        product.elements.withUnsafeMutableBufferPointer { target in
            cblas_dgemm(
                CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(rows), blasint(other.columns), blasint(columns), 1,
                elements, blasint(columns), other.elements, blasint(other.columns), 0, target.baseAddress,
                blasint(other.columns))
        }
        return product
    }

    /// Replaces the columns by an orthonormal basis of what they span, by Householder's reflections.
    ///
    /// - Returns: whether it succeeded.
    /// - Precondition: there are no more columns than rows.
    mutating func orthonormalizeColumns() -> Bool {
        precondition(columns <= rows)
        return columns == 0 || LAPACK.orthonormalize(&elements, rows: rows, columns: columns)
    }

    /// The singular value decomposition of a matrix with no more columns than rows.
    ///
    /// - Returns: nil where LAPACK finds none.
    func thinSVD() -> TruncatedSVD? {
        precondition(columns <= rows)
        guard columns > 0 else { return TruncatedSVD(left: self, values: [], right: Matrix(rows: 0, columns: 0)) }
        var matrix = elements, values = [Double](repeating: 0, count: columns)
        var left = Matrix(rows: rows, columns: columns), right = Matrix(rows: columns, columns: columns)
        guard
            LAPACK.decompose(
                &matrix, rows: rows, columns: columns, values: &values, left: &left.elements, right: &right.elements)
        else { return nil }
        return TruncatedSVD(left: left, values: values, right: right.transposed())
    }

    func transposed() -> Matrix {
        var transposed = Matrix(rows: columns, columns: rows)
        for row in 0..<rows {
            for column in 0..<columns { transposed[column, row] = self[row, column] }
        }
        return transposed
    }

    func leadingColumns(_ count: Int) -> Matrix {
        Matrix(
            rows: rows, columns: count,
            elements: (0..<rows).flatMap { elements[$0 * columns..<$0 * columns + count] })
    }
}
