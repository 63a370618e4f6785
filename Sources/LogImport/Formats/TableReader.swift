import Files

/// Reads one kind of delimited files: it says what the rows below a header mean.
protocol TableReader: DivisibleLogReader {
    /// How the rows of a table become records; nil where its header is not of this kind.
    ///
    /// - Parameters:
    ///   - header: the table's first line.
    ///   - log: the log's name, for messages.
    ///   - limits: what the import looks at.
    /// - Throws: ``FileError`` where the table lacks a column.
    func rows(below header: TableHeader, of log: String, _ limits: InputLimits) throws -> TableRows?
}

extension TableReader {
    /// Reads the rows of a whole file.
    public func read(_ source: InputSource, emit: LogRecordHandler) throws {
        guard let header = source.head.header, let rows = try rows(below: header, of: source.name, source.limits) else {
            return
        }
        try rows.read(source, emit: emit)
    }

    /// Reads the rows of a part of a file.
    public func read(_ part: LogPart, emit: LogRecordHandler) throws {
        guard let header = part.head.header, let rows = try rows(below: header, of: part.name, part.limits) else {
            return
        }
        try rows.read(part, emit: emit)
    }
}

/// The rows of a delimited file below its header.
struct TableRows {
    let header: TableHeader
    /// False where the file begins with its first row.
    var hasHeaderLine = true
    /// The number of fields of a row with one more than the header has names; nil where no row has.
    var headless: Int?
    /// Makes a record of a row.
    let record: (DelimitedRow) -> LogRecord

    init(
        header: TableHeader, hasHeaderLine: Bool = true, headless: Int? = nil,
        record: @escaping (DelimitedRow) -> LogRecord
    ) {
        self.header = header
        self.hasHeaderLine = hasHeaderLine
        self.headless = headless
        self.record = record
    }

    /// Makes a record of each row; a row that has not as many fields as the header is malformed.
    func read(_ source: InputSource, emit: LogRecordHandler) throws {
        var rows = scanner(source.bytes, source.limits)
        try skipHeader(&rows)
        try read(&rows, until: .max, emit: emit)
    }

    /// Makes a record of each row that begins within a part of the table.
    func read(_ part: LogPart, emit: LogRecordHandler) throws {
        let start = try self.start(of: part)
        var rows = scanner(part.bytes(from: start), part.limits)
        if part.isFirst { try skipHeader(&rows) }
        try part.begin(at: start)
        try read(&rows, until: part.range.upperBound - start, emit: emit)
        try part.end(at: start + rows.position, lineEnds: rows.lineEndCount)
    }

    private func skipHeader(_ rows: inout DelimitedScanner) throws {
        for _ in 0..<header.line - (hasHeaderLine ? 0 : 1) { _ = try rows.next() }
    }

    private func read(_ rows: inout DelimitedScanner, until end: Int64, emit: LogRecordHandler) throws {
        while true {
            switch try rows.next(before: end) {
            case .end:
                return
            case .blank:
                continue
            case .malformed(let reason):
                try emit(.malformed(reason), rows.line)
            case .record(let row) where row.count != header.names.count && row.count != headless:
                let reason = "the row has \(row.count) columns, the file's first line \(header.names.count)."
                try emit(.malformed(reason), rows.line)
            case .record(let row):
                try emit(record(row), rows.line)
            }
        }
    }

    /// Where the first row of a part of the table begins. That a line begins there is not enough: it may be one within
    /// quotes. Two rows of the right number of fields are good evidence; if it is wrong, the part before this one ends
    /// elsewhere, which is noticed.
    private func start(of part: LogPart) throws -> Int64 {
        var lines = try part.lines()
        let first = lines.position
        var start = first
        if part.isFirst || part.isExact { return first }
        for _ in 0..<Self.attempts where start < part.range.upperBound {
            var rows = DelimitedScanner(
                part.bytes(from: start), delimiter: header.delimiter, limit: Self.attemptLimit)
            if try isRow(&rows), try isRow(&rows) { return start }
            _ = try lines.next()
            start = lines.position
        }
        return first
    }

    private func isRow(_ rows: inout DelimitedScanner) throws -> Bool {
        do {
            switch try rows.next() {
            case .record(let row): return row.count == header.names.count || row.count == headless
            case .end: return true
            case .blank, .malformed: return false
            }
        } catch is DamagedInput {
            // Who reads the rows is told.
            return true
        }
    }

    private func scanner(_ bytes: ByteStream, _ limits: InputLimits) -> DelimitedScanner {
        DelimitedScanner(bytes, delimiter: header.delimiter, limit: limits.recordBytes)
    }

    /// How many lines are tried as a row's beginning, and the longest row that they are tried with, in bytes.
    private static let attempts = 64
    private static let attemptLimit = 1 << 16
}
