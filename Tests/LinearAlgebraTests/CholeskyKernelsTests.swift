import LinearAlgebra
import Testing

@Suite("Cholesky's kernels")
struct CholeskyKernelsTests {
    @Test(
        "solve systems as double precision does, whatever is below the diagonal",
        arguments: [4, 8, 12, 16, 20, 36, 64, 100])
    func solution(order: Int) throws {
        var numbers = Numbers(seed: UInt64(order))
        let panel = numbers.matrix(rows: order + 3, columns: order), right = numbers.matrix(rows: 1, columns: order)
        var system = panel.gram(ofRows: 0..<panel.rows)
        for row in 0..<order { system[row, row] += 1 }
        let expected = try #require(system.solvedPositiveDefinite(right.elements.map { Double($0) }))
        let memory = AlignedNumbers(order: order)
        for row in 0..<order {
            memory.right[row] = right[0, row]
            for column in 0..<memory.stride {
                memory.matrix[row * memory.stride + column] =
                    column < row ? 1e6 : column < order ? Float(system[row, column]) : 0
            }
        }
        #expect(memory.solve())
        for (index, value) in expected.enumerated() {
            #expect(abs(Double(memory.solution[index]) - value) <= 1e-4 * (1 + abs(value)))
        }
        for index in order..<max(order, memory.stride) { #expect(memory.solution[index] == 0) }
    }

    @Test("refuse what is not positive definite", arguments: 0..<8, [0, -1, Float.nan, Float.infinity])
    func refusal(pivot: Int, value: Float) {
        let memory = AlignedNumbers(order: 8)
        for row in 0..<8 { memory.matrix[row * memory.stride + row] = row == pivot ? value : 2 }
        #expect(!memory.solve())
    }

    @Test("sum outer products", arguments: [1, 5, 64], [4, 8, 16, 20, 32, 40, 48, 52, 64])
    func gram(rows: Int, order: Int) {
        var numbers = Numbers(seed: UInt64(rows * order))
        let matrix = numbers.matrix(rows: rows, columns: order)
        let panel = AlignedNumbers(order: max(rows, order)), target = AlignedNumbers(order: order)
        let stride = target.stride
        for row in 0..<rows {
            for column in 0..<order { panel.matrix[row * stride + column] = matrix[row, column] }
        }
        GramKernels.upperTriangle(of: panel.matrix, rows: rows, order: order, stride: stride, into: target.matrix)
        for (row, sums) in naiveGram(of: matrix, rows: 0..<rows).enumerated() {
            for column in row..<order {
                #expect(abs(Double(target.matrix[row * stride + column]) - sums[column]) <= 1e-5 * Double(rows))
            }
        }
    }
}

/// A system as the kernels need it.
private final class AlignedNumbers {
    let order: Int
    let stride: Int
    let matrix: UnsafeMutablePointer<Float>
    let right: UnsafeMutablePointer<Float>
    let solution: UnsafeMutablePointer<Float>
    private let workspace: UnsafeMutablePointer<Float>

    init(order: Int) {
        self.order = order
        stride = (order + 15) / 16 * 16
        let count = stride * (stride + 3)
        matrix = UnsafeMutableRawPointer.allocate(byteCount: 4 * count, alignment: 64)
            .bindMemory(to: Float.self, capacity: count)
        matrix.initialize(repeating: 0, count: count)
        right = matrix + stride * stride
        solution = right + stride
        workspace = solution + stride
    }

    deinit {
        matrix.deallocate()
    }

    func solve() -> Bool {
        CholeskyKernels.solve(
            matrix, order: order, stride: stride, right: right, solution: solution, workspace: workspace)
    }
}
