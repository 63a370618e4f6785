import LinearAlgebra
import Testing

@Suite("A Gram matrix")
struct GramTests {
    @Test("is the sum of the rows' outer products", arguments: [1, 2, 5, 16], [0..<40, 0..<1, 7..<29, 39..<40])
    func naive(columns: Int, rows: Range<Int>) {
        var numbers = Numbers(seed: UInt64(columns))
        let matrix = numbers.matrix(rows: 40, columns: columns)
        let gram = matrix.gram(ofRows: rows)
        for (row, expected) in naiveGram(of: matrix, rows: rows).enumerated() {
            for (column, sum) in expected.enumerated() {
                #expect(abs(Double(gram[row, column]) - sum) <= 1e-5 * Double(rows.count))
            }
        }
    }

    @Test("is symmetric, to the last bit")
    func symmetric() {
        var numbers = Numbers(seed: 3)
        let gram = numbers.matrix(rows: 50, columns: 9).gram(ofRows: 3..<47)
        for row in 0..<9 {
            for column in 0..<9 { #expect(gram[row, column] == gram[column, row]) }
        }
    }

    @Test("of no rows is zero")
    func empty() {
        var numbers = Numbers(seed: 4)
        #expect(numbers.matrix(rows: 5, columns: 3).gram(ofRows: 2..<2) == Matrix(rows: 3, columns: 3))
    }
}
