extension SpelledTime {
    /// - Parameters:
    ///   - text: at most ``longest`` bytes.
    ///   - year: that of dates that say none.
    ///   - order: how dates such as 3/5/2024 are to be read; nil where nothing tells.
    init?(_ text: UnsafeBufferPointer<UInt8>, order: DateOrder?, year: Int? = nil) {
        guard text.count <= Self.longest else { return nil }
        if let number = Self.instant(number: text) {
            self = .instant(number)
            return
        }
        var parser = SpelledTimeParser(text, order: order, year: year)
        guard let time = parser.time() else { return nil }
        self = time
    }

    static let longest = 96

    /// The point in time that a number stands for: seconds, milliseconds, microseconds or nanoseconds since 1970, or
    /// steps of 100 ns since 1601 (FILETIME) or since the year 1 (.NET), told by its size; also within `/Date(…)/`, which
    /// are milliseconds, and with commas between thousands.
    static func instant(number text: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        if let milliseconds = jsonDate(text) { return timestamp(milliseconds, 1000) }
        var whole: Int64 = 0, digits = 0, position = 0, group: Int? = nil
        while position < text.count {
            let byte = text[position]
            if byte >= 48 && byte <= 57 {
                digits += 1
                guard digits <= 19 else { return nil }
                let (product, overflows) = whole.multipliedReportingOverflow(by: 10)
                let (sum, carries) = product.addingReportingOverflow(Int64(byte - 48))
                guard !overflows, !carries else { return nil }
                whole = sum
                group? += 1
            } else if byte == UInt8(ascii: ",") {
                guard digits > 0, group == nil ? digits <= 3 : group == 3 else { return nil }
                group = 0
            } else {
                break
            }
            position += 1
        }
        guard digits > 0, group == nil || group == 3 else { return nil }
        guard position < text.count else { return digits >= leastDigits ? timestamp(ofWhole: whole) : nil }
        // Decimals, of seconds or of a larger unit; or a power of ten.
        guard text[position] == UInt8(ascii: ".") || text[position] | 0x20 == UInt8(ascii: "e"), group == nil,
            let number = Double(String(decoding: text, as: UTF8.self)), number >= 1e8, number < 9e18
        else { return nil }
        if number >= 1e11 { return timestamp(ofWhole: Int64(number.rounded(.down))) }
        return Timestamp(seconds: number)
    }

    /// Shorter numbers are no times of logs: 100,000,000 seconds ended in 1973.
    private static let leastDigits = 9

    private static func timestamp(ofWhole number: Int64) -> Timestamp? {
        switch number {
        case ..<100_000_000_000: timestamp(number, 1_000_000)
        case ..<253_402_300_800_000: timestamp(number, 1000)
        case 300_000_000_000_000..<7_300_000_000_000_000: timestamp(number, 1)
        case 116_000_000_000_000_000..<200_000_000_000_000_000:
            timestamp(number / 10 - 11_644_473_600_000_000, 1)
        case 630_000_000_000_000_000..<700_000_000_000_000_000:
            timestamp(number / 10 - 62_135_596_800_000_000, 1)
        case 730_000_000_000_000_000..<7_300_000_000_000_000_000: timestamp(number / 1000, 1)
        default: nil
        }
    }

    private static func timestamp(_ number: Int64, _ microseconds: Int64) -> Timestamp? {
        let (product, overflows) = number.multipliedReportingOverflow(by: microseconds)
        let time = Timestamp(microseconds: product)
        return !overflows && Timestamp.range.contains(time) ? time : nil
    }

    /// The milliseconds since 1970 in `/Date(1709625600123)/`, as older JSON of .NET has times. A zone within says how the
    /// time was shown, not when it was.
    private static func jsonDate(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
        let start = Array("/Date(".utf8), bytes = text.first == UInt8(ascii: "\\") ? text.dropFirst() : text[...]
        guard bytes.starts(with: start) else { return nil }
        var position = bytes.startIndex + start.count
        let isNegative = position < bytes.endIndex && bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        var value: Int64 = 0, digits = 0
        while position < bytes.endIndex, bytes[position] >= 48, bytes[position] <= 57 {
            guard digits < 15 else { return nil }
            value = 10 * value + Int64(bytes[position] - 48)
            digits += 1
            position += 1
        }
        guard digits > 0, position < bytes.endIndex else { return nil }
        if bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
            position += 1
            while position < bytes.endIndex, bytes[position] >= 48, bytes[position] <= 57 { position += 1 }
        }
        guard position < bytes.endIndex, bytes[position] == UInt8(ascii: ")") else { return nil }
        return isNegative ? -value : value
    }
}
