/// A time in one of the spellings that logs have beside ISO 8601.
enum SpelledTime {
    /// A point in time: the text says its zone, or is a number from a fixed beginning.
    case instant(Timestamp)
    /// What a clock showed somewhere, as if it were UTC.
    case local(Timestamp)
    /// A date whose day and month may be the other way round: its year, and the two numbers in their order.
    case ambiguous(year: Int64, first: Int64, second: Int64)

    /// A date without a year, where that is not known.
    case withoutYear
}

extension Timestamp {
    /// A number of seconds since 1970; nil beyond ``range``.
    init?(seconds: Double) {
        guard seconds >= -11_644_473_600 && seconds < 253_402_300_800 else { return nil }
        // The whole seconds apart from the rest, so that distant times keep their microseconds.
        let whole = seconds.rounded(.down)
        let rest = min(((seconds - whole) * 1_000_000).rounded(), 999_999)
        self.init(microseconds: Int64(whole) * 1_000_000 + Int64(rest))
    }
}
