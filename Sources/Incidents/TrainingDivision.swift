package import AccessLogs
import Statistics

/// Training accesses as signals learn from them: by tenant, and divided at the last quarter of the days.
///
/// What is learned of the days before the last quarter is asked about that quarter, which tells what evidence is worth:
/// days are those with an access, since a quarter of a calendar may be empty.
///
/// **Stray days.** A wrong clock dates single accesses to 1601, 2038 or 2106. The body of the accesses is what lies between
/// the first and the last hundredth of them in time; where there are fewer than two hundred, all but one at either end. A
/// day is stray if it lies before or after the body, beyond a gap that is longer than the body and than a week. Nothing is
/// learned from the accesses of stray days, nor from those without a time.
///
/// **Tenants** learn from their own accesses alone. One with fewer than ten windows on either side of the division is left
/// out: from so few neither what is usual nor how rare evidence is can be told, and evidence as it stands would compete
/// with calibrated evidence of others.
package struct TrainingDivision: Sendable {
    /// From the first to the last day that counts.
    package let days: Range<Int>
    /// The last quarter of the days with an access.
    package let calibration: Range<Int>
    /// By index.
    package let tenants: [Tenant]
    /// What nothing is learned from.
    package let leftOut: LeftOut

    /// What is there to learn from in a tenant.
    package struct Tenant: Sendable {
        /// The accesses of the days before ``TrainingDivision/calibration``, in the order given.
        package internal(set) var early: [Int] = []
        /// Those of the last quarter.
        package internal(set) var later: [Int] = []
        /// All of them.
        package internal(set) var whole: [Int] = []
        /// Why it is left out; nil where it is not.
        package internal(set) var reason: LeftOut.Reason?
    }

    /// The fewest windows, accounts in days, from which anything is told.
    private static let fewestWindows = 10

    /// - Parameters:
    ///   - rows: indices of training accesses of the log.
    ///   - names: the tenants' names, by index.
    ///   - tenant: the index of the tenant of an access.
    /// - Throws: ``NoIncidents`` where no two days are left.
    package init(
        of rows: [Int], in log: AccessLog, tenants names: [String], tenant: (_ access: Int) -> Int
    ) throws(NoIncidents) {
        func day(_ row: Int) -> Int { Timestamp(microseconds: log.microseconds[row]).dayNumber }
        let timed = rows.filter { log.microseconds[$0] != AccessLog.untimed }
        guard !timed.isEmpty else {
            throw NoIncidents(
                rows.isEmpty
                    ? "there are no accesses to learn from"
                    : "none of \(Number.counted(rows.count, "access", "accesses")) has a time")
        }
        var counts: [Int: Int] = [:]
        for row in timed { counts[day(row), default: 0] += 1 }
        let all = counts.sorted { $0.key < $1.key }.map { (day: $0.key, count: $0.value) }
        let body = Self.body(of: all), active = all[body].map(\.day)
        let strays = all.indices.filter { !body.contains($0) }
        let days = (active.first ?? 0)..<(active.last ?? 0) + 1
        let calibration = Self.calibrationDays(of: active)
        var tenants = [Tenant](repeating: Tenant(), count: names.count)
        for row in timed {
            let day = day(row), index = tenant(row)
            guard days.contains(day) else { continue }
            tenants[index].whole.append(row)
            if day < calibration.lowerBound {
                tenants[index].early.append(row)
            } else {
                tenants[index].later.append(row)
            }
        }
        var isTenantOfTraining = [Bool](repeating: false, count: names.count)
        for row in rows { isTenantOfTraining[tenant(row)] = true }
        for index in tenants.indices {
            tenants[index].reason =
                tenants[index].whole.isEmpty
                ? .noDays
                : !Self.hasEnough(tenants[index].early, of: log)
                    ? .tooNew : !Self.hasEnough(tenants[index].later, of: log) ? .tooSilent : nil
        }
        self.days = days
        self.calibration = calibration
        self.tenants = tenants
        leftOut = LeftOut(
            untimed: rows.count - timed.count, stray: strays.reduce(0) { $0 + all[$1].count },
            strayDays: strays.map { all[$0].day },
            tenants: tenants.indices.compactMap { index in
                isTenantOfTraining[index] ? tenants[index].reason.map { (names[index], $0) } : nil
            })
        guard active.count > 1 else {
            throw NoIncidents(
                "there is one day to learn from, and signals need two"
                    + (leftOut.accesses.map { "; nothing is learned from \($0)" } ?? ""))
        }
    }

    /// The indices of the tenants that are not left out.
    package var measured: [Int] { tenants.indices.filter { tenants[$0].reason == nil } }

    /// Why there are no incidents where all tenants are left out.
    package var nothingLeft: NoIncidents {
        NoIncidents(
            "no tenant has ten windows, accounts in days, both before and in the last quarter of the days, from "
                + "\(LeftOut.date(calibration.lowerBound)) to \(LeftOut.date(calibration.upperBound - 1))"
                + (leftOut.accesses.map { "; nothing is learned from \($0)" } ?? ""))
    }

    // MARK: The rules

    /// The days of a history that signals do not learn from at first: on them, with the accesses of the days before, is
    /// measured what their evidence is worth. A quarter of the days, and at least one.
    ///
    /// - Parameter days: ascending.
    /// - Returns: from the first day of the last quarter to the last; empty without days.
    package static func calibrationDays(of days: some RandomAccessCollection<Int>) -> Range<Int> {
        guard let last = days.last else { return 0..<0 }
        let count = min(days.count, max(1, days.count / 4))
        return days[days.index(days.endIndex, offsetBy: -count)]..<last + 1
    }

    /// The days that are not stray.
    ///
    /// - Parameter days: with their numbers of accesses, ascending; not empty.
    /// - Returns: their indices.
    private static func body(of days: [(day: Int, count: Int)]) -> Range<Int> {
        let total = days.reduce(0) { $0 + $1.count }, few = max(1, total / 100)
        guard total > 2 * few else { return days.indices }
        var first = days.startIndex, last = days.endIndex - 1, before = days[first].count, after = days[last].count
        while before <= few {
            first += 1
            before += days[first].count
        }
        while after <= few {
            last -= 1
            after += days[last].count
        }
        let longest = max(7, days[last].day - days[first].day + 1)
        func isClose(_ index: Int) -> Bool { days[index + 1].day - days[index].day - 1 <= longest }
        while first > days.startIndex, isClose(first - 1) { first -= 1 }
        while last < days.endIndex - 1, isClose(last) { last += 1 }
        return first..<last + 1
    }

    /// Whether accesses are of as many windows as are needed.
    private static func hasEnough(_ rows: [Int], of log: AccessLog) -> Bool {
        var windows: Set<CalibrationSample.Window> = []
        for row in rows {
            windows.insert(
                CalibrationSample.Window(
                    user: log.user[row], day: Timestamp(microseconds: log.microseconds[row]).dayNumber))
            if windows.count >= fewestWindows { return true }
        }
        return false
    }
}
