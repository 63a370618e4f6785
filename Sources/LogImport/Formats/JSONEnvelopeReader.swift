package import Files

/// Large answers of searches and queries: one JSON object in which an array holds the records. Answers that fit in a record
/// are read as such; of larger ones the elements are cut out of the stream.
package struct JSONEnvelopeReader: LogReader {
    package static let id = "json-envelope"
    package static let summary =
        "answers of queries: Log Analytics (tables with columns and rows), Elasticsearch (hits), records of Event Hubs"

    package init() {}

    package func recognizes(_ head: InputHead) -> Bool {
        guard head.firstVisibleByte == UInt8(ascii: "{"), head.bytes.count >= InputHead.limit / 2 else { return false }
        let start = Array(head.bytes.prefix(InputHead.limit / 2))
        var scanner = JSONEnvelopeScanner(ByteStream(start), limit: start.count)
        // Reading bytes in memory cannot fail.
        guard let first = try? scanner.next(), case .element(_, let array) = first else { return false }
        // The array goes on beyond what is seen, or else the object is a record among others.
        return array.position < 4096 && !scanner.endsArray
    }

    package func read(_ source: InputSource, emit: LogRecordHandler) throws {
        let parser = try JSONEventParser(source.head, source.limits)
        let limit = source.limits.recordBytes
        var elements = JSONEnvelopeScanner(source.bytes, limit: limit)
        while let element = try elements.next() {
            switch element {
            case .element(let bytes, let array):
                if array.columns.isEmpty {
                    try parser.read(bytes, line: elements.line, emit)
                } else {
                    try emit(parser.record(row: bytes, columns: array.columns), elements.line)
                }
            case .tooLong: try emit(.malformed(DelimitedScanner.tooLong(limit)), elements.line)
            case .unclosed: try emit(.malformed("the element is not closed: the file ends early."), elements.line)
            }
        }
    }
}

/// Cuts the elements of the arrays that hold records out of a stream of JSON.
private struct JSONEnvelopeScanner: ~Copyable {
    /// The array that an element stands in.
    struct Records {
        /// Where it begins, in bytes from the beginning of the stream.
        var position: Int64
        /// The names of the columns of the table whose rows it holds; empty where its elements are objects.
        var columns: [String] = []
    }

    enum Element {
        /// An element's bytes, valid until the next one is asked for.
        case element(UnsafeBufferPointer<UInt8>, Records)
        case tooLong
        case unclosed
    }

    private var window: ByteWindow
    private let limit: Int
    private var consumed = 0
    private var records: Records?
    private var columns: [String] = []
    private(set) var line = 1

    init(_ stream: ByteStream, limit: Int) {
        window = ByteWindow(stream)
        self.limit = limit
    }

    /// Whether the array of the last element ends in what has been read.
    var endsArray: Bool {
        mutating get {
            while let next = try? next() {
                guard case .element = next else { return false }
            }
            return true
        }
    }

    mutating func next() throws -> Element? {
        consume(consumed)
        consumed = 0
        while true {
            if let records {
                guard try skipToElement() else {
                    self.records = nil
                    continue
                }
                return try element(records)
            }
            guard try skipToRecords() else { return nil }
        }
    }

    private mutating func consume(_ count: Int) {
        line += window.bytes[..<count].count { $0 == UInt8(ascii: "\n") }
        window.consume(count)
    }

    /// Consumes what stands between elements; false at the end of their array.
    private mutating func skipToElement() throws -> Bool {
        while true {
            let bytes = window.bytes
            let place = bytes.firstIndex {
                $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]")
            }
            if let place {
                let isElement = bytes[place] != UInt8(ascii: "]")
                consume(isElement ? place : place + 1)
                return isElement
            }
            consume(bytes.count)
            if try !window.fill() { return false }
        }
    }

    /// The element with which the window begins.
    private mutating func element(_ records: Records) throws -> Element {
        var position = 0, depth = 0, inString = false, isEscaped = false, isTooLong = false
        while true {
            let bytes = window.bytes
            while position < bytes.count {
                let byte = bytes[position]
                position += 1
                if inString {
                    if !isEscaped && byte == UInt8(ascii: "\"") { inString = false }
                    isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                    continue
                }
                switch byte {
                case UInt8(ascii: "\""): inString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    depth -= 1
                    guard depth == 0 else { continue }
                    consumed = position
                    return isTooLong || position > limit
                        ? .tooLong : .element(UnsafeBufferPointer(rebasing: bytes[..<position]), records)
                default: break
                }
            }
            if position > limit {
                isTooLong = true
                consume(position)
                position = 0
            }
            if try !window.fill() {
                consumed = position
                return .unclosed
            }
        }
    }

    /// Consumes everything up to the next array that holds records; false where there is none.
    private mutating func skipToRecords() throws -> Bool {
        while try skipToQuote() {
            guard let key = try string() else { return false }
            guard Self.keys.contains(FieldNames.normalized(key)) else { continue }
            guard try skipSpace(andOne: UInt8(ascii: ":")), try skipSpace(andOne: UInt8(ascii: "[")) else { continue }
            let position = window.position
            guard let first = try nextVisible() else { return false }
            if FieldNames.normalized(key) == "columns" {
                try readColumns()
            } else if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") && !columns.isEmpty {
                records = Records(position: position, columns: first == UInt8(ascii: "[") ? columns : [])
                return true
            }
        }
        return false
    }

    /// Reads the names of a table's columns, of which there may be thousands, but no more than a record's bytes.
    private mutating func readColumns() throws {
        columns = []
        while try skipToElement() {
            guard case .element(let bytes, _) = try element(Records(position: 0)) else { break }
            let value = try JSONTreeParser().tree(bytes)
            columns.append(value?["name"]?.string ?? value?["ColumnName"]?.string ?? "")
            consume(consumed)
            consumed = 0
            guard columns.count < 4096 else { break }
        }
    }

    private mutating func skipToQuote() throws -> Bool {
        while true {
            if let quote = window.bytes.firstIndex(of: UInt8(ascii: "\"")) {
                consume(quote + 1)
                return true
            }
            consume(window.bytes.count)
            if try !window.fill() { return false }
        }
    }

    /// The text up to the next quote, at most as much as a key has.
    private mutating func string() throws -> String? {
        var text: [UInt8] = [], isEscaped = false
        while true {
            let bytes = window.bytes
            for position in bytes.indices {
                let byte = bytes[position]
                if !isEscaped && byte == UInt8(ascii: "\"") {
                    consume(position + 1)
                    return String(decoding: text, as: UTF8.self)
                }
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                if text.count < 64 { text.append(byte) }
            }
            consume(bytes.count)
            if try !window.fill() { return nil }
        }
    }

    private mutating func nextVisible() throws -> UInt8? {
        while true {
            if let place = window.bytes.firstIndex(where: { $0 > UInt8(ascii: " ") }) {
                consume(place)
                return window.bytes.first
            }
            consume(window.bytes.count)
            if try !window.fill() { return nil }
        }
    }

    /// Consumes white space and one byte behind it; false where another byte follows, which stays.
    private mutating func skipSpace(andOne byte: UInt8) throws -> Bool {
        guard try nextVisible() == byte else { return false }
        consume(1)
        return true
    }

    private static let keys: Set = ["hits", "columns", "rows", "records", "value"]
}
