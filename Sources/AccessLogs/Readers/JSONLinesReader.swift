/// One JSON object a line: what NXLog, Winlogbeat, Logstash and the export of Log Analytics write.
public struct JSONLinesReader: LogReader {
    public static let id = "json-lines"
    public static let summary = "events as JSON, one a line (NXLog, Winlogbeat, Logstash, Log Analytics export)"

    public init() {}

    public func recognises(_ head: LogHead) -> Bool {
        head.firstVisibleByte == UInt8(ascii: "{")
    }

    public func read(_ source: LogSource, emit: LogRecordHandler) throws {
        let parser = try JSONEventParser()
        var lines = LineScanner(source.bytes, limit: source.limits.recordBytes)
        while true {
            switch try lines.next() {
            case .end:
                return
            case .tooLong:
                try emit(.malformed(DelimitedScanner.tooLong(source.limits.recordBytes)), lines.number)
            case .line(let line):
                if line.allSatisfy({ $0 <= UInt8(ascii: " ") }) { continue }
                try emit(parser.record(line), lines.number)
            }
        }
    }
}
