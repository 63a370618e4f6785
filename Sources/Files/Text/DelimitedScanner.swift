import CDelimited
import CSimdJSON

/// The records of a delimited file (CSV, TSV): fields in quotes may hold delimiters and line ends, a quote is doubled.
package struct DelimitedScanner: ~Copyable {
    package enum Record {
        /// A record, valid until the next one is asked for.
        case record(DelimitedRow)
        case blank
        /// A record that cannot be understood, and why.
        case malformed(String)
        case end
    }

    private var window: ByteWindow
    private let delimiter: UInt8
    private let limit: Int
    /// Where each field of the record ends.
    private var ends = UnsafeMutableBufferPointer<Int>.allocate(capacity: 64)
    /// The number of fields of a record with quotes, as far as it is scanned.
    private var count = 0
    private var consumed = 0
    private var lineEnds = 0
    private var openStretch: OpenStretch?
    /// The line on which the last record began, counted from one.
    package private(set) var line = 1

    /// What a scan of a record carries from one byte to the next.
    private struct Scan {
        var position = 0
        var fieldStart = 0
        var hasQuotes = false
        var inQuotes = false
    }

    /// A stretch of the file over which a scan found no end of its record, because a quote was not closed, and how that
    /// scan stood at its end.
    ///
    /// That scan was within quotes at every line end of the stretch. A later scan begins with one of these lines. At
    /// the end of that line it has found its record, or it is within quotes as well. In the second case it is in the
    /// same state as the earlier scan, so that it too finds no end within the stretch, and can continue behind it. That
    /// makes files in which no quote is ever closed as quick to read as others.
    private struct OpenStretch {
        /// In bytes from the start of the stream.
        var end: Int64
        var isAtFieldStart: Bool
        var hasQuotes: Bool
        var inQuotes: Bool
    }

    /// - Parameter limit: the length of the longest record, in bytes.
    package init(_ stream: ByteStream, delimiter: UInt8, limit: Int) {
        window = ByteWindow(stream)
        self.delimiter = delimiter
        self.limit = limit
    }

    deinit {
        ends.deallocate()
    }

    /// Where the next record begins, in bytes from the start of the stream.
    package var position: Int64 { window.position + Int64(consumed) }

    /// The number of line ends before the next record.
    package var lineEndCount: Int { line + lineEnds - 1 }

    /// The next record.
    ///
    /// - Parameter end: a record that does not begin before this position is not read.
    package mutating func next(before end: Int64 = .max) throws -> Record {
        guard position < end else { return .end }
        window.consume(consumed)
        line += lineEnds
        return if let record = plainRow() { record } else { try anyRow() }
    }

    private mutating func anyRow() throws -> Record {
        consumed = 0
        lineEnds = 0
        count = 0
        var scan = Scan()
        var hasLeapt = false
        // A record of just the limit may have two bytes of line end. The bytes behind are not used, so that the result
        // for a record never depends on how much has been read.
        let furthest = limit + 2
        while true {
            let bytes = window.bytes
            while scan.position < min(bytes.count, furthest) {
                let position = scan.position
                let byte = bytes[position]
                if byte == DelimitedRow.quote && (scan.hasQuotes || position == scan.fieldStart) {
                    scan.hasQuotes = true
                    scan.inQuotes.toggle()
                } else if byte == Self.lineEnd {
                    lineEnds += 1
                    if scan.inQuotes {
                        hasLeapt = leap(&scan) || hasLeapt
                        if scan.position > position { continue }
                    } else if hasLeapt {
                        return try anyRowAgain()
                    } else {
                        let ending =
                            position > scan.fieldStart && bytes[position - 1] == Self.carriageReturn ? 1 : 0
                        endField(at: position - ending)
                        consumed = position + 1
                        return checked()
                    }
                } else if byte == delimiter && !scan.inQuotes {
                    if !hasLeapt { endField(at: position) }
                    scan.fieldStart = position + 1
                    scan.hasQuotes = false
                }
                scan.position += 1
            }
            if scan.position >= furthest { return try giveUp(scan, Self.tooLong(limit)) }
            if try !window.fill() {
                if scan.inQuotes { return try giveUp(scan, "a quoted field is not closed.") }
                if hasLeapt { return try anyRowAgain() }
                if scan.position == 0 { return .end }
                consumed = scan.position
                endField(at: scan.position)
                return checked()
            }
        }
    }

    /// Continues at the end of the open stretch, where a line end in quotes lies within it.
    ///
    /// - Returns: whether it does.
    private func leap(_ scan: inout Scan) -> Bool {
        guard let openStretch, window.position + Int64(scan.position) < openStretch.end else { return false }
        let end = Int(openStretch.end - window.position)
        scan = Scan(
            position: end, fieldStart: openStretch.isAtFieldStart ? end : -1, hasQuotes: openStretch.hasQuotes,
            inQuotes: openStretch.inQuotes)
        return true
    }

    /// Scans a record whose end has been found beyond the open stretch, with all its fields.
    private mutating func anyRowAgain() throws -> Record {
        openStretch = nil
        return try anyRow()
    }

    /// Passes over the first line of a record whose end was not found, and remembers how far the search for its end
    /// went.
    private mutating func giveUp(_ scan: Scan, _ reason: String) throws -> Record {
        openStretch = OpenStretch(
            end: window.position + Int64(scan.position), isAtFieldStart: scan.fieldStart == scan.position,
            hasQuotes: scan.hasQuotes, inQuotes: scan.inQuotes)
        return try skipLine(reason)
    }

    /// A row that the window holds whole and that has no quotes, as nearly all rows are; nil for any other row.
    private mutating func plainRow() -> Record? {
        let bytes = window.bytes
        guard let base = bytes.baseAddress, let ends = ends.baseAddress else { return nil }
        var isASCII = false
        let found = accesslab_row_ends(base, bytes.count, delimiter, ends, self.ends.count, &isASCII)
        // A row with more fields than there is room for is scanned by the other way, which makes room.
        guard 1...self.ends.count ~= found else { return nil }
        let end = ends[found - 1], start = found > 1 ? ends[found - 2] + 1 : 0
        consumed = end + 1
        lineEnds = 1
        if end > start && base[end - 1] == Self.carriageReturn { ends[found - 1] = end - 1 }
        return Self.checked(
            DelimitedRow(base: base, ends: ends, count: found, mayHaveQuotes: false), isASCII: isASCII, limit)
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

    private mutating func checked() -> Record {
        guard let base = window.bytes.baseAddress, let ends = ends.baseAddress else { return .blank }
        return Self.checked(
            DelimitedRow(base: base, ends: ends, count: count, mayHaveQuotes: true), isASCII: false, limit)
    }

    private static func checked(_ row: DelimitedRow, isASCII: Bool, _ limit: Int) -> Record {
        let bytes = row.bytes
        if row.count == 1 && bytes.isEmpty { return .blank }
        if bytes.count > limit { return .malformed(tooLong(limit)) }
        return isASCII || accesslab_is_utf8(bytes.baseAddress, bytes.count)
            ? .record(row) : .malformed(TextEncoding.problem(of: bytes))
    }

    /// Passes over the first line of a record, so that one stray quote costs no more than its line.
    private mutating func skipLine(_ reason: String) throws -> Record {
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

    package static func tooLong(_ limit: Int) -> String {
        "the record is longer than \(limit) bytes."
    }

    private static let lineEnd = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
}
