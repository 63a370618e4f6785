import LinearAlgebra
import Testing

@Suite("Small systems in double precision")
struct PositiveDefiniteSolutionTests {
    private func system(_ order: Int, seed: UInt64) -> (matrix: Matrix<Double>, right: [Double]) {
        var numbers = Numbers(seed: seed)
        let gram = numbers.matrix(rows: 2 * order, columns: order).gram(ofRows: 0..<2 * order)
        return (gram, (0..<order).map { _ in Double.random(in: -1...1, using: &numbers) })
    }

    private func gradient(_ system: (matrix: Matrix<Double>, right: [Double]), _ solution: [Double]) -> [Double] {
        solution.indices.map { row in
            solution.indices.reduce(-system.right[row]) { $0 + system.matrix[row, $1] * solution[$1] }
        }
    }

    @Test("have solutions that solve them", arguments: [1, 2, 7, 30])
    func solution(order: Int) throws {
        let system = system(order, seed: UInt64(order))
        let solution = try #require(system.matrix.solvedPositiveDefinite(system.right))
        #expect(gradient(system, solution).allSatisfy { abs($0) <= 1e-9 })
    }

    @Test("have non-negative solutions that satisfy the optimality conditions", arguments: [1, 2, 7, 30], 0..<5)
    func nonNegative(order: Int, seed: Int) throws {
        let system = system(order, seed: UInt64(seed))
        let solution = try #require(system.matrix.solvedNonNegative(system.right))
        for (value, gradient) in zip(solution, gradient(system, solution)) {
            #expect(value >= 0 && gradient >= -1e-9)
            if value > 0 { #expect(abs(gradient) <= 1e-9) }
        }
    }

    @Test("have no solution where they are indefinite")
    func indefinite() {
        let matrix = Matrix<Double>(rows: 2, columns: 2, elements: [1, 2, 2, 1])
        #expect(matrix.solvedPositiveDefinite([1, 1]) == nil)
    }

    @Test("have eigenvectors that diagonalise them", arguments: [1, 2, 7, 30])
    func eigen(order: Int) throws {
        let matrix = system(order, seed: 3).matrix
        let eigen = try #require(SymmetricEigen(matrix))
        #expect(eigen.values == eigen.values.sorted())
        for (index, value) in eigen.values.enumerated() {
            let vector = (0..<order).map { eigen.vectors[index, $0] }
            for row in 0..<order {
                let image = (0..<order).reduce(0) { $0 + matrix[row, $1] * vector[$1] }
                #expect(abs(image - value * vector[row]) <= 1e-9)
            }
        }
    }
}
