import Concurrency
import LinearAlgebra
import Testing

@Suite("The search for extreme inner products")
struct InnerProductSearchTests {
    private struct Problem {
        let vectors: Matrix<Float>
        let matrix: Matrix<Float>

        init(vectors: Int = 70, rows: Int = 150, columns: Int, seed: UInt64 = 1) {
            var numbers = Numbers(seed: seed)
            self.vectors = numbers.matrix(rows: vectors, columns: columns)
            matrix = numbers.matrix(rows: rows, columns: columns)
        }

        init(vectors: Matrix<Float>, matrix: Matrix<Float>) {
            self.vectors = vectors
            self.matrix = matrix
        }

        /// All products of a vector, sorted: the oracle.
        func sorted(
            _ end: InnerProductSearch.End, vector: Int, among rows: Range<Int>, without excluded: SparseMatrix?
        ) -> [LeastValues.Item] {
            let products = vectors.products(
                ofRows: rows.map { _ in Int32(vector) }, with: matrix, rows: rows.map { Int32($0) })
            return zip(rows, products).filter { row, _ in
                excluded.map { !$0.contains(row: vector, column: row) } ?? true
            }.sorted { first, second in
                if first.1 == second.1 { return first.0 < second.0 }
                return end == .least ? first.1 < second.1 : first.1 > second.1
            }.map { LeastValues.Item(value: $1, index: Int32($0)) }
        }

        func expectOracle(
            _ end: InnerProductSearch.End, count: Int, queries: Range<Int>? = nil, among rows: Range<Int>? = nil,
            without excluded: SparseMatrix? = nil, _ workers: Workers = .one,
            sourceLocation: SourceLocation = #_sourceLocation
        ) {
            let queries = queries ?? 0..<vectors.rows, rows = rows ?? 0..<matrix.rows
            let found = InnerProductSearch(among: rows, of: matrix).extremes(
                end, count: count, forRows: queries, of: vectors, leavingOut: excluded, workers)
            #expect(found.count == queries.count, sourceLocation: sourceLocation)
            for (items, query) in zip(found, queries) {
                let expected = sorted(end, vector: query, among: rows, without: excluded)
                #expect(items == Array(expected.prefix(count)), sourceLocation: sourceLocation)
            }
        }
    }

    @Test(
        "finds what sorting all products finds, to the bit",
        arguments: [1, 2, 7, 16, 33], [InnerProductSearch.End.least, .greatest])
    func oracle(columns: Int, end: InnerProductSearch.End) {
        let problem = Problem(columns: columns)
        for count in [1, 5, 64, 150, 1000] { problem.expectOracle(end, count: count) }
    }

    @Test(
        "keeps to the rows and vectors asked for, whatever their number", arguments: [1, 7, 8, 9, 31, 32, 33, 64, 65])
    func ranges(size: Int) {
        let problem = Problem(columns: 6)
        problem.expectOracle(.greatest, count: 4, queries: 3..<min(70, 3 + size))
        problem.expectOracle(.least, count: 4, among: 11..<11 + size)
    }

    @Test("leaves out the entries of a sparse matrix", arguments: [InnerProductSearch.End.least, .greatest])
    func exclusion(end: InnerProductSearch.End) {
        var numbers = Numbers(seed: 8)
        let problem = Problem(columns: 9)
        let excluded = SparseMatrix(
            rows: 70, columns: 150, summing: numbers.entries(rows: 70, columns: 150, count: 6000))
        problem.expectOracle(end, count: 20, without: excluded)
    }

    @Test("prefers lower rows among equal products")
    func ties() {
        var numbers = Numbers(seed: 2)
        // Whole numbers of few values: thousands of ties, and rows of the same length everywhere.
        func matrix(rows: Int) -> Matrix<Float> {
            Matrix(
                rows: rows, columns: 4,
                elements: (0..<rows * 4).map { _ in Float(Int.random(in: -1...1, using: &numbers)) })
        }
        let problem = Problem(vectors: matrix(rows: 90), matrix: matrix(rows: 500))
        for end in [InnerProductSearch.End.least, .greatest] { problem.expectOracle(end, count: 40) }
    }

    @Test("is not misled by single precision where products nearly agree")
    func nearTies() {
        var numbers = Numbers(seed: 3)
        // Long vectors, almost orthogonal to rows that differ in the last bits.
        let row = (0..<64).map { _ in Float.random(in: -1000...1000, using: &numbers) }
        let rows = (0..<400).flatMap { index in
            row.enumerated().map { $0.offset == index % 64 ? $0.element.nextUp : $0.element }
        }
        let matrix = Matrix(rows: 400, columns: 64, elements: rows)
        let problem = Problem(vectors: numbers.matrix(rows: 30, columns: 64), matrix: matrix)
        for end in [InnerProductSearch.End.least, .greatest] { problem.expectOracle(end, count: 30) }
    }

    @Test("finds the same in long and short rows, of the largest and the smallest numbers")
    func extremes() {
        var numbers = Numbers(seed: 4)
        let scales: [Float] = [
            0, .leastNonzeroMagnitude, .leastNormalMagnitude, 1e-20, 1, 1e20, .greatestFiniteMagnitude,
        ]
        func matrix(rows: Int) -> Matrix<Float> {
            Matrix(
                rows: rows, columns: 5,
                elements: (0..<rows).flatMap { row in
                    (0..<5).map { _ in Float.random(in: -1...1, using: &numbers) * scales[row % scales.count] }
                })
        }
        let problem = Problem(vectors: matrix(rows: 28), matrix: matrix(rows: 210))
        for end in [InnerProductSearch.End.least, .greatest] {
            for count in [1, 10, 100] { problem.expectOracle(end, count: count) }
        }
    }

    @Test("is the same for any number of workers")
    func workers() {
        let problem = Problem(vectors: 300, columns: 12)
        for workers in [1, 2, 5] { problem.expectOracle(.least, count: 7, Workers(workers)) }
    }

    @Test("among no rows finds none, and without columns the first rows")
    func empty() {
        Problem(columns: 3).expectOracle(.least, count: 2, among: 4..<4)
        Problem(columns: 3).expectOracle(.least, count: 2, queries: 4..<4)
        Problem(vectors: 3, rows: 40, columns: 0).expectOracle(.greatest, count: 2)
    }
}
