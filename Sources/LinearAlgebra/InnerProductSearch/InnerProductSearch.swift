public import Concurrency

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

/// What one worker of an ``InnerProductSearch`` needs to search for some vectors at a time.
struct QueryBlock: ~Copyable {
    private typealias Vector = PanelKernels.Vector

    /// The most vectors at a time: a panel of rows is read from memory once for all of them.
    static let rows = 256
    private static let tileRows = 8

    private let search: InnerProductSearch
    private let vectors: Matrix<Float>
    private let excluded: SparseMatrix?
    /// The greatest products are the least ones of the negated vectors.
    private let sign: Double
    /// The first of the vectors at hand, and how many they are.
    private var first = 0
    private var count = 0
    private var least: [LeastValues]
    /// By how much a vector's products in single precision may err.
    private var errors = [Double](repeating: 0, count: rows)
    /// How long a row must be for a product of −1 with a vector.
    private var reachOfOne = [Double](repeating: 0, count: rows)
    /// How long a row must be to improve on what was found for a vector.
    private var reaches = [Double](repeating: 0, count: rows)
    /// The same for each tile: for any of its vectors.
    private var tileReach = [Double](repeating: 0, count: rows / tileRows)

    /// A product in single precision above this limit cannot belong to the result.
    private let limits: UnsafeMutablePointer<Float>
    /// The products of a tile of vectors with a panel of rows.
    private let products: UnsafeMutablePointer<Float>
    /// The vectors in tiles of 8, column after column.
    private let tiles: UnsafeMutablePointer<Float>
    private let memory: FloatTable

    init(
        _ search: InnerProductSearch, _ end: InnerProductSearch.End, count: Int, _ vectors: Matrix<Float>,
        _ excluded: SparseMatrix?
    ) {
        self.search = search
        self.vectors = vectors
        self.excluded = excluded
        sign = end == .least ? 1 : -1
        least = Array(repeating: LeastValues(count: count), count: Self.rows)
        let tile = Self.tileRows * InnerProductSearch.panelRows
        memory = FloatTable(rows: 1, columns: Self.rows + tile + Self.rows * vectors.columns)
        limits = memory.elements
        products = limits + Self.rows
        tiles = products + tile
    }

    /// The rows found for one of the vectors at hand.
    func found(_ slot: Int) -> [LeastValues.Item] {
        least[slot].sorted.map { LeastValues.Item(value: sign * $0.value, index: $0.index) }
    }

    /// Searches for some rows of the matrix of vectors.
    mutating func search(_ queries: Range<Int>) {
        load(queries)
        let columns = vectors.columns
        for (panel, length) in search.lengths.enumerated() {
            let rows = search.panels.elements + panel * search.panels.stride
            var isDone = true
            for tile in 0..<(count + Self.tileRows - 1) / Self.tileRows where tileReach[tile] <= length {
                isDone = false
                let first = tile * Self.tileRows
                guard
                    Self.multiply(
                        tiles + first * columns, rows, columns: columns, limits: limits + first, into: products)
                else { continue }
                for row in 0..<Self.tileRows {
                    sieve(first + row, products + row * InnerProductSearch.panelRows, panel)
                }
            }
            if isDone { return }
        }
    }

    private mutating func load(_ queries: Range<Int>) {
        first = queries.lowerBound
        count = queries.count
        let columns = vectors.columns
        for slot in 0..<Self.rows {
            let tile = tiles + slot / Self.tileRows * Self.tileRows * columns + slot % Self.tileRows
            var square = 0.0
            for column in 0..<columns {
                let element = slot < count ? vectors[first + slot, column] : 0
                tile[column * Self.tileRows] = Float(sign) * element
                square += Double(element) * Double(element)
            }
            let norm = square.squareRoot()
            // Whatever the order of additions, n products of single precision err by no more than n·2⁻²⁴ of ‖x‖‖y‖
            // (N. Higham, "Accuracy and stability of numerical algorithms", 2002, section 3.1), and by what is lost
            // below the least normal number; twice that is allowed for. Where sums could overflow, every
            // product passes.
            let largest = norm * (search.lengths.first ?? 0), terms = Double(columns + 2)
            errors[slot] =
                largest < 0x1p126 ? terms * (largest * 0x1p-23 + Double(Float.leastNormalMagnitude)) : .infinity
            // A little less, for the rounding of norms.
            reachOfOne[slot] = (1 - 1e-9) / norm
            least[slot].removeAll()
            // A slot without a vector accepts no product and no row.
            limits[slot] = slot < count ? .infinity : -.infinity
            reaches[slot] = slot < count ? 0 : .infinity
        }
        for tile in tileReach.indices { tileReach[tile] = 0 }
    }

    /// The products of eight vectors with 32 rows.
    ///
    /// - Returns: whether any of them does not exceed its vector's limit; only then the products are written.
    @inline(__always)
    private static func multiply(
        _ vectors: UnsafePointer<Float>, _ panel: UnsafePointer<Float>, columns: Int, limits: UnsafePointer<Float>,
        into products: UnsafeMutablePointer<Float>
    ) -> Bool {
        let zero = Vector.zero
        var left = (zero, zero, zero, zero, zero, zero, zero, zero), right = left
        var factors = vectors
        var source = PanelKernels.vectors(panel)
        for _ in 0..<columns {
            let first = source[0], second = source[1]
            PanelKernels.accumulate(&left.0, &right.0, first, second, factors[0])
            PanelKernels.accumulate(&left.1, &right.1, first, second, factors[1])
            PanelKernels.accumulate(&left.2, &right.2, first, second, factors[2])
            PanelKernels.accumulate(&left.3, &right.3, first, second, factors[3])
            PanelKernels.accumulate(&left.4, &right.4, first, second, factors[4])
            PanelKernels.accumulate(&left.5, &right.5, first, second, factors[5])
            PanelKernels.accumulate(&left.6, &right.6, first, second, factors[6])
            PanelKernels.accumulate(&left.7, &right.7, first, second, factors[7])
            factors += tileRows
            source += 2
        }
        guard
            passes(left.0, right.0, limits[0]) || passes(left.1, right.1, limits[1])
                || passes(left.2, right.2, limits[2]) || passes(left.3, right.3, limits[3])
                || passes(left.4, right.4, limits[4]) || passes(left.5, right.5, limits[5])
                || passes(left.6, right.6, limits[6]) || passes(left.7, right.7, limits[7])
        else { return false }
        let target = PanelKernels.vectors(products)
        (target[0], target[1], target[2], target[3]) = (left.0, right.0, left.1, right.1)
        (target[4], target[5], target[6], target[7]) = (left.2, right.2, left.3, right.3)
        (target[8], target[9], target[10], target[11]) = (left.4, right.4, left.5, right.5)
        (target[12], target[13], target[14], target[15]) = (left.6, right.6, left.7, right.7)
        return true
    }

    /// Whether any product does not exceed the limit; one that overflowed to NaN does not.
    @inline(__always)
    private static func passes(_ left: Vector, _ right: Vector, _ limit: Float) -> Bool {
        let limit = Vector(repeating: limit)
        return !all((left .> limit) .& (right .> limit))
    }

    /// Computes in double precision those products of a vector that do not exceed its limit.
    private mutating func sieve(_ slot: Int, _ products: UnsafePointer<Float>, _ panel: Int) {
        let limit = Vector(repeating: limits[slot]), vectors = PanelKernels.vectors(products)
        let start = panel * InnerProductSearch.panelRows
        var lanes = Self.lanes(where: vectors[0] .> limit) | Self.lanes(where: vectors[1] .> limit) << 16
        // The padding of the last panel belongs to no row; its products are ignored.
        let missing = start + InnerProductSearch.panelRows - search.order.count
        lanes = missing > 0 ? (~lanes << missing) >> missing : ~lanes
        while lanes != 0 {
            let lane = lanes.trailingZeroBitCount
            lanes &= lanes - 1
            // The limit may have decreased since.
            guard !(products[lane] > limits[slot]) else { continue }
            let row = search.order[start + lane]
            if let excluded, excluded.contains(row: first + slot, column: Int(row)) { continue }
            least[slot].consider(sign * product(first + slot, Int(row)), index: row)
            narrow(slot)
        }
    }

    /// One bit for each lane of a mask.
    @inline(__always)
    private static func lanes(where mask: SIMDMask<SIMD16<Int32>>) -> UInt32 {
        let bits = SIMD16<UInt32>(
            0x1, 0x2, 0x4, 0x8, 0x10, 0x20, 0x40, 0x80, 0x100, 0x200, 0x400, 0x800, 0x1000, 0x2000, 0x4000, 0x8000)
        return SIMD16<UInt32>.zero.replacing(with: bits, where: mask).wrappedSum()
    }

    /// The product of a vector and a row, in double precision.
    private func product(_ vector: Int, _ row: Int) -> Double {
        let columns = vectors.columns
        return vectors.elements.withUnsafeBufferPointer { vectors in
            search.matrix.elements.withUnsafeBufferPointer { rows in
                guard let vectors = vectors.baseAddress, let rows = rows.baseAddress else { return 0 }
                return PairProducts.product(vectors + vector * columns, rows + row * columns, columns: columns)
            }
        }
    }

    /// Sets the limits of products and of lengths of rows that can improve on what was found for a vector.
    private mutating func narrow(_ slot: Int) {
        let bound = least[slot].bound
        guard bound < .infinity else { return }
        limits[slot] = Float(bound + errors[slot]).nextUp
        reaches[slot] = bound < 0 ? -bound * reachOfOne[slot] : 0
        let tile = slot / Self.tileRows
        var reach = Double.infinity
        for row in 0..<Self.tileRows { reach = min(reach, reaches[tile * Self.tileRows + row]) }
        tileReach[tile] = reach
    }
}
