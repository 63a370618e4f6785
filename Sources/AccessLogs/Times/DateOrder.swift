/// Whether the day or the month stands first in dates such as 3/5/2024.
public enum DateOrder: String, CaseIterable, Hashable, Sendable, Codable {
    /// 3/5/2024 is the third of May.
    case dayFirst = "dmy"
    /// 3/5/2024 is the fifth of March.
    case monthFirst = "mdy"
}

/// What the dates of a whole log say about the order of day and month in them.
///
/// A number above twelve is no month: one such date decides for all others of the log. Only dates are looked at behind
/// which a time of day stands, as in `3/5/2024, 8:00:00 AM`; others may be names of files.
package struct DateOrderEvidence: Sendable {
    private var hasDayFirst = false
    private var hasMonthFirst = false
    /// Whether there was any such date.
    package private(set) var hasDates = false

    package init() {}

    /// The order; nil where no date tells, or dates contradict each other.
    package var order: DateOrder? {
        switch (hasDayFirst, hasMonthFirst) {
        case (true, false): .dayFirst
        case (false, true): .monthFirst
        default: nil
        }
    }

    /// Looks at a stretch of a log. Where a stretch ends within a date, that one is not seen: stretches should overlap by
    /// ``overlap`` bytes, as to see a date twice does no harm.
    package mutating func look(at bytes: UnsafeBufferPointer<UInt8>) {
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-") { lookAround(position, in: bytes) }
            position += 1
        }
    }

    /// The bytes that a date and the beginning of the time behind it take at most.
    package static let overlap = 40

    /// Takes the sign at a position for the first of a date.
    private mutating func lookAround(_ sign: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        guard let first = number(endingAt: sign, in: bytes) else { return }
        var position = sign + 1
        guard let second = number(from: &position, in: bytes, digits: 1...2), position < bytes.count,
            bytes[position] == bytes[sign]
        else { return }
        position += 1
        guard number(from: &position, in: bytes, digits: 4...4) != nil else { return }
        let space = position
        while position < bytes.count, position - space < 6, !Self.isDigit(bytes[position]) {
            // A comma, spaces of several kinds.
            guard bytes[position] <= UInt8(ascii: ",") || bytes[position] >= 0x80 else { return }
            position += 1
        }
        guard position > space, number(from: &position, in: bytes, digits: 1...2) != nil, position < bytes.count,
            bytes[position] == UInt8(ascii: ":") || bytes[position] == UInt8(ascii: ".")
        else { return }
        guard (1...31).contains(first), (1...31).contains(second) else { return }
        hasDates = true
        if first > 12, second <= 12 { hasDayFirst = true }
        if second > 12, first <= 12 { hasMonthFirst = true }
    }

    private func number(endingAt end: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var start = end
        while start > 0, end - start < 3, Self.isDigit(bytes[start - 1]) { start -= 1 }
        guard (1...2).contains(end - start) else { return nil }
        if start > 0, bytes[start - 1] == UInt8(ascii: "-") || bytes[start - 1] == UInt8(ascii: "/") { return nil }
        return bytes[start..<end].reduce(0) { 10 * $0 + Int($1 - 48) }
    }

    private func number(
        from position: inout Int, in bytes: UnsafeBufferPointer<UInt8>, digits: ClosedRange<Int>
    ) -> Int? {
        let start = position
        var value = 0
        while position < bytes.count, Self.isDigit(bytes[position]), position - start <= digits.upperBound {
            value = 10 * value + Int(bytes[position] - 48)
            position += 1
        }
        return digits.contains(position - start) ? value : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
}
