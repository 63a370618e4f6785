import Concurrency
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

    @Test("of factors is as exact as they are, and does not depend on the workers", arguments: [1, 10, 16, 33])
    func factors(columns: Int) {
        var numbers = Numbers(seed: UInt64(columns))
        let matrix = numbers.matrix(rows: 5000, columns: columns), rows = 3..<4990
        let expected = matrix.gram(ofRows: rows), found = matrix.gramOfFactors(ofRows: rows, Workers(3))
        let scale = expected.elements.reduce(0) { max($0, abs($1)) }
        for (found, expected) in zip(found.elements, expected.elements) {
            #expect(abs(found - expected) <= 1e-6 * scale)
        }
        #expect(found.elements == matrix.gramOfFactors(ofRows: rows, .one).elements)
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
