import LinearAlgebra
import Testing

@Suite("A Cholesky factor")
struct CholeskyFactorTests {
    private let matrix = Matrix<Double>(rows: 3, columns: 3, elements: [4, 2, -1, 2, 9, 3, -1, 3, 6])

    private func product(_ first: [Double], _ second: [Double]) -> Double {
        zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
    }

    @Test("gives inner products by the inverse")
    func products() throws {
        let factor = try #require(CholeskyFactor(matrix))
        let x = [1.0, -2, 3], y = [0.5, 4, -1]
        let solved = try #require(matrix.solvedPositiveDefinite(y))
        #expect(abs(product(factor.halfSolved(x), factor.halfSolved(y)) - product(x, solved)) <= 1e-12)
    }

    @Test("does not exist where the matrix is not positive definite")
    func indefinite() {
        #expect(CholeskyFactor(Matrix<Double>(rows: 2, columns: 2, elements: [1, 2, 2, 1])) == nil)
        #expect(CholeskyFactor(Matrix<Double>(rows: 2, columns: 2, elements: [1, 1, 1, 1])) == nil)
    }

    @Test("of no rows solves nothing")
    func empty() throws {
        #expect(try #require(CholeskyFactor(Matrix<Double>(rows: 0, columns: 0))).halfSolved([]).isEmpty)
    }
}
