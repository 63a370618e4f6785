import AccessLogs

extension TextMemory {
    /// Appends a time as Windows counts it, in 100 ns since 1601, to the microsecond: `2019-03-18T14:23:22.000000Z`.
    /// One that no log has, beyond the year 9999, stays a number.
    mutating func append(ticks: UInt64) throws(RecordFault) {
        let second = ticks / 10_000_000
        guard second < Self.secondsUntilYear10000 else { return try append(decimal: ticks) }
        let date = Timestamp.date(ofDay: Int64(second / 86_400) - Self.daysFrom1601To1970)
        let clock = second % 86_400
        try append(date: (UInt64(date.year), UInt64(date.month), UInt64(date.day)))
        try append(clock: (clock / 3600, clock / 60 % 60, clock % 60), microsecond: ticks / 10 % 1_000_000)
    }

    mutating func append(date: (year: UInt64, month: UInt64, day: UInt64)) throws(RecordFault) {
        try append(decimal: date.year, width: 4)
        try append(UInt8(ascii: "-"))
        try append(decimal: date.month, width: 2)
        try append(UInt8(ascii: "-"))
        try append(decimal: date.day, width: 2)
        try append(UInt8(ascii: "T"))
    }

    mutating func append(
        clock: (hour: UInt64, minute: UInt64, second: UInt64), microsecond: UInt64
    ) throws(RecordFault) {
        try append(decimal: clock.hour, width: 2)
        try append(UInt8(ascii: ":"))
        try append(decimal: clock.minute, width: 2)
        try append(UInt8(ascii: ":"))
        try append(decimal: clock.second, width: 2)
        try append(UInt8(ascii: "."))
        try append(decimal: microsecond, width: 6)
        try append(UInt8(ascii: "Z"))
    }

    /// Writes the time that was appended last as text like all others, where it can be understood.
    ///
    /// - Parameter start: where it begins.
    mutating func normalizeTime(from start: Int) throws(RecordFault) {
        guard let time = Timestamp(iso8601: String(decoding: bytes(from: start), as: UTF8.self)) else { return }
        truncate(to: start)
        try append(ticks: UInt64(time.microseconds + Self.daysFrom1601To1970 * Timestamp.day) * 10)
    }

    private static let daysFrom1601To1970: Int64 = 134_774
    private static let secondsUntilYear10000: UInt64 = 265_046_774_400
}
