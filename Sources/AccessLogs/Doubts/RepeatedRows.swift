/// Rows of a log that stand in it more than once, as where a file was read twice.
///
/// Equal rows are those of one user, resource, time, weight and outcome. A few of them are natural where times are whole
/// seconds or days; what is looked for is a stretch of rows that comes again in the same order, and a log in which every
/// row comes the same number of times. Of large logs, the rows are looked at whose hash is a multiple of some number:
/// equal rows are then both looked at.
package struct RepeatedRows: Hashable, Sendable {
    /// The rows that equal an earlier one, as a fraction of all.
    package let fraction: Double
    /// The largest number by which the count of every row can be divided; 1 where rows are too few to tell.
    package let factor: Int
    /// The length of the longest stretch that repeats an earlier one row by row.
    package let longestStretch: Int

    /// The most rows that are looked at.
    private static let mostRows = 1_000_000
    /// The fewest different rows that can all be repeated by design and not by chance.
    private static let fewestRows = 20
    /// The least distance of a stretch from its repetition: nearer ones are bursts.
    private static let leastLag = 20

    private struct Row: Hashable {
        let user: Int32
        let resource: Int32
        let microseconds: Int64
        let weight: Float
        let outcome: AccessEvent.Outcome
    }

    package init(of log: AccessLog) {
        let step = UInt64(max(1, (log.count + Self.mostRows - 1) / Self.mostRows))
        var last: [Row: (index: Int, count: Int)] = [:]
        var looked = 0, repeats = 0, stretch = 0, longest = 0, lag = 0
        for index in 0..<log.count {
            let row = Row(
                user: log.user[index], resource: log.resource[index], microseconds: log.microseconds[index],
                weight: log.weight[index], outcome: log.outcome[index])
            guard step == 1 || Self.hash(of: row) % step == 0 else { continue }
            looked += 1
            guard let earlier = last[row] else {
                last[row] = (index, 1)
                (stretch, lag) = (0, 0)
                continue
            }
            repeats += 1
            last[row] = (index, earlier.count + 1)
            let distance = index - earlier.index
            stretch = distance == lag ? stretch + 1 : 1
            lag = distance
            if lag >= Self.leastLag { longest = max(longest, stretch) }
        }
        fraction = looked > 0 ? Double(repeats) / Double(looked) : 0
        factor = last.count >= Self.fewestRows ? last.values.reduce(0) { Self.divisor($0, $1.count) } : 1
        longestStretch = longest * Int(step)
    }

    /// Whether the rows of a whole file, or all rows, stand in the log more than once.
    package func isSuspicious(among rows: Int) -> Bool {
        factor > 1 || longestStretch >= max(50, rows / 100)
    }

    /// The finaliser of SplitMix64 over the row's numbers: the same in every run.
    private static func hash(of row: Row) -> UInt64 {
        var hash = UInt64(UInt32(bitPattern: row.user)) << 32 | UInt64(UInt32(bitPattern: row.resource))
        hash ^= UInt64(bitPattern: row.microseconds) &* 0x9e37_79b9_7f4a_7c15
        hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
        hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
        return hash ^ (hash >> 31)
    }

    private static func divisor(_ first: Int, _ second: Int) -> Int {
        var (a, b) = (first, second)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}
