/// The part of a system that belongs to some consecutive unknowns: a triangle on the diagonal, and the right side.
enum Triangle<let order: Int> {
    typealias Vector = PanelKernels.Vector

    /// Leaves the scaled features for ``Rectangle``.
    static func set(
        _ system: UnsafeMutablePointer<Vector>, to other: UnsafePointer<Vector>, plus entries: LaneEntries,
        rank: Int, start: Int
    ) {
        let stride = rank + 1, corner = start * stride + start, side = start * stride + rank
        let source = other + corner, target = system + corner
        var first = TileRow(source, 0, order), second = TileRow(source + stride, 1, order)
        var third = TileRow(source + 2 * stride, 2, order), fourth = TileRow(source + 3 * stride, 3, order)
        var fifth = TileRow(source + 4 * stride, 4, order)
        var right = TileRow(other + side, 0, order, stride: stride)
        var scaled = entries.scaled + start
        for entry in 0..<entries.count {
            entries.prefetch(after: entry)
            let features = TileRow(entries.regressors[entry] + start, 0, order)
            right.add(entries.targets[entry], features, 0, order)
            let factors = features.multiplied(by: entries.weights[entry])
            factors.store(to: scaled, 0, order)
            first.add(factors.first, features, 0, order)
            second.add(factors.second, features, 1, order)
            third.add(factors.third, features, 2, order)
            fourth.add(factors.fourth, features, 3, order)
            fifth.add(factors.fifth, features, 4, order)
            scaled += rank
        }
        first.store(to: target, 0, order)
        second.store(to: target + stride, 1, order)
        third.store(to: target + 2 * stride, 2, order)
        fourth.store(to: target + 3 * stride, 3, order)
        fifth.store(to: target + 4 * stride, 4, order)
        right.store(to: system + side, 0, order, stride: stride)
    }
}

/// The part of a system that belongs to two blocks of consecutive unknowns: a rectangle above the diagonal.
enum Rectangle<let rows: Int, let columns: Int> {
    typealias Vector = PanelKernels.Vector

    static func set(
        _ system: UnsafeMutablePointer<Vector>, to other: UnsafePointer<Vector>, plus entries: LaneEntries,
        rank: Int, row: Int, column: Int
    ) {
        let stride = rank + 1, corner = row * stride + column
        let source = other + corner, target = system + corner
        var first = TileRow(source, 0, columns), second = TileRow(source + stride, 0, columns)
        var third = TileRow(source + 2 * stride, 0, columns)
        var fourth = rows > 3 ? TileRow(source + 3 * stride, 0, columns) : TileRow()
        var fifth = rows > 4 ? TileRow(source + 4 * stride, 0, columns) : TileRow()
        var factors = UnsafePointer(entries.scaled) + row
        for entry in 0..<entries.count {
            entries.prefetch(after: entry)
            let features = TileRow(entries.regressors[entry] + column, 0, columns)
            first.add(factors[0], features, 0, columns)
            second.add(factors[1], features, 0, columns)
            third.add(factors[2], features, 0, columns)
            if rows > 3 { fourth.add(factors[3], features, 0, columns) }
            if rows > 4 { fifth.add(factors[4], features, 0, columns) }
            factors += rank
        }
        first.store(to: target, 0, columns)
        second.store(to: target + stride, 0, columns)
        third.store(to: target + 2 * stride, 0, columns)
        if rows > 3 { fourth.store(to: target + 3 * stride, 0, columns) }
        if rows > 4 { fifth.store(to: target + 4 * stride, 0, columns) }
    }
}

/// Up to five vectors of a row of a tile, those from `begin` to `end`. Where these are constants, the vectors stay in
/// registers and the others do not exist.
private struct TileRow {
    typealias Vector = PanelKernels.Vector

    var first = Vector.zero, second = Vector.zero, third = Vector.zero, fourth = Vector.zero, fifth = Vector.zero

    @inline(__always)
    init() {}

    @inline(__always)
    init(_ source: UnsafePointer<Vector>, _ begin: Int, _ end: Int, stride: Int = 1) {
        if begin < 1, end > 0 { first = source[0] }
        if begin < 2, end > 1 { second = source[stride] }
        if begin < 3, end > 2 { third = source[2 * stride] }
        if begin < 4, end > 3 { fourth = source[3 * stride] }
        if begin < 5, end > 4 { fifth = source[4 * stride] }
    }

    @inline(__always)
    func store(to target: UnsafeMutablePointer<Vector>, _ begin: Int, _ end: Int, stride: Int = 1) {
        if begin < 1, end > 0 { target[0] = first }
        if begin < 2, end > 1 { target[stride] = second }
        if begin < 3, end > 2 { target[2 * stride] = third }
        if begin < 4, end > 3 { target[3 * stride] = fourth }
        if begin < 5, end > 4 { target[4 * stride] = fifth }
    }

    @inline(__always)
    mutating func add(_ factor: Vector, _ other: TileRow, _ begin: Int, _ end: Int) {
        if begin < 1, end > 0 { PanelKernels.accumulate(&first, factor, other.first) }
        if begin < 2, end > 1 { PanelKernels.accumulate(&second, factor, other.second) }
        if begin < 3, end > 2 { PanelKernels.accumulate(&third, factor, other.third) }
        if begin < 4, end > 3 { PanelKernels.accumulate(&fourth, factor, other.fourth) }
        if begin < 5, end > 4 { PanelKernels.accumulate(&fifth, factor, other.fifth) }
    }

    @inline(__always)
    func multiplied(by factor: Vector) -> TileRow {
        var product = TileRow()
        product.first = first * factor
        product.second = second * factor
        product.third = third * factor
        product.fourth = fourth * factor
        product.fifth = fifth * factor
        return product
    }
}
