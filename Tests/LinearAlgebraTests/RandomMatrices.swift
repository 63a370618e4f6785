import LinearAlgebra

/// Numbers that look random and are the same in every run (Knuth's MMIX linear congruential generator).
struct Numbers: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }

    /// A matrix of elements in −1...1.
    mutating func matrix(rows: Int, columns: Int) -> Matrix<Float> {
        Matrix(
            rows: rows, columns: columns,
            elements: (0..<rows * columns).map { _ in Float.random(in: -1...1, using: &self) })
    }

    /// Entries with small whole values, so that their sums are exact; some positions occur more than once.
    mutating func entries(rows: Int, columns: Int, count: Int) -> [SparseMatrix.Entry] {
        (0..<count).map { _ in
            SparseMatrix.Entry(
                row: Int32.random(in: 0..<Int32(rows), using: &self),
                column: Int32.random(in: 0..<Int32(columns), using: &self),
                value: Float(Int.random(in: 1...9, using: &self)))
        }
    }
}

/// XᵀX of some rows by three plain loops in Float64.
func naiveGram(of matrix: Matrix<Float>, rows: Range<Int>) -> [[Double]] {
    (0..<matrix.columns).map { first in
        (0..<matrix.columns).map { second in
            rows.reduce(0) { $0 + Double(matrix[$1, first]) * Double(matrix[$1, second]) }
        }
    }
}
