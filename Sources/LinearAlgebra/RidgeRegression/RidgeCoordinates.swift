import Concurrency

/// The coordinates in which rows of ``RidgeRegressions`` are solved.
///
/// With wYᵀY = QΛQᵀ, regressors VQ and solutions zQ the part of the equations that all rows share becomes the diagonal
/// matrix Λ + λᵤI, whatever the ridge λᵤ of a row is; divided by its root it is the identity (whitening). Conjugate
/// gradients then need few steps, and rows with few entries small systems.
struct RidgeCoordinates: Sendable {
    /// Q and Qᵀ; nil where the coordinates are kept.
    private let transforms: (enter: RowTransform, leave: RowTransform)?
    /// Λ, padded with ones.
    let eigenvalues: [Float]
    /// wYᵀY, with rows padded to the tables' stride; empty in whitening coordinates.
    let shared: [Float]
    let columns: Int

    /// - Parameter gram: wYᵀY; nil for zero.
    /// - Returns: nil where wYᵀY plus the ridge is singular to working precision.
    init?(whitening gram: Matrix<Double>?, columns: Int, leastRidge: Float) {
        self.columns = columns
        shared = []
        guard let gram else {
            guard leastRidge > 0 else { return nil }
            transforms = nil
            eigenvalues = Array(repeating: 0, count: FloatTable.stride(for: columns))
            return
        }
        guard let eigen = SymmetricEigen(gram), let smallest = eigen.values.first, let largest = eigen.values.last,
            max(0, smallest) + Double(leastRidge) > 1e-12 * (max(0, largest) + Double(leastRidge))
        else { return nil }
        transforms = (
            RowTransform(order: columns) { Float(eigen.vectors[$1, $0]) },
            RowTransform(order: columns) { Float(eigen.vectors[$0, $1]) }
        )
        let padding = FloatTable.stride(for: columns) - columns
        eigenvalues = eigen.values.map { Float(max(0, $0)) } + Array(repeating: 1, count: padding)
    }

    /// - Parameter gram: wYᵀY; nil for zero.
    init(keeping gram: Matrix<Double>?, columns: Int) {
        self.columns = columns
        let stride = FloatTable.stride(for: columns)
        transforms = nil
        eigenvalues = []
        var shared = [Float](repeating: 0, count: columns * stride)
        if let gram {
            for row in 0..<columns {
                for column in 0..<columns { shared[row * stride + column] = Float(gram[row, column]) }
            }
        }
        self.shared = shared
    }

    /// Writes some rows of a matrix in these coordinates.
    func enter(_ matrix: Matrix<Float>, rows: Range<Int>, into table: FloatTable, _ workers: Workers) {
        matrix.elements.withUnsafeBufferPointer { source in
            guard let source = source.baseAddress.map({ $0 + rows.lowerBound * columns }) else { return }
            nonisolated(unsafe) let base = source
            workers.forEachChunk(of: rows.count, size: 1024) { chunk in
                enter(
                    base + chunk.lowerBound * columns, rows: chunk.count,
                    into: table.elements + chunk.lowerBound * table.stride)
            }
        }
    }

    /// Writes rows in these coordinates.
    ///
    /// - Parameters:
    ///   - source: `rows × columns` numbers.
    ///   - target: `rows` times the stride of tables, padded with zeros.
    func enter(_ source: UnsafePointer<Float>, rows: Int, into target: UnsafeMutablePointer<Float>) {
        let stride = FloatTable.stride(for: columns)
        if let transforms {
            transforms.enter.apply(
                to: source, sourceStride: columns, rows: rows, into: target, targetStride: stride, columns: stride)
        } else {
            for row in 0..<rows {
                (target + row * stride).update(from: source + row * columns, count: columns)
                (target + row * stride + columns).update(repeating: 0, count: stride - columns)
            }
        }
    }

    /// Reads rows from these coordinates: the reverse of ``enter(_:rows:into:)``.
    func leave(_ source: UnsafePointer<Float>, rows: Int, into target: UnsafeMutablePointer<Float>) {
        let stride = FloatTable.stride(for: columns)
        if let transforms {
            transforms.leave.apply(
                to: source, sourceStride: stride, rows: rows, into: target, targetStride: columns, columns: columns)
        } else {
            for row in 0..<rows { (target + row * columns).update(from: source + row * stride, count: columns) }
        }
    }
}
