import COpenBLAS

/// The calls of LAPACK that this module makes, on one thread: the program's own workers call it from several at once.
///
/// Symmetric matrices are given by the lower triangle in row-major order, which is LAPACK's upper one in column-major
/// order.
enum LAPACK {
    private static let rowMajor = Int32(CblasRowMajor.rawValue)
    private static let columnMajor = Int32(CblasColMajor.rawValue)
    private static let upper = CChar(UInt8(ascii: "U"))

    /// Replaces a positive definite matrix by Cholesky's factor L, in its lower triangle.
    ///
    /// - Returns: whether it was positive definite to working precision.
    static func factorize(_ matrix: UnsafeMutablePointer<Double>, order: Int) -> Bool {
        _ = BLAS.singleThreaded
        return LAPACKE_dpotrf_work(columnMajor, upper, Int32(order), matrix, Int32(order)) == 0
    }

    /// Replaces Cholesky's factor by the inverse of the matrix, in the lower triangle.
    static func invert(factor: UnsafeMutablePointer<Double>, order: Int) -> Bool {
        _ = BLAS.singleThreaded
        return LAPACKE_dpotri_work(columnMajor, upper, Int32(order), factor, Int32(order)) == 0
    }

    /// Replaces the right side of a positive definite system by its solution; the matrix is overwritten.
    ///
    /// - Returns: whether it was positive definite to working precision.
    static func solve(
        _ matrix: UnsafeMutablePointer<Double>, _ right: UnsafeMutablePointer<Double>, order: Int
    ) -> Bool {
        _ = BLAS.singleThreaded
        return LAPACKE_dposv_work(
            columnMajor, upper, Int32(order), 1, matrix, Int32(order), right, Int32(order)) == 0
    }

    /// The same in single precision.
    static func solve(_ matrix: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, order: Int) -> Bool {
        _ = BLAS.singleThreaded
        return LAPACKE_sposv_work(
            columnMajor, upper, Int32(order), 1, matrix, Int32(order), right, Int32(order)) == 0
    }

    /// Replaces a symmetric matrix by its eigenvectors, in the rows, and fills in the eigenvalues, ascending.
    ///
    /// - Returns: whether the iteration converged.
    static func diagonalize(
        _ matrix: UnsafeMutablePointer<Double>, values: UnsafeMutablePointer<Double>, order: Int
    ) -> Bool {
        _ = BLAS.singleThreaded
        return LAPACKE_dsyevd(
            columnMajor, CChar(UInt8(ascii: "V")), upper, Int32(order), matrix, max(1, Int32(order)), values) == 0
    }

    /// Replaces the columns of a matrix (`rows × columns`, row-major, no more columns than rows) by an orthonormal basis
    /// of what they span, by Householder's reflections.
    static func orthonormalize(_ matrix: UnsafeMutablePointer<Double>, rows: Int, columns: Int) -> Bool {
        _ = BLAS.singleThreaded
        let height = Int32(rows), width = Int32(columns)
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: columns) { reflectors in
            LAPACKE_dgeqrf(rowMajor, height, width, matrix, width, reflectors.baseAddress) == 0
                && LAPACKE_dorgqr(rowMajor, height, width, width, matrix, width, reflectors.baseAddress) == 0
        }
    }

    /// The thin singular value decomposition of a matrix (`rows × columns`, row-major, no more columns than rows), which
    /// is overwritten: `left` is `rows × columns`, `right` `columns × columns` and transposed.
    static func decompose(
        _ matrix: UnsafeMutablePointer<Double>, rows: Int, columns: Int, values: UnsafeMutablePointer<Double>,
        left: UnsafeMutablePointer<Double>, right: UnsafeMutablePointer<Double>
    ) -> Bool {
        _ = BLAS.singleThreaded
        let height = Int32(rows), width = Int32(columns)
        return LAPACKE_dgesdd(
            rowMajor, CChar(UInt8(ascii: "S")), height, width, matrix, width, values, left, width, right, width)
            == 0
    }
}
