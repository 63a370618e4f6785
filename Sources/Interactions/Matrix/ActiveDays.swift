public import AccessLogs

/// On how many days, of UTC, the accesses that a matrix counts were made: what turns counts into accesses a day.
public struct ActiveDays: Hashable, Sendable {
    /// The days on which each user made an access of whatever resource; one number for each row.
    public let ofUsers: [Int32]
    /// The days from the first to the last access of each pair, these two included: 1 + last day − first day. Aligned
    /// with the values of ``InteractionMatrix/counts``.
    public let spans: [Int32]

    /// - Parameters:
    ///   - ofUsers: a number for each row of a matrix; at least one for each user who has an access.
    ///   - spans: a number of at least one for each entry.
    public init(ofUsers: [Int32], spans: [Int32]) {
        self.ofUsers = ofUsers
        self.spans = spans
    }
}

extension ActiveDays {
    /// Counts the days of some accesses.
    ///
    /// - Parameters:
    ///   - days: the number of the day of each access, on whatever calendar.
    ///   - rows: the row of each access.
    ///   - entries: the entry of each access, a number below `entryCount`.
    init(of days: [Int], rows: [Int32], rowCount: Int, entries: [Int32], entryCount: Int) {
        var first = [Int](repeating: .max, count: entryCount), last = [Int](repeating: .min, count: entryCount)
        for (day, entry) in zip(days, entries) {
            first[Int(entry)] = min(first[Int(entry)], day)
            last[Int(entry)] = max(last[Int(entry)], day)
        }
        spans = zip(first, last).map { $0 <= $1 ? Int32(clamping: $1 - $0 + 1) : 1 }
        ofUsers = Self.distinctDays(days, rows: rows, rowCount: rowCount)
    }

    /// The number of distinct days of each row.
    private static func distinctDays(_ days: [Int], rows: [Int32], rowCount: Int) -> [Int32] {
        // A counting sort by row; then the days of a row are sorted, unless they come in order, as they do in a log.
        var next = [Int](repeating: 0, count: rowCount + 1)
        for row in rows { next[Int(row) + 1] += 1 }
        for row in 0..<rowCount { next[row + 1] += next[row] }
        let starts = next
        var sorted = days
        for (day, row) in zip(days, rows) {
            sorted[next[Int(row)]] = day
            next[Int(row)] += 1
        }
        return (0..<rowCount).map { row in
            let range = starts[row]..<starts[row + 1]
            if zip(sorted[range], sorted[range].dropFirst()).contains(where: >) { sorted[range].sort() }
            var count: Int32 = range.isEmpty ? 0 : 1
            for position in range.dropFirst() where sorted[position] != sorted[position - 1] { count += 1 }
            return count
        }
    }
}
