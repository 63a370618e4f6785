import CProcessor

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
    static func set(
        _ system: UnsafeMutablePointer<Vector>, to other: UnsafePointer<Vector>, plus entries: Entries, blocks: Blocks
    ) {
        let rank = blocks.rank
        for place in 0..<blocks.count {
            let column = blocks.start(place), columns = blocks.size(place)
            switch columns {
            case 1: Triangle<1>.set(system, to: other, plus: entries, rank: rank, place: column)
            case 2: Triangle<2>.set(system, to: other, plus: entries, rank: rank, place: column)
            case 3: Triangle<3>.set(system, to: other, plus: entries, rank: rank, place: column)
            case 4: Triangle<4>.set(system, to: other, plus: entries, rank: rank, place: column)
            default: Triangle<5>.set(system, to: other, plus: entries, rank: rank, place: column)
            }
            for above in 0..<place {
                let row = blocks.start(above)
                switch (blocks.size(above), columns) {
                case (3, 3): Rectangle<3, 3>.set(system, to: other, plus: entries, rank: rank, row: row, column: column)
                case (4, 3): Rectangle<4, 3>.set(system, to: other, plus: entries, rank: rank, row: row, column: column)
                case (4, 4): Rectangle<4, 4>.set(system, to: other, plus: entries, rank: rank, row: row, column: column)
                case (5, 4): Rectangle<5, 4>.set(system, to: other, plus: entries, rank: rank, row: row, column: column)
                default: Rectangle<5, 5>.set(system, to: other, plus: entries, rank: rank, row: row, column: column)
                }
            }
        }
    }

    /// Unknowns in as few blocks of at most five as there can be, the larger ones first: a tile of 25 sums and what they
    /// are made from fill the registers. Any two blocks have 3 and 3, 4 and 3, 4 and 4, 5 and 4, or 5 and 5 unknowns.
    struct Blocks {
        let rank: Int
        let count: Int
        private let least: Int
        private let larger: Int

        init(rank: Int) {
            self.rank = rank
            count = (rank + 4) / 5
            least = rank / max(1, count)
            larger = rank % max(1, count)
        }

        func start(_ place: Int) -> Int { place * least + min(place, larger) }
        func size(_ place: Int) -> Int { place < larger ? least + 1 : least }
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
            let inverse = 1 / squareRoot(diagonal)
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

    /// SIMD16 takes its own square roots one by one.
    @inline(__always)
    private static func squareRoot(_ vector: Vector) -> Vector {
        withUnsafePointer(to: vector) { numbers in
            var roots = Vector.zero
            withUnsafeMutablePointer(to: &roots) {
                square_roots(
                    UnsafeRawPointer(numbers).assumingMemoryBound(to: Float.self),
                    UnsafeMutableRawPointer($0).assumingMemoryBound(to: Float.self))
            }
            return roots
        }
    }

    @inline(__always)
    private static func accumulate(_ sum: inout Vector, _ first: Vector, _ second: Vector) {
        PanelKernels.accumulate(&sum, first, second)
    }
}
