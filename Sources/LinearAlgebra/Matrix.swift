/// A dense matrix in row-major order.
public struct Matrix<Scalar: BinaryFloatingPoint & Sendable>: Sendable {
    public let rows: Int
    public let columns: Int
    /// The elements, row after row.
    public var elements: [Scalar]

    /// - Precondition: `elements.count == rows * columns`.
    public init(rows: Int, columns: Int, elements: [Scalar]) {
        precondition(elements.count == rows * columns, "\(elements.count) elements for \(rows) × \(columns)")
        self.rows = rows
        self.columns = columns
        self.elements = elements
    }

    public init(rows: Int, columns: Int, repeating value: Scalar = 0) {
        self.init(rows: rows, columns: columns, elements: Array(repeating: value, count: rows * columns))
    }

    public subscript(row: Int, column: Int) -> Scalar {
        get { elements[row * columns + column] }
        set { elements[row * columns + column] = newValue }
    }
}

extension Matrix: Equatable {}
