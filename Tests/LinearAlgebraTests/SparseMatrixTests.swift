import Concurrency
import LinearAlgebra
import Testing

@Suite("A sparse matrix")
struct SparseMatrixTests {
    private static let shapes = [(1, 1, 1), (1, 9, 5), (9, 1, 5), (6, 8, 0), (6, 8, 20), (20, 30, 300), (5, 6000, 50)]

    private func entries(_ shape: (Int, Int, Int)) -> [SparseMatrix.Entry] {
        var numbers = Numbers(seed: 1)
        return numbers.entries(rows: shape.0, columns: shape.1, count: shape.2)
    }

    private func matrix(_ shape: (Int, Int, Int)) -> SparseMatrix {
        SparseMatrix(rows: shape.0, columns: shape.1, summing: entries(shape))
    }

    @Test("holds the sum of the entries of each position, and nothing else", arguments: shapes)
    func sums(shape: (Int, Int, Int)) {
        var sums: [[Int32]: Float] = [:]
        for entry in entries(shape) { sums[[entry.row, entry.column], default: 0] += entry.value }
        let matrix = matrix(shape)
        #expect(matrix.count == sums.count)
        for row in 0..<matrix.rows {
            for position in matrix.range(ofRow: row) {
                #expect(sums[[Int32(row), matrix.columnIndices[position]]] == matrix.values[position])
            }
        }
    }

    @Test("is the same when several threads add the entries up", arguments: shapes)
    func workers(shape: (Int, Int, Int)) {
        let entries = entries(shape)
        for workers in [1, 2, 5] {
            let found = SparseMatrix(
                rows: shape.0, columns: shape.1, summing: entries.map(\.value), atRows: entries.map(\.row),
                columns: entries.map(\.column), Workers(workers))
            #expect(found == matrix(shape))
        }
    }

    @Test("finds the least value of each position, in the order of the sums", arguments: shapes)
    func least(shape: (Int, Int, Int)) {
        let entries = entries(shape), found = matrix(shape)
        var numbers = Numbers(seed: 9)
        let tags = entries.map { _ in Float.random(in: 0...1, using: &numbers) }
        let least = SparseMatrix.least(
            rows: shape.0, columns: shape.1, of: tags, atRows: entries.map(\.row), columns: entries.map(\.column),
            Workers(3))
        #expect(least.count == found.count)
        var expected: [[Int32]: Float] = [:]
        for (entry, tag) in zip(entries, tags) {
            expected[[entry.row, entry.column], default: 1] = min(expected[[entry.row, entry.column], default: 1], tag)
        }
        for row in 0..<found.rows {
            for position in found.range(ofRow: row) {
                #expect(expected[[Int32(row), found.columnIndices[position]]] == least[position])
            }
        }
    }

    @Test("has ascending, distinct columns in each row", arguments: shapes)
    func ascending(shape: (Int, Int, Int)) {
        for matrix in [matrix(shape), matrix(shape).transposed()] {
            for row in 0..<matrix.rows {
                let columns = matrix.columnIndices[matrix.range(ofRow: row)]
                #expect(zip(columns, columns.dropFirst()).allSatisfy { $0 < $1 })
            }
        }
    }

    @Test("does not depend on the order of the entries, even where sums are rounded")
    func order() {
        var numbers = Numbers(seed: 2)
        let entries = (0..<400).map { index in
            SparseMatrix.Entry(
                row: Int32(index % 3), column: Int32(index % 2), value: Float.random(in: 0...1, using: &numbers))
        }
        let first = SparseMatrix(rows: 3, columns: 2, summing: entries)
        for _ in 0..<10 {
            #expect(SparseMatrix(rows: 3, columns: 2, summing: entries.shuffled(using: &numbers)) == first)
        }
    }

    @Test("contains exactly the positions of its entries", arguments: shapes)
    func contains(shape: (Int, Int, Int)) {
        let positions = Set(entries(shape).map { [Int($0.row), Int($0.column)] })
        let matrix = matrix(shape)
        for row in 0..<shape.0 {
            for column in 0..<shape.1 {
                #expect(matrix.contains(row: row, column: column) == positions.contains([row, column]))
            }
        }
    }

    @Test("is its own transpose's transpose", arguments: shapes)
    func transposedTwice(shape: (Int, Int, Int)) {
        let matrix = matrix(shape)
        #expect(matrix.transposed().transposed() == matrix)
    }

    @Test("has, transposed, the matrix of the exchanged entries", arguments: shapes)
    func transposed(shape: (Int, Int, Int)) {
        let exchanged = entries(shape).map {
            SparseMatrix.Entry(row: $0.column, column: $0.row, value: $0.value)
        }
        #expect(matrix(shape).transposed() == SparseMatrix(rows: shape.1, columns: shape.0, summing: exchanged))
    }

    @Test("has blocks with the entries of their rows and columns")
    func blocks() {
        let whole = matrix((20, 30, 300))
        for (rows, columns) in [(0..<20, 0..<30), (3..<11, 7..<22), (5..<6, 0..<30), (4..<4, 2..<9), (4..<9, 30..<30)] {
            let block = whole.block(rows: rows, columns: columns)
            #expect(block.rows == rows.count && block.columns == columns.count)
            let inside = entries((20, 30, 300)).filter {
                rows.contains(Int($0.row)) && columns.contains(Int($0.column))
            }
            let moved = inside.map {
                SparseMatrix.Entry(
                    row: $0.row - Int32(rows.lowerBound), column: $0.column - Int32(columns.lowerBound), value: $0.value
                )
            }
            #expect(block == SparseMatrix(rows: rows.count, columns: columns.count, summing: moved))
        }
    }

    @Test("has as many entries in a row as its degree says", arguments: shapes)
    func degrees(shape: (Int, Int, Int)) {
        let matrix = matrix(shape)
        #expect(matrix.rowDegrees == (0..<matrix.rows).map { matrix.range(ofRow: $0).count })
    }
}
