package import Files

/// One JSON object a line: what NXLog, Winlogbeat, Logstash and the export of Log Analytics write.
package struct JSONLinesReader: DivisibleLogReader {
    package static let id = "json-lines"
    package static let summary = "events as JSON, one a line (NXLog, Winlogbeat, Logstash, Log Analytics export)"

    package init() {}

    package func recognizes(_ head: InputHead) -> Bool {
        head.firstVisibleByte == UInt8(ascii: "{")
    }

    package func read(_ source: InputSource, emit: LogRecordHandler) throws {
        var lines = LineScanner(source.bytes, limit: source.limits.recordBytes)
        try read(&lines, until: .max, limit: source.limits.recordBytes, emit: emit)
    }

    package func read(_ part: LogPart, emit: LogRecordHandler) throws {
        var lines = try part.lines()
        try part.begin(at: lines.position)
        try read(&lines, until: part.range.upperBound, limit: part.limits.recordBytes, emit: emit)
        try part.end(at: lines.position, lineEnds: lines.number)
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
