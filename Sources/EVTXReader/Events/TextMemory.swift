/// Memory for the texts of one event after another, in UTF-8.
struct TextMemory: ~Copyable {
    private let base: UnsafeMutablePointer<UInt8>
    /// The bytes that are in use.
    private(set) var count = 0

    /// The most bytes that the texts of an event may take: four times those of the largest record.
    private static let capacity = 4 << 16
    /// What may be read behind a text, and written behind one before its length is known.
    private static let padding = 64

    init() {
        base = .allocate(capacity: Self.capacity + Self.padding)
    }

    deinit {
        base.deallocate()
    }

    /// Everything that is in use.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

    /// The bytes from an offset on.
    func bytes(from start: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base + start, count: count - start)
    }

    /// Frees the bytes from an offset on.
    mutating func truncate(to count: Int) { self.count = min(self.count, max(0, count)) }

    /// - Returns: where `length` bytes can be written, and behind them those of the padding.
    /// - Throws: ``RecordFault/tooLong`` where there is no room.
    @inline(__always)
    private func room(for length: Int) throws(RecordFault) -> UnsafeMutablePointer<UInt8> {
        guard length <= Self.capacity - count else { throw .tooLong }
        return base + count
    }

    mutating func append(_ byte: UInt8) throws(RecordFault) {
        try room(for: 1).pointee = byte
        count += 1
    }

    mutating func append(_ text: String) throws(RecordFault) {
        for byte in text.utf8 { try append(byte) }
    }

    /// Appends text in UTF-16. Half a surrogate pair becomes U+FFFD, and so does U+0000, with which texts end
    /// elsewhere.
    ///
    /// - Precondition: sixteen bytes more can be read behind the text, whatever they hold.
    mutating func append(utf16 text: UnsafeRawBufferPointer) throws(RecordFault) {
        guard let source = text.baseAddress else { return }
        let units = text.count / 2
        let start = try room(for: 3 * units)
        var out = start, index = 0
        // Nearly all text is ASCII.
        while index < units, Self.writeASCII(source + 2 * index, units - index, to: out) {
            let written = min(8, units - index)
            out += written
            index += written
        }
        while index < units {
            let unit = source.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self).littleEndian
            index += 1
            var scalar = UInt32(unit == 0 ? 0xFFFD : unit)
            if unit & 0xF800 == 0xD800 {
                scalar = 0xFFFD
                if unit < 0xDC00, index < units {
                    let low = source.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self).littleEndian
                    if low & 0xFC00 == 0xDC00 {
                        scalar = 0x1_0000 + (UInt32(unit & 0x3FF) << 10 | UInt32(low & 0x3FF))
                        index += 1
                    }
                }
            }
            out += Self.write(scalar, to: out)
        }
        count += start.distance(to: out)
    }

    /// Writes eight code units, where the first ones, which are the text, are ASCII without U+0000. Otherwise it writes
    /// nothing.
    ///
    /// - Parameter units: the number of code units of the text; only eight of more count.
    @inline(__always)
    private static func writeASCII(
        _ source: UnsafeRawPointer, _ units: Int, to out: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        let ones: UInt64 = 0x0001_0001_0001_0001
        var low = source.loadUnaligned(as: UInt64.self), high = source.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        if units < 8 {
            // What stands behind the text counts as some letter.
            let keptLow: UInt64 = units < 4 ? 1 << UInt64(16 * units) - 1 : .max
            let keptHigh: UInt64 = units > 4 ? 1 << UInt64(16 * (units - 4)) - 1 : 0
            low = low & keptLow | ones & ~keptLow
            high = high & keptHigh | ones & ~keptHigh
        }
        // None has a bit beyond ASCII, and none becomes negative by taking one away.
        guard (low | high) & (0xFF80 * ones) == 0, ((low &- ones) | (high &- ones)) & (0x8000 * ones) == 0 else {
            return false
        }
        let eight = SIMD8<UInt8>(truncatingIfNeeded: source.loadUnaligned(as: SIMD8<UInt16>.self))
        UnsafeMutableRawPointer(out).storeBytes(of: eight, as: SIMD8<UInt8>.self)
        return true
    }

    /// Appends a character by its number.
    mutating func append(character: UInt16) throws(RecordFault) {
        let isText = character != 0 && character & 0xF800 != 0xD800
        count += Self.write(isText ? UInt32(character) : 0xFFFD, to: try room(for: 3))
    }

    /// - Returns: how many bytes were written, four at most.
    private static func write(_ scalar: UInt32, to out: UnsafeMutablePointer<UInt8>) -> Int {
        let tail = { (shift: UInt32) in UInt8(0x80 | scalar >> shift & 0x3F) }
        switch scalar {
        case ..<0x80:
            out[0] = UInt8(scalar)
            return 1
        case ..<0x800:
            out[0] = UInt8(0xC0 | scalar >> 6)
            out[1] = tail(0)
            return 2
        case ..<0x1_0000:
            out[0] = UInt8(0xE0 | scalar >> 12)
            out[1] = tail(6)
            out[2] = tail(0)
            return 3
        default:
            out[0] = UInt8(0xF0 | scalar >> 18)
            out[1] = tail(12)
            out[2] = tail(6)
            out[3] = tail(0)
            return 4
        }
    }

    /// Appends a number in decimal, with zeros before it up to a width of twenty.
    mutating func append(decimal number: UInt64, width: Int = 1) throws(RecordFault) {
        let out = try room(for: 20)
        // From the last digit on, where nothing stands yet.
        let end = 40
        var position = end, rest = number
        while rest > UInt32.max {
            position -= 1
            out[position] = 48 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        // Short divisions are quicker.
        var short = UInt32(truncatingIfNeeded: rest)
        repeat {
            position -= 1
            out[position] = 48 + UInt8(truncatingIfNeeded: short % 10)
            short /= 10
        } while short > 0 || end - position < min(width, 20)
        out.update(from: out + position, count: end - position)
        count += end - position
    }

    /// Appends a number in hexadecimal, in lower case and without zeros before it.
    mutating func append(hexadecimal number: UInt64) throws(RecordFault) {
        try append(UInt8(ascii: "0"))
        try append(UInt8(ascii: "x"))
        let digits = max(1, (67 - number.leadingZeroBitCount) / 4)
        let out = try room(for: digits)
        for position in 0..<digits {
            out[position] = Self.hexadecimalDigit(number >> UInt64(4 * (digits - 1 - position)))
        }
        count += digits
    }

    /// Appends a byte as two digits.
    mutating func append(hexadecimalByte byte: UInt8) throws(RecordFault) {
        try append(Self.hexadecimalDigit(UInt64(byte >> 4)))
        try append(Self.hexadecimalDigit(UInt64(byte)))
    }

    private static func hexadecimalDigit(_ number: UInt64) -> UInt8 {
        let digit = UInt8(truncatingIfNeeded: number & 0xF)
        return digit < 10 ? 48 + digit : 87 + digit
    }
}
