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
        let (places, starts) = Self.byRow(
            values, atRows: rowIndices, columns: columnIndices, rows: rows, below: columns, workers)
        defer { places.deallocate() }
        // Every row in its own place, and how many columns of it are distinct.
        var offsets = [Int](repeating: 0, count: rows + 1)
        offsets.withUnsafeMutableBufferPointer { offsets in
            nonisolated(unsafe) let places = places, offsets = offsets
            workers.forEachChunk(of: rows, size: 64, workspace: { RowSums(columns: columns) }) { sums, chunk in
                for row in chunk {
                    offsets[row + 1] = sums.sum(
                        UnsafeMutableBufferPointer(rebasing: places[starts[row]..<starts[row + 1]]))
                }
            }
        }
        for row in 0..<rows { offsets[row + 1] += offsets[row] }
        func gathered<Element>(_ part: @Sendable (Place) -> Element) -> [Element] {
            [Element](unsafeUninitializedCapacity: offsets[rows]) { buffer, count in
                nonisolated(unsafe) let places = places, buffer = buffer
                workers.forEachChunk(of: rows, size: 256) { [offsets] chunk in
                    for row in chunk {
                        let start = starts[row] - offsets[row]
                        for entry in offsets[row]..<offsets[row + 1] {
                            buffer.initializeElement(at: entry, to: part(places[start + entry]))
                        }
                    }
                }
                count = offsets[rows]
            }
        }
        self.init(
            rows: rows, columns: columns, rowOffsets: offsets, columnIndices: gathered { $0.column },
            values: gathered { $0.value })
    }

    private typealias Place = (column: Int32, value: Float)

    /// Entries by row, those of a row in the order in which they came, and where each row begins: a counting sort of
    /// which every worker does a stretch.
    private static func byRow(
        _ values: [Float], atRows rowIndices: [Int32], columns columnIndices: [Int32], rows: Int, below columns: Int,
        _ workers: Workers
    ) -> (places: UnsafeMutableBufferPointer<Place>, starts: [Int]) {
        let stretch = max(1, (values.count + workers.count - 1) / workers.count)
        let stretches = (values.count + stretch - 1) / stretch
        // How many entries of each row a stretch has, then where the next of them goes.
        var next = [Int](repeating: 0, count: stretches * rows)
        var starts = [Int](repeating: 0, count: rows + 1)
        let places = UnsafeMutableBufferPointer<Place>.allocate(capacity: values.count)
        next.withUnsafeMutableBufferPointer { next in
            nonisolated(unsafe) let next = next, places = places
            workers.forEachChunk(of: values.count, size: stretch) { chunk in
                let own = UnsafeMutableBufferPointer(rebasing: next[(chunk.lowerBound / stretch * rows)...].prefix(rows))
                for entry in chunk {
                    precondition(0..<rows ~= Int(rowIndices[entry]), "an entry outside the matrix")
                    own[Int(rowIndices[entry])] += 1
                }
            }
            for row in 0..<rows {
                var place = starts[row]
                for number in 0..<stretches {
                    let count = next[number * rows + row]
                    next[number * rows + row] = place
                    place += count
                }
                starts[row + 1] = place
            }
            workers.forEachChunk(of: values.count, size: stretch) { chunk in
                let own = UnsafeMutableBufferPointer(rebasing: next[(chunk.lowerBound / stretch * rows)...].prefix(rows))
                for entry in chunk {
                    precondition(0..<columns ~= Int(columnIndices[entry]), "an entry outside the matrix")
                    let row = Int(rowIndices[entry])
                    places.initializeElement(at: own[row], to: (columnIndices[entry], values[entry]))
                    own[row] += 1
                }
            }
        }
        return (places, starts)
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
        mutating func sum(_ entries: UnsafeMutableBufferPointer<Place>) -> Int {
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
