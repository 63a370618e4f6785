/// The rows of a delimited file below its header.
struct TableRows {
    private let source: LogSource
    private let header: TableHeader
    private let hasHeaderLine: Bool

    /// - Parameter hasHeaderLine: false where the file begins with its first row.
    init(_ source: LogSource, header: TableHeader, hasHeaderLine: Bool = true) {
        self.source = source
        self.header = header
        self.hasHeaderLine = hasHeaderLine
    }

    /// Makes a record of each row; a row that has not as many fields as the header is malformed.
    func read(emit: LogRecordHandler, record: (DelimitedRow) -> LogRecord) throws {
        guard let stretch = source.stretch else {
            var rows = scanner(source.bytes)
            if hasHeaderLine { _ = try rows.next() }
            return try read(&rows, until: .max, emit: emit, record: record)
        }
        let start = try self.start(of: stretch)
        var rows = scanner(stretch.log.file.stream(from: start, meter: stretch.meter))
        if hasHeaderLine && stretch.isFirst { _ = try rows.next() }
        try stretch.begin(start)
        try read(&rows, until: stretch.range.upperBound - start, emit: emit, record: record)
        try stretch.end(start + rows.position, rows.lineEndCount)
    }

    private func read(
        _ rows: inout DelimitedScanner, until end: Int64, emit: LogRecordHandler,
        record: (DelimitedRow) -> LogRecord
    ) throws {
        while rows.position < end {
            switch try rows.next() {
            case .end:
                return
            case .blank:
                continue
            case .malformed(let reason):
                try emit(.malformed(reason), rows.line)
            case .record(let row) where row.count != header.names.count:
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
    private func start(of stretch: LogStretch) throws -> Int64 {
        var lines = try stretch.lines(limit: source.limits.recordBytes)
        let first = lines.position
        var start = first
        if stretch.isFirst || stretch.isExact { return first }
        for _ in 0..<Self.attempts where start < stretch.range.upperBound {
            var rows = DelimitedScanner(
                stretch.log.file.stream(from: start, meter: stretch.meter), delimiter: header.delimiter,
                limit: Self.attemptLimit)
            if try isRow(&rows), try isRow(&rows) { return start }
            _ = try lines.next()
            start = lines.position
        }
        return first
    }

    private func isRow(_ rows: inout DelimitedScanner) throws -> Bool {
        switch try rows.next() {
        case .record(let row): row.count == header.names.count
        case .end: true
        case .blank, .malformed: false
        }
    }

    private func scanner(_ bytes: ByteStream) -> DelimitedScanner {
        DelimitedScanner(bytes, delimiter: header.delimiter, limit: source.limits.recordBytes)
    }

    /// How many lines are tried as a row's beginning, and the longest row that they are tried with, in bytes.
    private static let attempts = 64
    private static let attemptLimit = 1 << 16
}
