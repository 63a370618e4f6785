import LinearAlgebra

/// Factors with AdaGrad's sum of the squared derivatives of each.
struct AdaptiveFactors: Sendable {
    var values: Matrix<Float>
    /// Slightly above 0 at first, so that a derivative of 0 takes no step.
    private(set) var squares: Matrix<Float>

    init(rows: Int, columns: Int) {
        values = Matrix(rows: rows, columns: columns)
        squares = Matrix(rows: rows, columns: columns, repeating: 1e-6)
    }

    struct Pointers {
        let values: UnsafeMutablePointer<Float>
        let squares: UnsafeMutablePointer<Float>
    }

    /// - Precondition: there is a row.
    mutating func withPointers<Result>(_ body: (Pointers) -> Result) -> Result {
        values.elements.withUnsafeMutableBufferPointer { values in
            squares.elements.withUnsafeMutableBufferPointer { squares in
                guard let values = values.baseAddress, let squares = squares.baseAddress else {
                    preconditionFailure("a matrix without elements")
                }
                return body(Pointers(values: values, squares: squares))
            }
        }
    }
}
