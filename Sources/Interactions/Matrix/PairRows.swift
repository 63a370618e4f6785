/// The rows of a table of which some stand for the same pair, before they are summed.
///
/// A table without times may be one of ratings: two rows of a pair are then two ratings, and not twice as many accesses.
public struct PairRows: Hashable, Sendable {
    /// Where the rows of each entry begin: one number more than entries.
    public let offsets: [Int]
    /// The weights of the rows; those of an entry ascending.
    public let weights: [Float]

    /// - Precondition: the offsets ascend from zero to the number of weights.
    init(offsets: [Int], weights: [Float]) {
        precondition(offsets.first == 0 && offsets.last == weights.count)
        self.offsets = offsets
        self.weights = weights
    }

    /// Sorts rows by the entry that they stand for.
    ///
    /// - Parameter entries: the entry of each row, a number below `entryCount`.
    init(of weights: [Float], entries: [Int32], entryCount: Int) {
        var offsets = [Int](repeating: 0, count: entryCount + 1)
        for entry in entries { offsets[Int(entry) + 1] += 1 }
        for entry in 0..<entryCount { offsets[entry + 1] += offsets[entry] }
        var next = offsets, sorted = weights
        for (weight, entry) in zip(weights, entries) {
            sorted[next[Int(entry)]] = weight
            next[Int(entry)] += 1
        }
        for entry in 0..<entryCount where offsets[entry + 1] - offsets[entry] > 1 {
            sorted[offsets[entry]..<offsets[entry + 1]].sort()
        }
        self.init(offsets: offsets, weights: sorted)
    }

    /// The weights of an entry's rows.
    public func weights(ofEntry entry: Int) -> ArraySlice<Float> {
        weights[offsets[entry]..<offsets[entry + 1]]
    }
}
