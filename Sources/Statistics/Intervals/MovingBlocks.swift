/// Draws days in blocks of consecutive ones, so that what lasts for days, such as the rhythm of a week, stays together
/// (H. R. Künsch, "The jackknife and the bootstrap for general stationary observations", Annals of Statistics 17, 1989).
public struct MovingBlocks: Hashable, Sendable {
    /// The number of days.
    public let days: Int
    /// The days of a block.
    public let length: Int

    /// - Returns: nil where there are fewer days than two blocks have: the blocks would be nearly all alike.
    public init?(days: Int, length: Int) {
        guard length > 0, days >= 2 * length else { return nil }
        self.days = days
        self.length = length
    }

    /// What is appended to the name of a method: `and blocks of 7 days`.
    public var suffix: String { " and blocks of \(length) days" }

    /// How often each day is drawn. Blocks begin on any day that leaves room for a whole one; the last block is cut, so
    /// that `days` days are drawn.
    public func multiplicities(ofReplicate replicate: Int, seed: Seed) -> [Double] {
        let random = RandomStream(seed: seed.derived("moving blocks", replicate))
        var counts = [Double](repeating: 0, count: days), left = days
        while left > 0 {
            let start = random.index(below: days - length + 1)
            for day in start..<start + min(length, left) { counts[day] += 1 }
            left -= min(length, left)
        }
        return counts
    }
}
