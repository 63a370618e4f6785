extension Matrix<Double> {
    /// Replaces a symmetric positive definite matrix by its inverse, by Cholesky's factorisation. Only the lower
    /// triangle is read; the result is symmetric to the last bit. Complexity: O(rows³), in place, in two calls of LAPACK
    /// on one thread, which cannot be asked to stop: of the order of a second for 3,000 rows, of minutes for 20,000.
    ///
    /// - Returns: whether the matrix was positive definite to working precision; if not, its elements mean nothing.
    /// - Precondition: the matrix is square.
    public mutating func invertPositiveDefinite() -> Bool {
        precondition(rows == columns)
        let order = rows
        guard order > 0 else { return true }
        return elements.withUnsafeMutableBufferPointer { matrix in
            guard let base = matrix.baseAddress, LAPACK.factorize(base, order: order),
                LAPACK.invert(factor: base, order: order)
            else { return false }
            // In square tiles, so that neither side of the diagonal is read across the whole matrix.
            let tile = 64
            for rowTile in stride(from: 0, to: order, by: tile) {
                for columnTile in stride(from: 0, through: rowTile, by: tile) {
                    for row in rowTile..<Swift.min(order, rowTile + tile) {
                        for column in columnTile..<Swift.max(columnTile, Swift.min(row, columnTile + tile)) {
                            matrix[column * order + row] = matrix[row * order + column]
                        }
                    }
                }
            }
            return true
        }
    }
}
