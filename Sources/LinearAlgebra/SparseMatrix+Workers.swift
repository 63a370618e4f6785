extension SparseMatrix {
    /// Adds up values of the same place, on several threads: as ``init(rows:columns:summing:)``, to the bit, of entries
    /// that are given as columns. Complexity: O(*n* log(`columns`) + `rows`), and a vector of `columns` numbers for
    /// each worker.
    ///
    /// - Precondition: there is a row and a column for each value, within `rows` × `columns`.
    public init(
        rows: Int, columns: Int, summing values: [Float], atRows rowIndices: [Int32], columns columnIndices: [Int32],
        _ workers: Workers
    ) {
        precondition(rowIndices.count == values.count && columnIndices.count == values.count)
        var next = [Int](repeating: 0, count: rows + 1)
        for row in rowIndices { next[Int(row) + 1] += 1 }
        for row in 0..<rows { next[row + 1] += next[row] }
        let starts = next
        var places = [(column: Int32, value: Float)](repeating: (0, 0), count: values.count)
        for entry in values.indices {
            precondition(0..<columns ~= Int(columnIndices[entry]), "an entry outside the matrix")
            let row = Int(rowIndices[entry])
            places[next[row]] = (columnIndices[entry], values[entry])
            next[row] += 1
        }
        // Every row in its own place, and how many columns of it are distinct.
        var counts = [Int](repeating: 0, count: rows)
        places.withUnsafeMutableBufferPointer { places in
            counts.withUnsafeMutableBufferPointer { counts in
                nonisolated(unsafe) let places = places, counts = counts
                workers.forEachChunk(of: rows, size: 64, workspace: { RowSums(columns: columns) }) { sums, chunk in
                    for row in chunk {
                        let own = UnsafeMutableBufferPointer(rebasing: places[starts[row]..<starts[row + 1]])
                        counts[row] = sums.sum(own)
                    }
                }
            }
        }
        var offsets = [Int](repeating: 0, count: rows + 1)
        for row in 0..<rows { offsets[row + 1] = offsets[row] + counts[row] }
        var distinctColumns: [Int32] = [], sums: [Float] = []
        distinctColumns.reserveCapacity(offsets[rows])
        sums.reserveCapacity(offsets[rows])
        for row in 0..<rows {
            for place in starts[row]..<starts[row] + counts[row] {
                distinctColumns.append(places[place].column)
                sums.append(places[place].value)
            }
        }
        self.init(rows: rows, columns: columns, rowOffsets: offsets, columnIndices: distinctColumns, values: sums)
    }

    /// Sums the entries of one row after another.
    private struct RowSums {
        private var sums: [Double]
        private var occurs: [Bool]
        private var distinct: [Int32] = []

        init(columns: Int) {
            sums = Array(repeating: 0, count: columns)
            occurs = Array(repeating: false, count: columns)
        }

        /// Replaces entries by their sums in the order of the columns, at the beginning of their place.
        ///
        /// - Returns: how many there are.
        mutating func sum(_ entries: UnsafeMutableBufferPointer<(column: Int32, value: Float)>) -> Int {
            distinct.removeAll(keepingCapacity: true)
            for (column, value) in entries {
                if occurs[Int(column)] {
                    sums[Int(column)] += Double(value)
                } else {
                    occurs[Int(column)] = true
                    sums[Int(column)] = Double(value)
                    distinct.append(column)
                }
            }
            distinct.sort()
            for (place, column) in distinct.enumerated() {
                entries[place] = (column, Float(sums[Int(column)]))
                occurs[Int(column)] = false
            }
            return distinct.count
        }
    }
}
