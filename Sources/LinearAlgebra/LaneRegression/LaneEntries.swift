import CProcessor

/// Some entries of a row.
struct LaneEntries {
    typealias Vector = PanelKernels.Vector

    /// The features of each entry's regressor.
    let regressors: UnsafePointer<UnsafePointer<Vector>>
    let weights: UnsafePointer<Vector>
    let targets: UnsafePointer<Vector>
    /// Room for the features times the weights, k for each entry.
    let scaled: UnsafeMutablePointer<Vector>
    let count: Int
    /// The features that are needed next, one pointer for each entry.
    let upcoming: UnsafePointer<UnsafePointer<Vector>>
    /// How many cache lines of them each tile prefetches, and the first of these.
    let linesPerTile: Int
    private(set) var first = 0

    func forTile(_ tile: Int) -> LaneEntries {
        var entries = self
        entries.first = tile * linesPerTile
        return entries
    }

    /// Prefetches a tile's part of the upcoming features: spread over all tiles, the requests do not wait for each
    /// other.
    @inline(__always)
    func prefetch(after entry: Int) {
        let next = upcoming[entry] + first
        prefetch_line(next)
        prefetch_line(next + 1)
        if linesPerTile > 2 {
            prefetch_line(next + 2)
            prefetch_line(next + 3)
        }
    }
}
