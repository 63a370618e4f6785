import CSimdJSON

/// The records of a delimited file (CSV, TSV): fields in quotes may hold delimiters and line ends, a quote is doubled.
struct DelimitedScanner {
    enum Record {
        /// A record, to be looked at through the scanner until the next one is asked for.
        case record
        case blank
        /// A record that cannot be understood, and why.
        case malformed(String)
        case end
    }

    private struct Field {
        var start: Int
        var end: Int
        var hasQuotes: Bool
    }

    private let window: ByteWindow
    private let delimiter: UInt8
    private let limit: Int
    private var fields: [Field] = []
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

    /// The number of fields of the record.
    var count: Int { fields.count }

    /// The record as it stands in the file, without its line end.
    var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: window.bytes[..<(fields.last?.end ?? 0)])
    }

    /// A field as it stands in the file, with its quotes.
    func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: window.bytes[fields[index].start..<fields[index].end])
    }

    /// Whether a field holds nothing but spaces and quotes.
    func isBlank(_ index: Int) -> Bool {
        bytes(index).allSatisfy { $0 <= UInt8(ascii: " ") || $0 == Self.quote }
    }

    /// A field's text.
    func text(_ index: Int) -> String {
        guard fields[index].hasQuotes else { return String(decoding: bytes(index), as: UTF8.self) }
        var text: [UInt8] = []
        var inQuotes = false
        var previousIsClosing = false
        for byte in bytes(index) {
            if byte == Self.quote {
                // Within quotes a second quote right behind one that seemed to close them is a quote of the text.
                if !inQuotes && previousIsClosing { text.append(byte) }
                previousIsClosing = inQuotes
                inQuotes.toggle()
            } else {
                previousIsClosing = false
                text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    mutating func next() throws -> Record {
        window.consume(consumed)
        consumed = 0
        line += lineEnds
        lineEnds = 0
        fields.removeAll(keepingCapacity: true)

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
                        fields.append(Field(start: fieldStart, end: position - ending, hasQuotes: hasQuotes))
                        consumed = position + 1
                        return checked()
                    }
                } else if byte == delimiter && !inQuotes {
                    fields.append(Field(start: fieldStart, end: position, hasQuotes: hasQuotes))
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
                fields.append(Field(start: fieldStart, end: position, hasQuotes: hasQuotes))
                return checked()
            }
        }
    }

    private func checked() -> Record {
        if fields.count == 1 && bytes.isEmpty { return .blank }
        let bytes = bytes
        if bytes.count > limit { return .malformed(Self.tooLong(limit)) }
        return accesslab_is_utf8(bytes.baseAddress, bytes.count) ? .record : .malformed("the text is not valid UTF-8.")
    }

    /// Passes over the first line of a record, so that one stray quote costs no more than its line.
    private mutating func skipLine(_ reason: String) throws -> Record {
        fields.removeAll()
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
