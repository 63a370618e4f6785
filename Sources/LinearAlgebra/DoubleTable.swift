/// Rows in double precision for random access in inner loops: each is padded with zeros to whole SIMD registers, two
/// of them at once.
public final class DoubleTable: @unchecked Sendable {
    /// The number of columns, without the padding.
    public let columns: Int
    /// The numbers from one row to the next.
    let stride: Int
    let elements: UnsafeMutablePointer<Double>

    static func stride(for columns: Int) -> Int { (columns + 15) / 16 * 16 }

    /// The rows of a matrix.
    public init(_ matrix: Matrix<Float>) {
        columns = matrix.columns
        let stride = Self.stride(for: columns)
        self.stride = stride
        let count = matrix.rows * stride
        let raw = UnsafeMutableRawPointer.allocate(
            byteCount: max(1, count) * MemoryLayout<Double>.stride, alignment: 128)
        elements = raw.bindMemory(to: Double.self, capacity: max(1, count))
        elements.initialize(repeating: 0, count: count)
        for row in 0..<matrix.rows {
            for column in 0..<columns {
                elements[row * stride + column] = Double(matrix.elements[row * columns + column])
            }
        }
    }

    deinit {
        elements.deallocate()
    }
}
