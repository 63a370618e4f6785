/// The inner loops of regressions in lanes: sums of weighted outer products over the entries of a row, in tiles that
/// stay in registers, and Cholesky's factorisation.
///
/// Every vector holds one number of each lane. A system with k unknowns is k rows of k + 1 vectors: the upper triangle of
/// the matrix, and the right side in the last column. What is below the triangle is undefined.
enum LaneKernels {
    typealias Vector = PanelKernels.Vector

    /// Some entries of a row.
    struct Entries {
        /// The features of each entry's regressor.
        let regressors: UnsafePointer<UnsafePointer<Vector>>
        let weights: UnsafePointer<Vector>
        let targets: UnsafePointer<Vector>
        /// Room for the features times the weights, k for each entry.
        let scaled: UnsafeMutablePointer<Vector>
        let count: Int
    }

    /// Sets a system to another one plus Σ dⱼ yⱼyⱼᵀ and Σ bⱼ yⱼ over some entries.
    ///
    /// - Parameter blocks: the unknowns as ``blocks(of:)`` divides them.
    static func set(
        _ system: UnsafeMutablePointer<Vector>, to other: UnsafePointer<Vector>, plus entries: Entries, rank: Int,
        blocks: [Range<Int>]
    ) {
        for (place, columns) in blocks.enumerated() {
            let column = columns.lowerBound
            switch columns.count {
            case 1: triangle(1, system, other, entries, rank, column)
            case 2: triangle(2, system, other, entries, rank, column)
            case 3: triangle(3, system, other, entries, rank, column)
            case 4: triangle(4, system, other, entries, rank, column)
            default: triangle(5, system, other, entries, rank, column)
            }
            for rows in blocks[..<place] {
                let row = rows.lowerBound
                switch (rows.count, columns.count) {
                case (3, 3): rectangle(3, 3, system, other, entries, rank, row, column)
                case (4, 3): rectangle(4, 3, system, other, entries, rank, row, column)
                case (4, 4): rectangle(4, 4, system, other, entries, rank, row, column)
                case (5, 4): rectangle(5, 4, system, other, entries, rank, row, column)
                default: rectangle(5, 5, system, other, entries, rank, row, column)
                }
            }
        }
    }

    /// Divides unknowns into as few blocks of at most five as there can be, the larger ones first: a tile of 25 sums and
    /// what they are made from fill the registers. Any two blocks have 3 and 3, 4 and 3, 4 and 4, 5 and 4, or 5 and 5.
    static func blocks(of rank: Int) -> [Range<Int>] {
        let count = (rank + 4) / 5
        var blocks: [Range<Int>] = [], start = 0
        for place in 0..<count {
            let size = rank / count + (place < rank % count ? 1 : 0)
            blocks.append(start..<start + size)
            start += size
        }
        return blocks
    }

    /// A tile on the diagonal, and its part of the right side. It leaves the scaled features for ``rectangle``.
    @inline(__always)
    private static func triangle(
        _ order: Int, _ system: UnsafeMutablePointer<Vector>, _ other: UnsafePointer<Vector>, _ entries: Entries,
        _ rank: Int, _ place: Int
    ) {
        let stride = rank + 1
        let source = other + place * stride + place, target = system + place * stride + place
        var first = Tile(source, 0, order), second = Tile(source + stride, 1, order)
        var third = Tile(source + 2 * stride, 2, order), fourth = Tile(source + 3 * stride, 3, order)
        var fifth = Tile(source + 4 * stride, 4, order)
        var right = Tile(other + place * stride + rank, 0, order, stride: stride)
        var scaled = entries.scaled + place
        for entry in 0..<entries.count {
            let features = Tile(entries.regressors[entry] + place, 0, order)
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
        right.store(to: system + place * stride + rank, 0, order, stride: stride)
    }

    /// A tile above the diagonal.
    @inline(__always)
    private static func rectangle(
        _ rows: Int, _ columns: Int, _ system: UnsafeMutablePointer<Vector>, _ other: UnsafePointer<Vector>,
        _ entries: Entries, _ rank: Int, _ row: Int, _ column: Int
    ) {
        let stride = rank + 1
        let source = other + row * stride + column, target = system + row * stride + column
        var first = Tile(source, 0, columns), second = Tile(source + stride, 0, columns)
        var third = Tile(source + 2 * stride, 0, columns)
        var fourth = rows > 3 ? Tile(source + 3 * stride, 0, columns) : Tile()
        var fifth = rows > 4 ? Tile(source + 4 * stride, 0, columns) : Tile()
        var factors = UnsafePointer(entries.scaled) + row
        for entry in 0..<entries.count {
            let features = Tile(entries.regressors[entry] + column, 0, columns)
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

    /// Up to five vectors of a row of a tile, those from `begin` to `end`. Where these are constants, the vectors stay in
    /// registers and the others do not exist.
    private struct Tile {
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
        mutating func add(_ factor: Vector, _ other: Tile, _ begin: Int, _ end: Int) {
            if begin < 1, end > 0 { PanelKernels.accumulate(&first, factor, other.first) }
            if begin < 2, end > 1 { PanelKernels.accumulate(&second, factor, other.second) }
            if begin < 3, end > 2 { PanelKernels.accumulate(&third, factor, other.third) }
            if begin < 4, end > 3 { PanelKernels.accumulate(&fourth, factor, other.fourth) }
            if begin < 5, end > 4 { PanelKernels.accumulate(&fifth, factor, other.fifth) }
        }

        @inline(__always)
        func multiplied(by factor: Vector) -> Tile {
            var product = Tile()
            product.first = first * factor
            product.second = second * factor
            product.third = third * factor
            product.fourth = fourth * factor
            product.fifth = fifth * factor
            return product
        }
    }

    /// Solves a system with a ridge.
    ///
    /// A matrix that is not positive definite, or numbers that overflow, leave no number in the lane of the result's
    /// `check`.
    ///
    /// - Parameters:
    ///   - system: overwritten.
    ///   - solution: k vectors.
    /// - Returns: the product of the solution and the right side, the squared norm of the solution, and zero in the lanes
    ///   whose numbers are all finite.
    static func solve(
        _ system: UnsafeMutablePointer<Vector>, rank: Int, ridge: Vector, into solution: UnsafeMutablePointer<Vector>
    ) -> (product: Vector, norm: Vector, check: Vector) {
        let stride = rank + 1
        var product = Vector.zero, check = Vector.zero
        // Row by row R with RᵀR = A; the right side becomes R⁻ᵀ of itself on the way. Each row holds the reciprocal of its
        // diagonal element instead of that.
        for pivot in 0..<rank {
            let row = system + pivot * stride
            var diagonal = row[pivot] + ridge
            for other in 0..<pivot {
                let factor = system[other * stride + pivot]
                accumulate(&diagonal, -factor, factor)
            }
            accumulate(&check, diagonal, .zero)
            let inverse = 1 / diagonal.squareRoot()
            row[pivot] = inverse
            var column = pivot + 1
            while column + 4 <= stride {
                var sums = (row[column], row[column + 1], row[column + 2], row[column + 3])
                for other in 0..<pivot {
                    let above = system + other * stride
                    let factor = -above[pivot]
                    accumulate(&sums.0, factor, above[column])
                    accumulate(&sums.1, factor, above[column + 1])
                    accumulate(&sums.2, factor, above[column + 2])
                    accumulate(&sums.3, factor, above[column + 3])
                }
                row[column] = sums.0 * inverse
                row[column + 1] = sums.1 * inverse
                row[column + 2] = sums.2 * inverse
                row[column + 3] = sums.3 * inverse
                column += 4
            }
            while column < stride {
                var sum = row[column]
                for other in 0..<pivot {
                    accumulate(&sum, -system[other * stride + pivot], system[other * stride + column])
                }
                row[column] = sum * inverse
                column += 1
            }
            accumulate(&product, row[rank], row[rank])
        }
        var norm = Vector.zero
        for unknown in (0..<rank).reversed() {
            let row = system + unknown * stride
            var sum = row[rank]
            for other in unknown + 1..<max(rank, unknown + 1) { accumulate(&sum, -row[other], solution[other]) }
            let value = sum * row[unknown]
            solution[unknown] = value
            accumulate(&norm, value, value)
            accumulate(&check, value, .zero)
        }
        return (product, norm, check)
    }

    @inline(__always)
    private static func accumulate(_ sum: inout Vector, _ first: Vector, _ second: Vector) {
        PanelKernels.accumulate(&sum, first, second)
    }
}
