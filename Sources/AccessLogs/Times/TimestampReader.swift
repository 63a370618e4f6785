/// Reads the times of one log, of which most are of the same day as the one before.
///
/// ISO 8601 is tried first; then numbers since 1970 or 1601, and dates as people and other programs write them. A time
/// that does not say its zone is one of the reader's zone, or of UTC where it has none.
package struct TimestampReader {
    private let zone: LocalZone?
    private let year: Int?
    /// How dates such as 3/5/2024 are read; nil where nothing tells.
    package var order: DateOrder?
    /// Whether the time that was read last does not say its zone.
    package private(set) var lacksZone = false
    /// Whether the time that was read last is one in ISO 8601, and not as people or other programs write it.
    package private(set) var isISO = false
    /// Whether the time that was read last is a day without a time of day, in ISO 8601.
    package private(set) var isDay = false

    /// The text of the last date, ten bytes.
    private var date: (UInt64, UInt16) = (0, 0)
    /// When it begins, in microseconds.
    private var midnight: Int64?
    /// The quarter of an hour, by local time, of which the zone's offset is known, and that.
    private var quarter = Int64.min
    private var offset: Int64 = 0

    package init(zone: LocalZone? = nil, order: DateOrder? = nil, year: Int? = nil) {
        self.zone = zone
        self.order = order
        self.year = year
    }

    /// The time that a text stands for; nil where it is none, or a date that can be read in two ways.
    package mutating func time(_ text: String) -> Timestamp? {
        guard let time = clockTime(text) else { return nil }
        return lacksZone ? shifted(time) : time
    }

    /// The same, but a time that does not say its zone as if it were UTC.
    package mutating func clockTime(_ text: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        isoTime(text) ?? spelledTime(text)
    }

    /// The same, of a text.
    package mutating func clockTime(_ text: String) -> Timestamp? {
        var text = text
        return text.withUTF8 { clockTime($0) }
    }

    /// A time of this reader's zone that was read as if it were UTC.
    package mutating func shifted(_ time: Timestamp) -> Timestamp {
        guard let zone else { return time }
        let second = time.second
        let quarter = (second - ((second % 900) + 900) % 900) / 900
        if quarter != self.quarter {
            self.quarter = quarter
            offset = zone.offset(atLocal: second) * 1_000_000
        }
        return Timestamp(microseconds: time.microseconds - offset)
    }

    /// Why a text is not read as a time, in a sentence.
    package func problem(of text: String) -> String {
        explanation(of: text) ?? "the time \"\(text)\" cannot be understood."
    }

    /// What is missing for reading a text as a time, in a sentence; nil where it is none.
    package func explanation(of text: String) -> String? {
        var copy = text
        switch copy.withUTF8({ SpelledTime($0, order: order, year: year) }) {
        case .withoutYear:
            return "the time \"\(text)\" has no year: say --year 2024."
        case .ambiguous(let year, let first, let second):
            let months = Timestamp.monthNames
            guard (1...12).contains(first), (1...12).contains(second) else { return nil }
            return
                "the time \"\(text)\" may be \(second) \(months[Int(first) - 1]) or \(first) \(months[Int(second) - 1]) \(year), "
                + "and no other line tells which: say --date-order mdy for the former, dmy for the latter."
        case .instant, .local, nil:
            return nil
        }
    }

    private mutating func isoTime(_ text: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        guard let base = UnsafeRawPointer(text.baseAddress), text.count >= TimeParser.dateLength else { return nil }
        let date = (base.loadUnaligned(as: UInt64.self), base.loadUnaligned(fromByteOffset: 8, as: UInt16.self))
        var parser: TimeParser
        if midnight != nil, date == self.date {
            parser = TimeParser(text, from: TimeParser.dateLength)
        } else {
            parser = TimeParser(text)
            midnight = parser.date()
            self.date = date
        }
        guard let midnight, let time = parser.time(after: midnight) else { return nil }
        lacksZone = parser.lacksZone
        isISO = true
        isDay = text.count == TimeParser.dateLength
        return time
    }

    private mutating func spelledTime(_ text: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        (lacksZone, isISO, isDay) = (false, false, false)
        switch SpelledTime(text, order: order, year: year) {
        case .instant(let time)?: return time
        case .local(let time)?:
            lacksZone = true
            return time
        case .ambiguous, .withoutYear, nil: return nil
        }
    }
}
