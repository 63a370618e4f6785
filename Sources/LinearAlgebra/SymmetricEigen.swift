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
        var values = [Double](repeating: 0, count: matrix.rows)
        var vectors = matrix
        guard LAPACK.diagonalize(&vectors.elements, values: &values, order: matrix.rows) else { return nil }
        self.values = values
        self.vectors = vectors
    }
}
