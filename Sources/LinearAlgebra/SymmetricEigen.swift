import COpenBLAS

/// The eigenvalues and eigenvectors of a symmetric matrix.
public struct SymmetricEigen: Sendable {
    /// In ascending order.
    public let values: [Double]
    /// The eigenvectors, of length one, in the rows.
    public let vectors: Matrix<Double>

    /// - Parameter matrix: a square matrix, of which the lower triangle counts.
    /// - Returns: nil where an element is not finite or the iteration does not converge.
    public init?(_ matrix: Matrix<Double>) {
        precondition(matrix.rows == matrix.columns)
        guard matrix.elements.allSatisfy(\.isFinite) else { return nil }
        _ = BLAS.singleThreaded
        let order = Int32(matrix.rows)
        var values = [Double](repeating: 0, count: matrix.rows)
        var vectors = matrix
        // A row-major lower triangle is LAPACK's column-major upper one; its columns are our rows.
        let status = LAPACKE_dsyevd(
            102, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "U")), order, &vectors.elements, max(1, order), &values)
        guard status == 0 else { return nil }
        self.values = values
        self.vectors = vectors
    }
}
