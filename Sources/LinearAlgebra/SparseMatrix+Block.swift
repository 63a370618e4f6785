extension SparseMatrix {
    /// Some consecutive rows and columns as a matrix of their own. Complexity: O(*n*) in the entries of the rows.
    ///
    /// - Precondition: the ranges lie within the matrix.
    public func block(rows rowRange: Range<Int>, columns columnRange: Range<Int>) -> SparseMatrix {
        var offsets = [0], indices: [Int32] = [], blockValues: [Float] = []
        offsets.reserveCapacity(rowRange.count + 1)
        for row in rowRange {
            for position in range(ofRow: row) where columnRange.contains(Int(columnIndices[position])) {
                indices.append(columnIndices[position] - Int32(columnRange.lowerBound))
                blockValues.append(values[position])
            }
            offsets.append(indices.count)
        }
        return SparseMatrix(
            rows: rowRange.count, columns: columnRange.count, rowOffsets: offsets, columnIndices: indices,
            values: blockValues)
    }
}
