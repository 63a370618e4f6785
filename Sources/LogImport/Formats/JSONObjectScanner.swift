import Files

/// Cuts objects out of a byte stream, by their braces; their content is checked by the parser.
struct JSONObjectScanner: ~Copyable {
    enum Object {
        /// An object's bytes, valid until the next object is asked for.
        case object(UnsafeBufferPointer<UInt8>)
        /// An object that exceeds the limit and was passed over.
        case tooLong
        /// The beginning of an object without an end; the scan goes on with the object behind it.
        case broken
        /// The beginning of an object that has no end.
        case unclosed
    }

    private var window: ByteWindow
    private let limit: Int
    private var consumed = 0
    private var lineEnds = 0
    /// The line on which the last object began, counted from one.
    private(set) var line = 1
    /// Whether the bracket that closes the array has been met.
    private(set) var hasArrayEnded = false
    /// How many bytes have been looked through in vain for the end of an object.
    private var rescanned: Int64 = 0

    /// How many bytes may be looked through again before as many are new: objects without an end must not make a log slow.
    private static let rescanAllowance: Int64 = 16 << 20

    init(_ stream: ByteStream, limit: Int) {
        window = ByteWindow(stream)
        self.limit = limit
    }

    mutating func next() throws -> Object? {
        window.consume(consumed)
        consumed = 0
        line += lineEnds
        lineEnds = 0
        guard try skipToBrace() else { return nil }

        var position = 0
        var depth = 0
        var inString = false
        var isEscaped = false
        var isTooLong = false
        while true {
            let bytes = window.bytes
            while position < bytes.count {
                let byte = bytes[position]
                position += 1
                if byte == UInt8(ascii: "\n") { lineEnds += 1 }
                if inString {
                    if !isEscaped && byte == UInt8(ascii: "\"") { inString = false }
                    isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                } else if byte == UInt8(ascii: "\"") {
                    inString = true
                } else if byte == UInt8(ascii: "{") {
                    depth += 1
                } else if byte == UInt8(ascii: "}") {
                    depth -= 1
                    if depth == 0 {
                        consumed = position
                        if isTooLong || position > limit { return .tooLong }
                        return .object(UnsafeBufferPointer(rebasing: bytes[..<position]))
                    }
                }
            }
            if isTooLong || position > limit {
                if !isTooLong && restart(before: position) { return .broken }
                isTooLong = true
                window.consume(position)
                position = 0
            }
            if try !window.fill() {
                if !isTooLong && restart(before: position) { return .broken }
                consumed = position
                // Whatever is missing, that is said of the object.
                hasArrayEnded = true
                return .unclosed
            }
        }
    }

    /// Puts the scan before the next object, after one of which no end was found: a missing quote or brace costs no more
    /// than its object.
    ///
    /// - Returns: false where no other object begins before a position, or there were too many without an end.
    private mutating func restart(before end: Int) -> Bool {
        guard rescanned <= 4 * window.position + Self.rescanAllowance, let next = nextObject(before: end) else {
            return false
        }
        rescanned += Int64(end)
        consumed = next
        lineEnds = window.bytes[..<next].count { $0 == UInt8(ascii: "\n") }
        return true
    }

    /// Where a brace opens behind a comma that follows a closed brace or ends its line, outside the object's own arrays: in
    /// an object that is whole, only an array has that.
    private func nextObject(before end: Int) -> Int? {
        var last: UInt8 = 0, lastButOne: UInt8 = 0
        var hasLineEnd = false, openArrays = 0
        let bytes = window.bytes
        for position in 1..<max(1, min(end, bytes.count)) {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): continue
            case UInt8(ascii: "\n"): hasLineEnd = true
            case let byte:
                if byte == UInt8(ascii: "[") { openArrays += 1 }
                if byte == UInt8(ascii: "]") { openArrays -= 1 }
                if byte == UInt8(ascii: "{"), last == UInt8(ascii: ","), openArrays <= 0,
                    hasLineEnd || lastButOne == UInt8(ascii: "}")
                {
                    return position
                }
                (lastButOne, last, hasLineEnd) = (last, byte, false)
            }
        }
        return nil
    }

    /// Consumes what stands between objects.
    private mutating func skipToBrace() throws -> Bool {
        while true {
            let bytes = window.bytes
            let brace = bytes.firstIndex(of: UInt8(ascii: "{"))
            if bytes[..<(brace ?? bytes.count)].contains(UInt8(ascii: "]")) { hasArrayEnded = true }
            line += bytes[..<(brace ?? bytes.count)].count { $0 == UInt8(ascii: "\n") }
            window.consume(brace ?? bytes.count)
            if brace != nil { return true }
            if try !window.fill() { return false }
        }
    }
}
