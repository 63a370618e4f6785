import Concurrency
import LinearAlgebra
import Testing

@Suite("Products of pairs of rows")
struct PairProductsTests {
    private struct Problem {
        let first: Matrix<Float>
        let second: Matrix<Float>
        let rows: [Int32]
        let others: [Int32]

        init(columns: Int, pairs: Int) {
            var numbers = Numbers(seed: UInt64(columns))
            first = numbers.matrix(rows: 37, columns: columns)
            second = numbers.matrix(rows: 53, columns: columns)
            rows = (0..<pairs).map { _ in Int32.random(in: 0..<37, using: &numbers) }
            others = (0..<pairs).map { _ in Int32.random(in: 0..<53, using: &numbers) }
        }

        func products(_ workers: Workers = .one) -> [Double] {
            first.products(ofRows: rows, with: second, rows: others, workers)
        }
    }

    @Test("are those of plain sums in Float64", arguments: [1, 2, 7, 8, 10, 15, 16, 17, 24, 31, 32, 64, 129])
    func plain(columns: Int) {
        let problem = Problem(columns: columns, pairs: 500)
        for (index, product) in problem.products().enumerated() {
            let row = Int(problem.rows[index]), other = Int(problem.others[index])
            let expected = (0..<columns).reduce(0.0) {
                $0 + Double(problem.first[row, $1]) * Double(problem.second[other, $1])
            }
            #expect(abs(product - expected) <= 1e-14 * Double(columns))
        }
    }

    @Test("are the same bits for any number of workers, together or alone", arguments: [3, 10, 32, 50])
    func workers(columns: Int) {
        let problem = Problem(columns: columns, pairs: 10_000)
        let products = problem.products()
        #expect(problem.products(Workers(2)) == products)
        #expect(problem.products(Workers(5)) == products)
        for index in stride(from: 0, to: 10_000, by: 97) {
            let alone = problem.first.products(
                ofRows: [problem.rows[index]], with: problem.second, rows: [problem.others[index]])
            #expect(alone == [products[index]])
        }
    }

    @Test("of the largest numbers are finite")
    func extremes() {
        let huge = Matrix(
            rows: 1, columns: 20, elements: [Float](repeating: .greatestFiniteMagnitude, count: 20))
        let expected = 20 * Double(Float.greatestFiniteMagnitude) * Double(Float.greatestFiniteMagnitude)
        let product = huge.products(ofRows: [0], with: huge, rows: [0])[0]
        #expect(abs(product / expected - 1) <= 1e-15)
    }

    @Test("of no pairs are none, and of no columns zero")
    func empty() {
        let none = Matrix<Float>(rows: 0, columns: 4)
        #expect(none.products(ofRows: [], with: none, rows: []).isEmpty)
        let flat = Matrix<Float>(rows: 2, columns: 0)
        #expect(flat.products(ofRows: [0, 1], with: flat, rows: [1, 1]) == [0, 0])
    }
}
