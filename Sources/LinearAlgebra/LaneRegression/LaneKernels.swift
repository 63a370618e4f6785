import CProcessor

/// The inner loops of regressions in lanes: sums of weighted outer products over the entries of a row, in tiles that
/// stay in registers.
///
/// Every vector holds one number of each lane. A system with k unknowns is k rows of k + 1 vectors: the upper triangle of
/// the matrix, and the right side in the last column. What is below the triangle is undefined.
enum LaneKernels {
    typealias Vector = PanelKernels.Vector

    /// Sets a system to another one plus Σ dⱼ yⱼyⱼᵀ and Σ bⱼ yⱼ over some entries.
    static func set(
        _ system: UnsafeMutablePointer<Vector>, to other: UnsafePointer<Vector>, plus entries: LaneEntries,
        blocks: Blocks
    ) {
        for block in 0..<blocks.count {
            setTriangle(block, system, to: other, plus: entries, blocks)
            for above in 0..<block { setRectangle(above, block, system, to: other, plus: entries, blocks) }
        }
    }

    /// The part of ``set(_:to:plus:blocks:)`` that belongs to one block.
    @inline(__always)
    static func setTriangle(
        _ block: Int, _ system: UnsafeMutablePointer<Vector>, to other: UnsafePointer<Vector>,
        plus entries: LaneEntries,
        _ blocks: Blocks
    ) {
        let rank = blocks.rank, start = blocks.start(block)
        let entries = entries.forTile(block * (block + 1) / 2)
        switch blocks.size(block) {
        case 1: Triangle<1>.set(system, to: other, plus: entries, rank: rank, start: start)
        case 2: Triangle<2>.set(system, to: other, plus: entries, rank: rank, start: start)
        case 3: Triangle<3>.set(system, to: other, plus: entries, rank: rank, start: start)
        case 4: Triangle<4>.set(system, to: other, plus: entries, rank: rank, start: start)
        default: Triangle<5>.set(system, to: other, plus: entries, rank: rank, start: start)
        }
    }

    /// The part of ``set(_:to:plus:blocks:)`` that belongs to two blocks; that of the upper one must be set first.
    @inline(__always)
    static func setRectangle(
        _ above: Int, _ block: Int, _ system: UnsafeMutablePointer<Vector>, to other: UnsafePointer<Vector>,
        plus entries: LaneEntries, _ blocks: Blocks
    ) {
        let rank = blocks.rank, row = blocks.start(above), column = blocks.start(block)
        let entries = entries.forTile(block * (block + 1) / 2 + above + 1)
        switch (blocks.size(above), blocks.size(block)) {
        case (3, 3): Rectangle<3, 3>.set(system, to: other, plus: entries, rank: rank, row: row, column: column)
        case (4, 3): Rectangle<4, 3>.set(system, to: other, plus: entries, rank: rank, row: row, column: column)
        case (4, 4): Rectangle<4, 4>.set(system, to: other, plus: entries, rank: rank, row: row, column: column)
        case (5, 4): Rectangle<5, 4>.set(system, to: other, plus: entries, rank: rank, row: row, column: column)
        default: Rectangle<5, 5>.set(system, to: other, plus: entries, rank: rank, row: row, column: column)
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

        /// The lines that each tile prefetches, so that all tiles together prefetch one for each unknown; at most four
        /// for more than five unknowns.
        var linesPerTile: Int {
            let tiles = count * (count + 1) / 2
            return (rank + tiles - 1) / max(1, tiles)
        }

        func start(_ block: Int) -> Int { block * least + min(block, larger) }
        func size(_ block: Int) -> Int { block < larger ? least + 1 : least }
    }
}
