public import Concurrency

extension SparseMatrix {
    /// Adds up values of the same row and column, on several threads: as ``init(rows:columns:summing:)``, to the bit, of entries
    /// that are given as columns. Complexity: O(*n* log *n* + `rows`) at most; a vector of `rows` and
    /// one of `columns` numbers for each worker.
    ///
    /// - Precondition: there is a row and a column for each value, within `rows` × `columns`.
    public init(
        rows: Int, columns: Int, summing values: [Float], atRows rowIndices: [Int32], columns columnIndices: [Int32],
        _ workers: Workers
    ) {
        // In Double, where sums of counts are exact.
        let sums = Self.combining(
            values, atRows: rowIndices, columns: columnIndices, rows: rows, below: columns, workers, by: +)
        self.init(
            rows: rows, columns: columns, rowOffsets: sums.offsets, columnIndices: sums.columns, values: sums.values)
    }

    /// The least value of each row and column that occur together, in the order of the entries of a matrix that sums
    /// the values.
    ///
    /// - Precondition: as for ``init(rows:columns:summing:atRows:columns:_:)``.
    public static func least(
        rows: Int, columns: Int, of values: [Float], atRows rowIndices: [Int32], columns columnIndices: [Int32],
        _ workers: Workers
    ) -> [Float] {
        combining(values, atRows: rowIndices, columns: columnIndices, rows: rows, below: columns, workers, by: min)
            .values
    }

    /// Combines the values of the same row and column, from the first to the last.
    private static func combining(
        _ values: [Float], atRows rowIndices: [Int32], columns columnIndices: [Int32], rows: Int, below columns: Int,
        _ workers: Workers, by combine: @Sendable (Double, Double) -> Double
    ) -> (offsets: [Int], columns: [Int32], values: [Float]) {
        precondition(rowIndices.count == values.count && columnIndices.count == values.count)
        let (rowEntries, starts) = byRow(
            values, atRows: rowIndices, columns: columnIndices, rows: rows, below: columns, workers)
        defer { rowEntries.deallocate() }
        // The entries of every row, and the number of distinct columns in it.
        var offsets = [Int](repeating: 0, count: rows + 1)
        offsets.withUnsafeMutableBufferPointer { offsets in
            nonisolated(unsafe) let rowEntries = rowEntries, offsets = offsets
            workers.forEachChunk(of: rows, size: 64, workspace: { RowTotals(columns: columns) }) { totals, chunk in
                for row in chunk {
                    let own = UnsafeMutableBufferPointer(rebasing: rowEntries[starts[row]..<starts[row + 1]])
                    offsets[row + 1] = totals.combine(own, by: combine)
                }
            }
        }
        for row in 0..<rows { offsets[row + 1] += offsets[row] }
        func gathered<Element>(_ part: @Sendable (RowEntry) -> Element) -> [Element] {
            [Element](unsafeUninitializedCapacity: offsets[rows]) { buffer, count in
                nonisolated(unsafe) let rowEntries = rowEntries, buffer = buffer
                workers.forEachChunk(of: rows, size: 256) { [offsets] chunk in
                    for row in chunk {
                        let start = starts[row] - offsets[row]
                        for entry in offsets[row]..<offsets[row + 1] {
                            buffer.initializeElement(at: entry, to: part(rowEntries[start + entry]))
                        }
                    }
                }
                count = offsets[rows]
            }
        }
        return (offsets, gathered { $0.column }, gathered { $0.value })
    }

    private typealias RowEntry = (column: Int32, value: Float)

    /// Entries by row, those of a row in the order in which they came, and where each row begins: a counting sort of
    /// which every worker does a chunk.
    private static func byRow(
        _ values: [Float], atRows rowIndices: [Int32], columns columnIndices: [Int32], rows: Int, below columns: Int,
        _ workers: Workers
    ) -> (rowEntries: UnsafeMutableBufferPointer<RowEntry>, starts: [Int]) {
        let chunkSize = max(1, (values.count + workers.count - 1) / workers.count)
        let chunks = (values.count + chunkSize - 1) / chunkSize
        // How many entries of each row a chunk has, then the position of the next one.
        var next = [Int](repeating: 0, count: chunks * rows)
        var starts = [Int](repeating: 0, count: rows + 1)
        let rowEntries = UnsafeMutableBufferPointer<RowEntry>.allocate(capacity: values.count)
        next.withUnsafeMutableBufferPointer { next in
            nonisolated(unsafe) let next = next, rowEntries = rowEntries
            workers.forEachChunk(of: values.count, size: chunkSize) { chunk in
                let first = chunk.lowerBound / chunkSize * rows
                let own = UnsafeMutableBufferPointer(rebasing: next[first..<first + rows])
                for entry in chunk {
                    precondition(0..<rows ~= Int(rowIndices[entry]), "an entry outside the matrix")
                    own[Int(rowIndices[entry])] += 1
                }
            }
            for row in 0..<rows {
                var position = starts[row]
                for number in 0..<chunks {
                    let count = next[number * rows + row]
                    next[number * rows + row] = position
                    position += count
                }
                starts[row + 1] = position
            }
            workers.forEachChunk(of: values.count, size: chunkSize) { chunk in
                let first = chunk.lowerBound / chunkSize * rows
                let own = UnsafeMutableBufferPointer(rebasing: next[first..<first + rows])
                for entry in chunk {
                    precondition(0..<columns ~= Int(columnIndices[entry]), "an entry outside the matrix")
                    let row = Int(rowIndices[entry])
                    rowEntries.initializeElement(at: own[row], to: (columnIndices[entry], values[entry]))
                    own[row] += 1
                }
            }
        }
        return (rowEntries, starts)
    }

    /// Combines the entries of one row after another.
    private struct RowTotals {
        private var totals: [Double]
        /// A bit for each column, by which the columns of a long row come in order without being sorted.
        private var occurs: [UInt64]

        init(columns: Int) {
            totals = Array(repeating: 0, count: columns)
            occurs = Array(repeating: 0, count: (columns + 63) / 64)
        }

        /// Replaces the entries of each column by one, in the order of the columns, at the beginning of the buffer.
        ///
        /// - Returns: the number of columns.
        @inline(__always)
        mutating func combine(
            _ entries: UnsafeMutableBufferPointer<RowEntry>, by combine: (Double, Double) -> Double
        ) -> Int {
            var entries = entries
            var count = 0
            for (column, value) in entries {
                let word = Int(column) >> 6, bit = UInt64(1) << UInt64(column & 63)
                if occurs[word] & bit != 0 {
                    totals[Int(column)] = combine(totals[Int(column)], Double(value))
                } else {
                    occurs[word] |= bit
                    totals[Int(column)] = Double(value)
                    entries[count].column = column
                    count += 1
                }
            }
            // A short row is sorted: to look through all bits would take longer.
            if 8 * count < occurs.count {
                entries[..<count].sort { $0.column < $1.column }
                for index in 0..<count {
                    entries[index].value = Float(totals[Int(entries[index].column)])
                    occurs[Int(entries[index].column) >> 6] = 0
                }
                return count
            }
            count = 0
            for word in occurs.indices {
                var bits = occurs[word]
                while bits != 0 {
                    let column = 64 * word + bits.trailingZeroBitCount
                    entries[count] = (Int32(column), Float(totals[column]))
                    count += 1
                    bits &= bits - 1
                }
                occurs[word] = 0
            }
            return count
        }
    }
}
