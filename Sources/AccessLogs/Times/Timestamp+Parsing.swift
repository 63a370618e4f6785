extension Timestamp {
    /// A time in ISO 8601: a date, and behind a `T` or a space a time of day with any number of decimals, and a zone
    /// (`Z`, `+02:00`, `+0200`, `+02`); without a zone it is UTC. Decimals beyond microseconds are cut off.
    ///
    /// Nil where the text is no such time, or lies outside the years 1601 to 9999.
    public init?(iso8601 text: String) {
        var text = text
        guard let parsed = text.withUTF8({ Timestamp(iso8601: $0) }) else { return nil }
        self = parsed
    }

    /// The same, of a text in UTF-8.
    init?(iso8601 text: UnsafeBufferPointer<UInt8>) {
        var parser = TimeParser(text)
        guard let midnight = parser.date(), let parsed = parser.time(after: midnight) else { return nil }
        self = parsed
    }

    /// A time as a table gives it: ISO 8601, or a number of seconds since 1970, which from 100,000,000,000 on is a
    /// number of milliseconds.
    ///
    /// Nil where the text is neither, or the time lies outside the years 1601 to 9999.
    public init?(tableText text: String) {
        guard Double(text) != nil else {
            self.init(iso8601: text)
            return
        }
        self.init(tableNumber: text)
    }

    private init?(tableNumber text: String) {
        guard let number = Double(text) else { return nil }
        self.init(seconds: number >= 1e11 ? number / 1000 : number)
    }

    /// A time as a table gives it (``init(tableText:)``), and whether it says no zone.
    package static func plain(tableText text: String) -> (time: Timestamp, lacksZone: Bool)? {
        if let number = Timestamp(tableNumber: text) { return (number, false) }
        var text = text
        return text.withUTF8 { bytes in
            var parser = TimeParser(bytes)
            return parser.date().flatMap { parser.time(after: $0) }.map { ($0, parser.lacksZone) }
        }
    }

    /// ISO 8601 in UTC with six decimals, whether or not they are zero: `2019-03-18T14:23:22.000000Z`.
    public var microsecondDescription: String {
        guard microseconds % 1_000_000 == 0 else { return description }
        return description.dropLast() + ".000000Z"
    }
}

/// Reads a date and a time of day in ISO 8601 from bytes.
struct TimeParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position: Int
    /// Whether the time that was read says no zone.
    private(set) var lacksZone = true

    /// The bytes of a date.
    static let dateLength = 10

    init(_ bytes: UnsafeBufferPointer<UInt8>, from position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    /// The beginning of the day, in microseconds since 1970.
    mutating func date() -> Int64? {
        guard let year = digits(4), skip("-"), let month = digits(2), skip("-"), let day = digits(2),
            (1601...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Timestamp.days(in: month, of: year)
        else { return nil }
        return Timestamp.dayNumber(year: year, month: month, day: day) * Timestamp.day
    }

    /// The time that what follows the date stands for.
    mutating func time(after midnight: Int64) -> Timestamp? {
        var time: Int64 = 0
        if position < bytes.count {
            guard skip("T") || skip("t") || skip(" "), let clock = timeOfDay(), let offset = zone() else { return nil }
            time = clock - offset
        }
        guard position == bytes.count else { return nil }
        let timestamp = Timestamp(microseconds: midnight + time)
        return Timestamp.range.contains(timestamp) ? timestamp : nil
    }

    /// Microseconds since midnight. A leap second counts as the last one of its minute.
    private mutating func timeOfDay() -> Int64? {
        guard let hour = digits(2), skip(":"), let minute = digits(2), hour < 24, minute < 60 else { return nil }
        var second: Int64 = 0
        var fraction: Int64 = 0
        if skip(":") {
            guard let digits = digits(2), digits <= 60 else { return nil }
            second = min(digits, 59)
            if skip(".") || skip(",") {
                guard let decimals = decimals() else { return nil }
                fraction = decimals
            }
        }
        return ((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction
    }

    /// Microseconds by which the zone is ahead of UTC; zero where there is none.
    private mutating func zone() -> Int64? {
        if position == bytes.count { return 0 }
        lacksZone = false
        _ = skip(" ")
        if skip("Z") || skip("z") { return 0 }
        if skip("U") { return skip("T") && skip("C") ? 0 : nil }
        let sign: Int64 = skip("-") ? -1 : 1
        guard sign < 0 || skip("+"), let hours = digits(2), hours < 24 else { return nil }
        var minutes: Int64 = 0
        if position < bytes.count {
            _ = skip(":")
            guard let digits = digits(2), digits < 60 else { return nil }
            minutes = digits
        }
        return sign * (hours * 60 + minutes) * 60_000_000
    }

    /// The decimals of a second, in microseconds; those beyond are cut off.
    private mutating func decimals() -> Int64? {
        var value: Int64 = 0
        var count = 0
        while position < bytes.count, let digit = Self.digit(bytes[position]) {
            if count < 6 { value = value &* 10 &+ digit }
            count &+= 1
            position &+= 1
        }
        guard count > 0 else { return nil }
        while count < 6 {
            value = value &* 10
            count &+= 1
        }
        return value
    }

    @inline(__always)
    private mutating func digits(_ count: Int) -> Int64? {
        guard bytes.count &- position >= count else { return nil }
        var value: Int64 = 0
        for _ in 0..<count {
            guard let digit = Self.digit(bytes[position]) else { return nil }
            value = value &* 10 &+ digit
            position &+= 1
        }
        return value
    }

    @inline(__always)
    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    @inline(__always)
    private static func digit(_ byte: UInt8) -> Int64? {
        byte >= 48 && byte <= 57 ? Int64(byte - 48) : nil
    }

}
