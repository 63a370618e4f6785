/// A named array of a tensor file.
public struct Tensor: Hashable, Sendable {
    /// The numbers of rows, columns, and so on; the product is the number of elements.
    public let shape: [Int]
    /// The elements, row by row.
    public let elements: Elements

    /// The elements in row-major order.
    public enum Elements: Hashable, Sendable {
        case float32([Float])
        case float64([Double])
        case int32([Int32])
        case int64([Int64])
        case uint8([UInt8])

        /// The number of elements.
        public var count: Int {
            switch self {
            case .float32(let array): array.count
            case .float64(let array): array.count
            case .int32(let array): array.count
            case .int64(let array): array.count
            case .uint8(let array): array.count
            }
        }
    }

    /// - Precondition: the shape's product is the number of elements.
    public init(shape: [Int], _ elements: Elements) {
        precondition(
            shape.reduce(1, *) == elements.count, "the shape \(shape) does not hold \(elements.count) elements")
        self.shape = shape
        self.elements = elements
    }

    /// A vector.
    public init(_ elements: Elements) {
        self.init(shape: [elements.count], elements)
    }
}
