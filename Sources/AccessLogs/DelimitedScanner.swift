import CDelimited
import CSimdJSON

/// The records of a delimited file (CSV, TSV): fields in quotes may hold delimiters and line ends, a quote is doubled.
struct DelimitedScanner: ~Copyable {
    enum Record {
        /// A record, to be looked at through the scanner until the next one is asked for.
        case record
        case blank
        /// A record that cannot be understood, and why.
        case malformed(String)
        case end
    }

    private var window: ByteWindow
    private let delimiter: UInt8
    private let limit: Int
    /// Where each field of the record ends; the next one begins behind the delimiter there.
    private var ends = UnsafeMutableBufferPointer<Int>.allocate(capacity: 64)
    /// The number of fields of the record.
    private(set) var count = 0
    /// Whether any field of the record may be written in quotes.
    private(set) var mayHaveQuotes = false
    /// Whether the record is known to be ASCII alone.
    private var isASCII = false
    private var consumed = 0
    private var lineEnds = 0
    /// The line on which the last record began, counted from one.
    private(set) var line = 1

    /// - Parameter limit: the length of the longest record, in bytes.
    init(_ stream: ByteStream, delimiter: UInt8, limit: Int) {
        window = ByteWindow(stream)
        self.delimiter = delimiter
        self.limit = limit
    }

    deinit {
        ends.deallocate()
    }

    /// Where the next record begins, in bytes from the start of the stream.
    var position: Int64 { window.position + Int64(consumed) }

    /// The number of line ends before the next record.
    var lineEndCount: Int { line + lineEnds - 1 }

    /// The record as it stands in the file, without its line end.
    var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: window.bytes[..<(count > 0 ? ends[count - 1] : 0)])
    }

    /// A field as it stands in the file, with its quotes.
    func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: window.bytes[(index == 0 ? 0 : ends[index - 1] + 1)..<ends[index]])
    }

    /// Whether a field is written in quotes.
    func hasQuotes(_ index: Int) -> Bool {
        bytes(index).first == Self.quote
    }

    /// Whether a field holds nothing but spaces and quotes.
    func isBlank(_ index: Int) -> Bool {
        bytes(index).allSatisfy { $0 <= UInt8(ascii: " ") || $0 == Self.quote }
    }

    /// A field's text.
    func text(_ index: Int) -> String {
        guard hasQuotes(index) else { return String(decoding: bytes(index), as: UTF8.self) }
        var text: [UInt8] = []
        unquote(index) { text.append($0) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Hands on the bytes of a field's text one by one.
    func unquote(_ index: Int, _ append: (UInt8) -> Void) {
        var inQuotes = false
        var previousIsClosing = false
        for byte in bytes(index) {
            if byte == Self.quote {
                // Within quotes a second quote right behind one that seemed to close them is a quote of the text.
                if !inQuotes && previousIsClosing { append(byte) }
                previousIsClosing = inQuotes
                inQuotes.toggle()
            } else {
                previousIsClosing = false
                append(byte)
            }
        }
    }

    mutating func next() throws -> Record {
        window.consume(consumed)
        consumed = 0
        line += lineEnds
        lineEnds = 0
        count = 0
        isASCII = false
        mayHaveQuotes = !scanPlainRow()
        if !mayHaveQuotes { return checked() }

        var position = 0
        var fieldStart = 0
        var hasQuotes = false
        var inQuotes = false
        while true {
            let bytes = window.bytes
            while position < bytes.count {
                let byte = bytes[position]
                if byte == Self.quote && (hasQuotes || position == fieldStart) {
                    hasQuotes = true
                    inQuotes.toggle()
                } else if byte == Self.lineEnd {
                    lineEnds += 1
                    if !inQuotes {
                        let ending = position > fieldStart && bytes[position - 1] == Self.carriageReturn ? 1 : 0
                        endField(at: position - ending)
                        consumed = position + 1
                        return checked()
                    }
                } else if byte == delimiter && !inQuotes {
                    endField(at: position)
                    fieldStart = position + 1
                    hasQuotes = false
                }
                position += 1
            }
            if position > limit { return try skipLine(Self.tooLong(limit)) }
            if try !window.fill() {
                if inQuotes { return try skipLine("a quoted field is not closed.") }
                if position == 0 { return .end }
                consumed = position
                endField(at: position)
                return checked()
            }
        }
    }

    /// Scans a row that the window holds whole and that has no quotes, as nearly all rows; false where it is another.
    private mutating func scanPlainRow() -> Bool {
        let bytes = window.bytes
        guard let base = bytes.baseAddress else { return false }
        let found = accesslab_row_ends(base, bytes.count, delimiter, ends.baseAddress, ends.count, &isASCII)
        // A row of more fields than there is room for makes room.
        guard 1...ends.count ~= found else { return false }
        count = found
        let end = ends[found - 1], start = found > 1 ? ends[found - 2] + 1 : 0
        consumed = end + 1
        lineEnds = 1
        if end > start && bytes[end - 1] == Self.carriageReturn { ends[found - 1] = end - 1 }
        return true
    }

    private mutating func endField(at end: Int) {
        if count == ends.count { makeRoom() }
        ends[count] = end
        count += 1
    }

    private mutating func makeRoom() {
        let larger = UnsafeMutableBufferPointer<Int>.allocate(capacity: 2 * ends.count)
        _ = larger.moveInitialize(fromContentsOf: ends)
        ends.deallocate()
        ends = larger
    }

    private func checked() -> Record {
        if count == 1 && bytes.isEmpty { return .blank }
        let bytes = bytes
        if bytes.count > limit { return .malformed(Self.tooLong(limit)) }
        return isASCII || accesslab_is_utf8(bytes.baseAddress, bytes.count) ? .record : .malformed("the text is not valid UTF-8.")
    }

    /// Passes over the first line of a record, so that one stray quote costs no more than its line.
    private mutating func skipLine(_ reason: String) throws -> Record {
        count = 0
        lineEnds = 0
        while true {
            let bytes = window.bytes
            if let index = bytes.firstIndex(of: Self.lineEnd) {
                lineEnds = 1
                consumed = index + 1
                break
            }
            window.consume(bytes.count)
            if try !window.fill() { break }
        }
        return .malformed(reason)
    }

    static func tooLong(_ limit: Int) -> String {
        "the record is longer than \(limit) bytes."
    }

    private static let quote = UInt8(ascii: "\"")
    private static let lineEnd = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
}
