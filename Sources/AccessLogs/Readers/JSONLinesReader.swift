/// One JSON object a line: what NXLog, Winlogbeat, Logstash and the export of Log Analytics write.
public struct JSONLinesReader: LogReader {
    public static let id = "json-lines"
    public static let summary = "events as JSON, one a line (NXLog, Winlogbeat, Logstash, Log Analytics export)"
    public static let isDivisible = true

    public init() {}

    public func recognizes(_ head: LogHead) -> Bool {
        head.firstVisibleByte == UInt8(ascii: "{")
    }

    public func read(_ source: LogSource, emit: LogRecordHandler) throws {
        guard let stretch = source.stretch else {
            var lines = LineScanner(source.bytes, limit: source.limits.recordBytes)
            return try read(&lines, until: .max, limit: source.limits.recordBytes, emit: emit)
        }
        var lines = try stretch.lines(limit: source.limits.recordBytes)
        try stretch.begin(lines.position)
        try read(&lines, until: stretch.range.upperBound, limit: source.limits.recordBytes, emit: emit)
        try stretch.end(lines.position, lines.number)
    }

    private func read(
        _ lines: inout LineScanner, until end: Int64, limit: Int, emit: LogRecordHandler
    ) throws {
        let parser = try JSONEventParser()
        while lines.position < end {
            switch try lines.next() {
            case .end:
                return
            case .tooLong:
                try emit(.malformed(DelimitedScanner.tooLong(limit)), lines.number)
            case .line(let line):
                if line.allSatisfy({ $0 <= UInt8(ascii: " ") }) { continue }
                try emit(parser.record(line), lines.number)
            }
        }
    }
}
