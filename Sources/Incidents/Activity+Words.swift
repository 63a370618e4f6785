import AccessLogs
import Foundation
import Statistics

/// What sentences of several signals have in common.
extension Activity {
    /// The accesses of a window that are new, in the order of time, as indices into the windows' accesses.
    func newIndices(of window: Int) -> [Int] { windows.windows[window].range.filter { isNew[$0] } }

    /// How long some accesses of a window took: ` within 40 minutes (09:05 to 09:45)`, or nothing for fewer than two.
    ///
    /// - Parameter accesses: in the order of time.
    func duration(of accesses: [Int]) -> String {
        guard accesses.count > 1, let first = accesses.first, let last = accesses.last else { return "" }
        let times = (windows.accesses[first].microseconds, windows.accesses[last].microseconds)
        let minutes = max(1, Int((Double(times.1 - times.0) / 60_000_000).rounded()))
        let length =
            minutes < 120 ? Number.counted(minutes, "minute") : Number.counted((minutes + 30) / 60, "hour")
        return " within \(length) (\(Self.clock(times.0)) to \(Self.clock(times.1)))"
    }

    /// The minutes between the first and the last of some accesses; 0 for fewer than two.
    func minutes(of accesses: [Int]) -> Double {
        guard let first = accesses.first, let last = accesses.last else { return 0 }
        return Double(windows.accesses[last].microseconds - windows.accesses[first].microseconds) / 60_000_000
    }

    /// The time of day (UTC) to the minute: `09:05`.
    static func clock(_ microseconds: Int64) -> String {
        let minutes = ((microseconds % Timestamp.day) + Timestamp.day) % Timestamp.day / 60_000_000
        return String(format: "%02d:%02d", Int(minutes / 60), Int(minutes % 60))
    }

    /// An expected number with the digits that a reader needs: `0.3`, `12`.
    static func expected(_ mean: Double) -> String { Number.text(mean, digits: 2) }

    /// The accesses that surprise most first.
    func mostSurprising(_ accesses: [Int]) -> [Int] {
        guard let surprise else { return accesses }
        return accesses.sorted { (surprise[$1], $0) < (surprise[$0], $1) }
    }

    /// Those whose resource is less probable for the account than nineteen in twenty new ones are.
    func unlikely(_ accesses: [Int]) -> [Int] {
        guard let surprise else { return [] }
        return mostSurprising(accesses.filter { surprise[$0] > log(20) })
    }

    /// How many of some new accesses are unlike what their account turns to: `3 of 7 new resources unlike …`.
    func unlikeness(of new: [Int], _ unlikely: [Int], when: String = "") -> String {
        let count = Number.counted(new.count, "new resource") + when
        return unlikely.isEmpty
            ? "\(count), \(new.count == 1 ? "" : "each ")somewhat unlike what the account turns to"
            : "\(Number.grouped(unlikely.count)) of \(count) unlike what the account turns to"
    }
}
