import COpenBLAS

extension Matrix<Float> {
    /// The Gram matrix of some rows, XᵀX (`columns × columns`). Complexity: O(rows · columns²), one BLAS call.
    public func gram(ofRows range: Range<Int>) -> Matrix<Float> {
        _ = BLAS.singleThreaded
        var gram = Matrix(rows: columns, columns: columns)
        guard !range.isEmpty else { return gram }
        elements.withUnsafeBufferPointer { source in
            gram.elements.withUnsafeMutableBufferPointer { target in
                cblas_ssyrk(
                    CblasRowMajor, CblasLower, CblasTrans, blasint(columns), blasint(range.count), 1,
                    source.baseAddress.map { $0 + range.lowerBound * columns }, blasint(columns), 0,
                    target.baseAddress, blasint(columns))
            }
        }
        for row in 0..<columns {
            for column in row + 1..<max(columns, row + 1) { gram[row, column] = gram[column, row] }
        }
        return gram
    }
}
