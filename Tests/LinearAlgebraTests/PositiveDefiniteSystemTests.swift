import LinearAlgebra
import Testing

@Suite("A positive definite system")
struct PositiveDefiniteSystemTests {
    /// Solves A·x = b in Float64 by elimination with partial pivoting.
    private func eliminated(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
        var rows = zip(matrix, right).map { $0 + [$1] }
        let order = rows.count
        for column in 0..<order {
            let pivot = (column..<order).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
            rows.swapAt(column, pivot)
            for row in 0..<order where row != column {
                let factor = rows[row][column] / rows[column][column]
                for index in column...order { rows[row][index] -= factor * rows[column][index] }
            }
        }
        return (0..<order).map { rows[$0][order] / rows[$0][$0] }
    }

    /// (BᵀB + d·I)·x = b with B and b at random, solved by the system.
    private func solution(
        of system: borrowing PositiveDefiniteSystem, seed: UInt64, diagonal: Float
    ) -> (found: [Double], expected: [Double]) {
        let order = system.order
        var numbers = Numbers(seed: seed)
        let base = numbers.matrix(rows: 2 * order, columns: order)
        let right = numbers.matrix(rows: 1, columns: order).elements
        let gram = base.gram(ofRows: 0..<2 * order)
        gram.elements.map { Float($0) }.withUnsafeBufferPointer { base in
            if let base = base.baseAddress { system.reset(to: base, diagonal: diagonal) }
        }
        for (index, value) in right.enumerated() { system.vector[index] += value }
        let solved = system.solve()
        #expect(solved)

        var matrix = naiveGram(of: base, rows: 0..<2 * order)
        for row in 0..<order { matrix[row][row] += Double(diagonal) }
        return ((0..<order).map { Double(system.vector[$0]) }, eliminated(matrix, right.map(Double.init)))
    }

    @Test("has the solution that elimination finds", arguments: [1, 2, 5, 16, 40])
    func solution(order: Int) {
        let system = PositiveDefiniteSystem(order: order)
        let (found, expected) = solution(of: system, seed: UInt64(order), diagonal: 0.5)
        for (value, expected) in zip(found, expected) { #expect(abs(value - expected) <= 1e-3) }
    }

    @Test("keeps nothing of the systems solved before it")
    func reused() {
        let system = PositiveDefiniteSystem(order: 6), fresh = PositiveDefiniteSystem(order: 6)
        _ = solution(of: system, seed: 1, diagonal: 3)
        let again = solution(of: system, seed: 2, diagonal: 1).found
        #expect(again == solution(of: fresh, seed: 2, diagonal: 1).found)
    }

    @Test("that is singular or indefinite has no solution", arguments: [[1, 1, 1, 1], [0, 0, 0, 0], [1, 2, 2, 1]])
    func singular(elements: [Float]) {
        let system = PositiveDefiniteSystem(order: 2)
        elements.withUnsafeBufferPointer { if let base = $0.baseAddress { system.reset(to: base, diagonal: 0) } }
        let solved = system.solve()
        #expect(!solved)
    }
}
