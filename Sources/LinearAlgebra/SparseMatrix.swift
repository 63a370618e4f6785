import Algorithms

/// A sparse matrix in compressed row form (CSR).
///
/// Within a row the columns ascend and are distinct.
public struct SparseMatrix: Hashable, Sendable {
    /// The number of rows.
    public let rows: Int
    /// The number of columns.
    public let columns: Int
    /// Where each row begins in ``columnIndices`` and ``values``: `rows + 1` numbers.
    public let rowOffsets: [Int]
    /// The column of each entry, row after row, ascending in each.
    public let columnIndices: [Int32]
    /// The value of each entry, in the order of ``columnIndices``.
    public let values: [Float]

    /// One entry of a matrix under construction.
    public struct Entry: Sendable {
        /// The entry's row, counted from zero.
        public var row: Int32
        /// The entry's column, counted from zero.
        public var column: Int32
        /// The number there.
        public var value: Float

        /// An entry of a matrix.
        public init(row: Int32, column: Int32, value: Float) {
            self.row = row
            self.column = column
            self.value = value
        }
    }

    /// Adds up entries of the same row and column. Complexity: O(*n* + `rows` + `columns`).
    ///
    /// - Precondition: every entry lies within `rows` × `columns`.
    public init(rows: Int, columns: Int, summing entries: [Entry]) {
        self.init(
            rows: rows, columns: columns,
            summingSorted: Self.sorted(entries, row: \.row, column: \.column, rows: rows, columns: columns))
    }

    private init(rows: Int, columns: Int, summingSorted sorted: some Sequence<Entry>) {
        var rowOffsets = [Int](repeating: 0, count: rows + 1)
        var columnIndices: [Int32] = []
        var values: [Float] = []
        var last: (row: Int32, column: Int32)?
        // In Double, where sums of counts are exact: the order of the entries must not show in the rounding.
        var sum = 0.0
        for entry in sorted {
            if let last, last == (entry.row, entry.column) {
                sum += Double(entry.value)
                values[values.count - 1] = Float(sum)
            } else {
                sum = Double(entry.value)
                columnIndices.append(entry.column)
                values.append(entry.value)
                rowOffsets[Int(entry.row) + 1] += 1
                last = (entry.row, entry.column)
            }
        }
        for row in 0..<rows { rowOffsets[row + 1] += rowOffsets[row] }
        self.init(rows: rows, columns: columns, rowOffsets: rowOffsets, columnIndices: columnIndices, values: values)
    }

    /// By row, then by column: two stable counting sorts.
    private static func sorted<Item>(
        _ items: [Item], row: (Item) -> Int32, column: (Item) -> Int32, rows: Int, columns: Int
    ) -> [Item] {
        sorted(sorted(items, by: column, below: columns), by: row, below: rows)
    }

    private static func sorted<Item>(_ items: [Item], by key: (Item) -> Int32, below bound: Int) -> [Item] {
        var next = [Int](repeating: 0, count: bound + 1)
        for item in items {
            precondition(0..<bound ~= Int(key(item)), "an entry outside the matrix")
            next[Int(key(item)) + 1] += 1
        }
        for index in 0..<bound { next[index + 1] += next[index] }
        return [Item](unsafeUninitializedCapacity: items.count) { buffer, count in
            for item in items {
                let index = Int(key(item))
                buffer.initializeElement(at: next[index], to: item)
                next[index] += 1
            }
            count = items.count
        }
    }

    /// - Precondition: the arrays describe a matrix in compressed row form.
    public init(rows: Int, columns: Int, rowOffsets: [Int], columnIndices: [Int32], values: [Float]) {
        precondition(rowOffsets.count == rows + 1 && rowOffsets.last == columnIndices.count)
        precondition(columnIndices.count == values.count)
        // Every fit begins with a matrix: OpenBLAS's own threads end before workers need the processors that they keep busy.
        _ = BLAS.singleThreaded
        self.rows = rows
        self.columns = columns
        self.rowOffsets = rowOffsets
        self.columnIndices = columnIndices
        self.values = values
    }

    /// The number of stored entries.
    public var count: Int { columnIndices.count }

    /// Where the entries of a row stand in ``columnIndices`` and ``values``.
    public func range(ofRow row: Int) -> Range<Int> {
        rowOffsets[row]..<rowOffsets[row + 1]
    }

    /// How many entries each row has.
    public var rowDegrees: [Int] {
        zip(rowOffsets.dropFirst(), rowOffsets).map { $0 - $1 }
    }

    /// Whether an entry is stored. Complexity: O(log *n*) in the length of the row.
    public func contains(row: Int, column: Int) -> Bool {
        let entries = columnIndices[range(ofRow: row)]
        let index = entries.partitioningIndex { Int($0) >= column }
        return index < entries.endIndex && Int(entries[index]) == column
    }

    /// The matrix with rows and columns exchanged. Complexity: O(*n*).
    public func transposed() -> SparseMatrix {
        var offsets = [Int](repeating: 0, count: columns + 1)
        for column in columnIndices { offsets[Int(column) + 1] += 1 }
        for column in 0..<columns { offsets[column + 1] += offsets[column] }
        var next = offsets
        var indices = [Int32](repeating: 0, count: count)
        var transposedValues = [Float](repeating: 0, count: count)
        for row in 0..<rows {
            for position in range(ofRow: row) {
                let column = Int(columnIndices[position])
                indices[next[column]] = Int32(row)
                transposedValues[next[column]] = values[position]
                next[column] += 1
            }
        }
        return SparseMatrix(
            rows: columns, columns: rows, rowOffsets: offsets, columnIndices: indices, values: transposedValues)
    }
}
