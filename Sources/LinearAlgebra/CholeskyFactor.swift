import COpenBLAS

/// Cholesky's factor L of a symmetric positive definite matrix, A = L·Lᵀ, in double precision: factorised once, it serves
/// any number of right sides.
public struct CholeskyFactor: Sendable {
    /// L in the lower triangle, row by row; what is above it means nothing.
    private let lower: Matrix<Double>

    /// Complexity: O(rows³).
    ///
    /// - Parameter matrix: a square matrix, of which the lower triangle counts.
    /// - Returns: nil where it is not positive definite to working precision.
    public init?(_ matrix: Matrix<Double>) {
        precondition(matrix.rows == matrix.columns)
        var lower = matrix
        guard matrix.rows == 0 || LAPACK.factorize(&lower.elements, order: matrix.rows) else { return nil }
        self.lower = lower
    }

    /// L⁻¹x: of two such vectors the inner product is x·A⁻¹y. Complexity: O(rows²).
    ///
    /// - Precondition: the vector is as long as the matrix has rows.
    public func halfSolved(_ vector: [Double]) -> [Double] {
        precondition(vector.count == lower.rows)
        guard !vector.isEmpty else { return [] }
        var solution = vector
        let order = blasint(lower.rows)
        cblas_dtrsv(
            CblasRowMajor, CblasLower, CblasNoTrans, CblasNonUnit, order, lower.elements, order, &solution, 1)
        return solution
    }
}
