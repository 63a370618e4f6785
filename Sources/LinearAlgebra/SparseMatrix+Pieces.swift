extension SparseMatrix {
    /// From this many entries on a row is a piece by itself.
    private static let longRow = 512
    /// The most rows of a piece.
    static let rowsOfPiece = 64

    /// Some rows in pieces for workers to take in turn: long rows first, each by itself, so that the workers finish
    /// together, and then runs of the others in the order in which they and their entries lie in memory.
    func pieces(of rows: Range<Int>) -> [Range<Int>] {
        var long: [Range<Int>] = [], runs: [Range<Int>] = []
        var start = rows.lowerBound
        func endRun(before row: Int) {
            if start < row { runs.append(start..<row) }
            start = row
        }
        for row in rows {
            if range(ofRow: row).count >= Self.longRow {
                endRun(before: row)
                long.append(row..<row + 1)
                start = row + 1
            } else if row - start == Self.rowsOfPiece {
                endRun(before: row)
            }
        }
        endRun(before: rows.upperBound)
        func entries(_ piece: Range<Int>) -> Int { range(ofRow: piece.lowerBound).count }
        return long.sorted { (entries($1), $0.lowerBound) < (entries($0), $1.lowerBound) } + runs
    }
}
