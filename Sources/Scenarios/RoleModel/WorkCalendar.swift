import AccessLogs
import Foundation

/// The working days of a log: Mondays to Fridays (UTC), without holidays.
struct WorkCalendar: Sendable {
    struct WorkingDay: Sendable {
        /// 0 for a Monday.
        let weekday: Int
        /// The working days of the month up to this one: 1 for the first.
        let ofMonth: Int
        /// The working days of the month after this one: 0 for the last.
        let leftInMonth: Int
    }

    /// The days of the log; nil for a Saturday or a Sunday.
    let days: [WorkingDay?]

    /// - Parameter firstDay: the log's first day since 1970-01-01.
    init(firstDay: Int, dayCount: Int) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        // No month is longer than 31 days, so that those of the first and of the last day lie within.
        let around = Array(firstDay - 31..<firstDay + dayCount + 31)
        let months = around.map {
            calendar.component(.month, from: Date(timeIntervalSince1970: Double($0) * 86_400))
        }
        let works = around.map { !Timestamp.isWeekend(day: $0) }
        func workdays(_ indices: some Sequence<Int>) -> [Int] {
            var counts = [Int](repeating: 0, count: around.count)
            var month = 0, count = 0
            for index in indices {
                if months[index] != month { count = 0 }
                month = months[index]
                if works[index] { count += 1 }
                counts[index] = count
            }
            return counts
        }
        let ofMonth = workdays(around.indices), fromEnd = workdays(around.indices.reversed())
        days = (31..<31 + dayCount).map { index in
            guard works[index] else { return nil }
            return WorkingDay(
                weekday: (around[index] + 3) % 7, ofMonth: ofMonth[index], leftInMonth: fromEnd[index] - 1)
        }
    }
}
