import LinearAlgebra
import Testing

@Suite("The inverse of a positive definite matrix")
struct PositiveDefiniteInverseTests {
    @Test("gives the identity when multiplied, and is symmetric to the last bit", arguments: [1, 2, 7, 64, 65, 150])
    func identity(order: Int) {
        var numbers = Numbers(seed: UInt64(order))
        let gram = naiveGram(of: numbers.matrix(rows: order + 3, columns: order), rows: 0..<order + 3)
        var matrix = Matrix<Double>(rows: order, columns: order)
        for row in 0..<order {
            // What stands above the diagonal is not read.
            for column in 0..<order { matrix[row, column] = column <= row ? gram[row][column] : .nan }
            matrix[row, row] += 0.1
        }
        let succeeded = matrix.invertPositiveDefinite()
        #expect(succeeded)
        for row in 0..<order {
            for column in 0..<order {
                #expect(matrix[row, column] == matrix[column, row])
                let product = (0..<order).reduce(0.1 * matrix[row, column]) { $0 + gram[row][$1] * matrix[$1, column] }
                #expect(abs(product - (row == column ? 1 : 0)) < 1e-9)
            }
        }
    }

    @Test(
        "does not exist for singular and indefinite matrices", arguments: [[1, 1, 1, 1], [0, 0, 0, 0], [1, 2, 2, 1]])
    func singular(elements: [Double]) {
        var matrix = Matrix(rows: 2, columns: 2, elements: elements)
        let succeeded = matrix.invertPositiveDefinite()
        #expect(!succeeded)
    }
}
