public import Concurrency

/// Sixteen matrices of one shape, one in each lane of a SIMD register: the sixteen numbers of an element lie beside
/// each other.
public struct LaneTable: ~Copyable, Sendable {
    typealias Vector = PanelKernels.Vector

    /// The number of matrices.
    public static let lanes = FloatTable.lanes

    /// The number of rows of each matrix.
    public let rows: Int
    /// The number of columns of each matrix.
    public let columns: Int
    private let table: FloatTable

    /// The same matrix in every lane.
    public init(repeating matrix: Matrix<Float>, _ workers: Workers = .one) {
        rows = matrix.rows
        columns = matrix.columns
        table = FloatTable(rows: rows, columns: columns * Self.lanes)
        let count = rows * columns
        matrix.elements.withUnsafeBufferPointer { elements in
            nonisolated(unsafe) let elements = elements, vectors = vectors
            workers.forEachChunk(of: count, size: 4096) { chunk in
                for index in chunk { vectors[index] = Vector(repeating: elements[index]) }
            }
        }
    }

    /// The matrix in one lane.
    public func matrix(inLane lane: Int) -> Matrix<Float> {
        precondition(0..<Self.lanes ~= lane)
        let elements = table.elements + lane, count = rows * columns
        return Matrix(
            rows: rows, columns: columns, elements: (0..<count).map { elements[$0 * Self.lanes] })
    }

    /// Where the lanes of a row's first column begin; those of the next columns follow.
    var vectors: UnsafeMutablePointer<Vector> { PanelKernels.vectors(table.elements) }
}
