/// The indices of scores from the highest to the lowest.
public struct DescendingOrder: Sendable {
    /// The index of the highest score, then of the next.
    public let indices: [Int32]

    /// Sorts by the bits of the scores, which are ordered as the scores are once those of negative ones are flipped.
    /// Equal scores keep their order.
    ///
    /// - Throws: ``StatisticsError/notANumber``, or ``StatisticsError/outOfRange(_:)`` for more scores than 32 bits count.
    public init(of scores: [Double]) throws(StatisticsError) {
        guard scores.count <= Int(Int32.max) else { throw .outOfRange("\(scores.count) cases") }
        var keys: [Key] = []
        keys.reserveCapacity(scores.count)
        for (index, score) in scores.enumerated() {
            guard !score.isNaN else { throw .notANumber }
            // −0 equals 0 and must not sort below it.
            let bits = (score == 0 ? 0 : score).bitPattern
            let ascending = bits >> 63 == 1 ? ~bits : bits | 1 << 63
            keys.append(Key(descending: ~ascending, index: Int32(index)))
        }
        keys.sort { $0.descending != $1.descending ? $0.descending < $1.descending : $0.index < $1.index }
        indices = keys.map(\.index)
    }

    private struct Key {
        let descending: UInt64
        let index: Int32
    }
}
