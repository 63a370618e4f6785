/// The kind of a day, by which activity differs most.
enum Weekday {
    /// Whether a day (UTC) since 1970-01-01, a Thursday, is a Saturday or a Sunday.
    static func isWeekend(_ day: Int) -> Bool { ((day + 3) % 7 + 7) % 7 >= 5 }
}
