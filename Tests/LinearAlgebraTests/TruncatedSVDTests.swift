import Concurrency
import LinearAlgebra
import Testing

@Suite("A truncated singular value decomposition")
struct TruncatedSVDTests {
    /// A sparse matrix and a random test matrix for it.
    private func random(_ rows: Int, _ columns: Int, width: Int) -> (matrix: SparseMatrix, start: Matrix<Double>) {
        var numbers = Numbers(seed: 11)
        let entries = numbers.entries(rows: rows, columns: columns, count: rows * columns / 3)
        let start = numbers.matrix(rows: columns, columns: width)
        return (
            SparseMatrix(rows: rows, columns: columns, summing: entries),
            Matrix(rows: columns, columns: width, elements: start.elements.map(Double.init))
        )
    }

    /// A call that rethrows does not stand within `#require`.
    private func required(_ svd: TruncatedSVD?) throws -> TruncatedSVD {
        try #require(svd)
    }

    private func dense(_ matrix: SparseMatrix) -> [[Double]] {
        (0..<matrix.rows).map { row in
            var elements = [Double](repeating: 0, count: matrix.columns)
            for entry in matrix.range(ofRow: row) {
                elements[Int(matrix.columnIndices[entry])] = Double(matrix.values[entry])
            }
            return elements
        }
    }

    @Test(
        "has orthonormal vectors that the matrix and its transpose exchange", arguments: [(30, 20), (20, 30), (9, 9)])
    func singularVectors(shape: (Int, Int)) throws {
        let (matrix, start) = random(shape.0, shape.1, width: min(9, shape.0))
        let svd = try required(matrix.truncatedSVD(rank: 3, start: start, iterations: 200))
        let elements = dense(matrix)
        #expect(zip(svd.values, svd.values.dropFirst()).allSatisfy { $0 >= $1 })
        for first in 0..<3 {
            for second in 0..<3 {
                let left = (0..<shape.0).reduce(0) { $0 + svd.left[$1, first] * svd.left[$1, second] }
                let right = (0..<shape.1).reduce(0) { $0 + svd.right[$1, first] * svd.right[$1, second] }
                #expect(abs(left - (first == second ? 1 : 0)) < 1e-12)
                #expect(abs(right - (first == second ? 1 : 0)) < 1e-12)
            }
            for row in 0..<shape.0 {
                let product = (0..<shape.1).reduce(0) { $0 + elements[row][$1] * svd.right[$1, first] }
                #expect(abs(product - svd.values[first] * svd.left[row, first]) < 1e-8)
            }
        }
    }

    @Test("of full rank is the matrix again")
    func complete() throws {
        let (matrix, start) = random(12, 7, width: 7)
        let svd = try required(matrix.truncatedSVD(rank: 7, start: start, iterations: 0))
        for (row, elements) in dense(matrix).enumerated() {
            for (column, element) in elements.enumerated() {
                let sum = (0..<7).reduce(0) { $0 + svd.left[row, $1] * svd.values[$1] * svd.right[column, $1] }
                #expect(abs(sum - element) < 1e-10)
            }
        }
    }

    @Test("is the same for any number of workers, and stops when told")
    func workers() throws {
        let (matrix, start) = random(700, 400, width: 9)
        let one = try required(matrix.truncatedSVD(rank: 3, start: start, iterations: 2))
        let two = try required(matrix.truncatedSVD(rank: 3, start: start, iterations: 2, workers: Workers(2)))
        #expect(one.left == two.left && one.values == two.values && one.right == two.right)
        #expect(throws: CancellationError.self) {
            try matrix.truncatedSVD(rank: 3, start: start, iterations: 2) { throw CancellationError() }
        }
    }

    @Test("is made of products with dense matrices")
    func product() {
        let (matrix, start) = random(8, 5, width: 3)
        let product = matrix.times(start), elements = dense(matrix)
        for row in 0..<8 {
            for column in 0..<3 {
                let expected = (0..<5).reduce(0) { $0 + elements[row][$1] * start[$1, column] }
                #expect(abs(product[row, column] - expected) < 1e-12)
            }
        }
    }
}
