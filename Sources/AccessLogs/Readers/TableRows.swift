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
    func read(emit: LogRecordHandler, record: (borrowing DelimitedScanner) -> LogRecord) throws {
        var rows = DelimitedScanner(source.bytes, delimiter: header.delimiter, limit: source.limits.recordBytes)
        if hasHeaderLine { _ = try rows.next() }
        while true {
            switch try rows.next() {
            case .end:
                return
            case .blank:
                continue
            case .malformed(let reason):
                try emit(.malformed(reason), rows.line)
            case .record where rows.count != header.names.count:
                let reason = "the row has \(rows.count) columns, the file's first line \(header.names.count)."
                try emit(.malformed(reason), rows.line)
            case .record:
                try emit(record(rows), rows.line)
            }
        }
    }
}
