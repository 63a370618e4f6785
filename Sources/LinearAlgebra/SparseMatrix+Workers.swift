extension SparseMatrix {
    /// Adds up values of the same place, on several threads: as ``init(rows:columns:summing:)``, to the bit, of entries
    /// that are given as columns. Complexity: O(*n* + `rows` · `columns` / 64), and a vector of `columns`
    /// numbers for each worker.
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
        func gathered<Element>(_ part: ((column: Int32, value: Float)) -> Element) -> [Element] {
            [Element](unsafeUninitializedCapacity: offsets[rows]) { buffer, count in
                for row in 0..<rows {
                    for place in starts[row]..<starts[row] + counts[row] {
                        buffer.initializeElement(at: count, to: part(places[place]))
                        count += 1
                    }
                }
            }
        }
        self.init(
            rows: rows, columns: columns, rowOffsets: offsets, columnIndices: gathered(\.column),
            values: gathered(\.value))
    }

    /// Sums the entries of one row after another.
    private struct RowSums {
        private var sums: [Double]
        /// A bit for each column, by which the columns of a long row come in order without being sorted.
        private var occurs: [UInt64]

        init(columns: Int) {
            sums = Array(repeating: 0, count: columns)
            occurs = Array(repeating: 0, count: (columns + 63) / 64)
        }

        /// Replaces entries by their sums in the order of the columns, at the beginning of their place.
        ///
        /// - Returns: how many there are.
        mutating func sum(_ entries: UnsafeMutableBufferPointer<(column: Int32, value: Float)>) -> Int {
            for (column, value) in entries {
                let word = Int(column) >> 6, bit = UInt64(1) << UInt64(column & 63)
                if occurs[word] & bit != 0 {
                    sums[Int(column)] += Double(value)
                } else {
                    occurs[word] |= bit
                    sums[Int(column)] = Double(value)
                }
            }
            var count = 0
            for word in occurs.indices {
                var bits = occurs[word]
                while bits != 0 {
                    let column = 64 * word + bits.trailingZeroBitCount
                    entries[count] = (Int32(column), Float(sums[column]))
                    count += 1
                    bits &= bits - 1
                }
                occurs[word] = 0
            }
            return count
        }
    }
}
