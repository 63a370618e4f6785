import Algorithms

/// Whether a log's rows stand in the order of their times, and which are dated earlier than their place says.
///
/// Logs are written as things happen. The longest series of rows whose times never fall is taken for the rows that are
/// dated as they were recorded; a row that lies a day or more before it is dated back. Of large logs every few rows are
/// looked at.
package struct RecordOrder: Sendable {
    /// Every how many rows one was looked at.
    package let step: Int
    /// The rows that were looked at and are in order, and those that are dated back, ascending.
    package let inOrder: [Int]
    package let datedBack: [Int]
    /// The stretches that the latter form, one after the other.
    package let stretches: Int
    private let looked: Int

    private static let mostRows = 1_000_000

    /// - Returns: nil for a log of which a row has no time.
    package init?(of log: AccessLog) {
        guard log.isTimed else { return nil }
        step = max(1, (log.count + Self.mostRows - 1) / Self.mostRows)
        let rows = Array(stride(from: 0, to: log.count, by: step))
        looked = rows.count
        // The longest non-decreasing series, by patience sorting: the least last time of a series of each length.
        var ends: [Int] = [], before = [Int](repeating: -1, count: rows.count)
        for place in rows.indices {
            let time = log.microseconds[rows[place]]
            let length = ends.partitioningIndex { log.microseconds[rows[$0]] > time }
            before[place] = length > 0 ? ends[length - 1] : -1
            if length == ends.count { ends.append(place) } else { ends[length] = place }
        }
        var isInOrder = [Bool](repeating: false, count: rows.count)
        var place = ends.last ?? -1
        while place >= 0 {
            isInOrder[place] = true
            place = before[place]
        }
        var latest = Int64.min, datedBack: [Int] = [], stretches = 0, wasBack = false
        for place in rows.indices {
            let time = log.microseconds[rows[place]]
            if isInOrder[place] { latest = max(latest, time) }
            let isBack = !isInOrder[place] && latest != .min && time < latest - Timestamp.day
            if isBack {
                datedBack.append(rows[place])
                if !wasBack { stretches += 1 }
            }
            wasBack = isBack
        }
        inOrder = rows.indices.filter { isInOrder[$0] }.map { rows[$0] }
        self.datedBack = datedBack
        self.stretches = stretches
    }

    /// Whether at least half of the rows stand in the order of their times; else the order says nothing.
    package var isOrdered: Bool { 2 * inOrder.count >= looked }

    /// Whether single rows of an ordered log are dated back, here and there: at least twenty of them, one in two hundred.
    /// Files that were read one after the other begin anew in long stretches.
    package var isSuspicious: Bool {
        isOrdered && datedBack.count >= max(20, looked / 200) && datedBack.count < 10 * stretches
    }
}
