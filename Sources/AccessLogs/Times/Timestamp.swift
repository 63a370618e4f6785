/// A point in time: microseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z; negative before.
    public let microseconds: Int64

    /// - Parameter microseconds: since 1970-01-01T00:00:00Z.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The times that are accepted: the years 1601 (where Windows begins to count) to 9999.
    public static let range =
        Timestamp(microseconds: -11_644_473_600_000_000)...Timestamp(microseconds: 253_402_300_799_999_999)

    /// Microseconds in a day.
    public static let day: Int64 = 86_400_000_000

    /// The number of the day (UTC) since 1970-01-01.
    public var dayNumber: Int {
        Int((microseconds - (microseconds % Self.day + Self.day) % Self.day) / Self.day)
    }

    /// The day of the week of a day (UTC) since 1970-01-01, a Thursday: 0 is Monday.
    package static func weekday(ofDay day: Int) -> Int { ((day + 3) % 7 + 7) % 7 }

    /// Whether a day (UTC) since 1970-01-01 is a Saturday or a Sunday.
    package static func isWeekend(day: Int) -> Bool { weekday(ofDay: day) >= 5 }

    /// The whole seconds since 1970.
    package var second: Int64 {
        let cut = microseconds / 1_000_000
        return microseconds < cut * 1_000_000 ? cut - 1 : cut
    }

    /// Whether the first is earlier.
    public static func < (first: Timestamp, second: Timestamp) -> Bool {
        first.microseconds < second.microseconds
    }
}

extension Timestamp: CustomStringConvertible {
    /// ISO 8601 in UTC, with a fraction of a second only where there is one: `2020-08-20T15:35:28.503966Z`.
    public var description: String {
        let day = Int64(dayNumber)
        let date = Self.date(ofDay: day)
        let rest = microseconds - day * Self.day
        let seconds = rest / 1_000_000
        let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { Self.padded($0, 2) }
        let fraction = rest % 1_000_000
        return "\(Self.padded(date.year, 4))-\(Self.padded(date.month, 2))-\(Self.padded(date.day, 2))T"
            + clock.joined(separator: ":") + (fraction == 0 ? "" : "." + Self.padded(fraction, 6)) + "Z"
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Timestamp {
    /// The proleptic Gregorian date of a day number (the civil-from-days algorithm of H. Hinnant,
    /// "chrono-compatible low-level date algorithms").
    package static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        )
    }

    /// The day number of a date (Hinnant's days-from-civil).
    static func dayNumber(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    static func days(in month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
