/// Finds those rows of a matrix whose inner products with given vectors are the least, or the greatest: exhaustive
/// and exact, without ever holding all products.
///
/// Products in single precision, tile by tile in registers, exclude most rows; the few that they cannot exclude because
/// of rounding are compared by ``Matrix/products(ofRows:with:rows:_:)``'s sums in double precision. The result is that
/// of sorting all of those, whatever the processor and the number of workers.
///
/// Rows are taken longest first: once even the longest that is left is too short to improve on what was found for a
/// vector (|x·y| ≤ ‖x‖‖y‖), the vector is done (C. Teflioudi, R. Gemulla and O. Mykytiuk, "LEMP: Fast retrieval of large
/// entries in a matrix product", SIGMOD 2015).
public struct InnerProductSearch: Sendable {
    /// Which products are looked for.
    public enum End: Hashable, Sendable {
        case least, greatest
    }

    /// The rows that are searched.
    let matrix: Matrix<Float>
    /// The rows, longest first, and of equally long ones the first first.
    let order: [Int32]
    /// The length of the longest row in each panel.
    let lengths: [Double]
    /// Panels of ``panelRows`` rows in that order, column after column; the last is filled up with zeros.
    let panels: FloatTable

    static let panelRows = 32

    /// Complexity: O(rows · columns).
    ///
    /// - Parameter rows: rows of the matrix, whose elements are finite.
    public init(among rows: Range<Int>, of matrix: Matrix<Float>) {
        let columns = matrix.columns
        let length = rows.map { matrix.length(ofRow: $0) }
        let order = rows.indices.sorted { (length[$1 - rows.lowerBound], $0) < (length[$0 - rows.lowerBound], $1) }
        let starts = Array(stride(from: 0, to: order.count, by: Self.panelRows))
        let panels = FloatTable(rows: starts.count, columns: max(1, columns) * Self.panelRows)
        for (panel, start) in starts.enumerated() {
            let target = panels.elements + panel * panels.stride
            target.initialize(repeating: 0, count: panels.stride)
            for (slot, row) in order[start..<min(order.count, start + Self.panelRows)].enumerated() {
                for column in 0..<columns { target[column * Self.panelRows + slot] = matrix[row, column] }
            }
        }
        self.matrix = matrix
        self.order = order.map { Int32($0) }
        lengths = starts.map { length[order[$0] - rows.lowerBound] }
        self.panels = panels
    }

    /// The most rows that a worker finds at a time, for all its vectors together.
    private static let mostFound = 1 << 20

    /// The rows with the extreme products for each of some vectors, the most extreme first; of equal products those of
    /// the lower rows.
    ///
    /// Complexity: O(vectors · rows · columns) at most, in registers.
    ///
    /// - Parameters:
    ///   - count: how many rows to find for each vector; fewer are found where there are no more.
    ///   - queries: the vectors: rows of `vectors`, with as many columns as the matrix that is searched.
    ///   - excluded: rows of the searched matrix that are left out for each row of `vectors`.
    ///   - isCancelled: asked before every few hundred vectors; once it is true, nothing is found for those left.
    /// - Returns: for each vector, rows and their products.
    /// - Precondition: `count` is above zero, all elements are finite, and `excluded` has as many rows as `vectors`.
    public func extremes(
        _ end: End, count: Int, forRows queries: Range<Int>, of vectors: Matrix<Float>,
        leavingOut excluded: SparseMatrix? = nil, _ workers: Workers = .one,
        unless isCancelled: @Sendable () -> Bool = { false }
    ) -> [[LeastValues.Item]] {
        precondition(vectors.columns == matrix.columns)
        precondition(queries.lowerBound >= 0 && queries.upperBound <= vectors.rows)
        precondition(excluded.map { $0.rows == vectors.rows } ?? true)
        let count = min(count, max(1, order.count))
        var found = [[LeastValues.Item]](repeating: [], count: queries.count)
        found.withUnsafeMutableBufferPointer { found in
            nonisolated(unsafe) let found = found
            workers.forEachChunk(
                of: queries.count, size: max(1, min(QueryBlock.rows, Self.mostFound / count)), unless: isCancelled,
                workspace: { QueryBlock(self, end, count: count, vectors, excluded) }
            ) { block, chunk in
                block.search(queries.lowerBound + chunk.lowerBound..<queries.lowerBound + chunk.upperBound)
                for index in chunk { found[index] = block.found(index - chunk.lowerBound) }
            }
        }
        return found
    }
}

extension Matrix<Float> {
    /// The Euclidean norm of a row.
    fileprivate func length(ofRow row: Int) -> Double {
        elements[row * columns..<(row + 1) * columns].reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
}
