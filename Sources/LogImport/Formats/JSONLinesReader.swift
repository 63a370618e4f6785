package import Files

/// One JSON object a line: what NXLog, Winlogbeat, Logstash, Wazuh, Velociraptor and the export of Log Analytics write. A
/// line may have the header of syslog before its object.
package struct JSONLinesReader: DivisibleLogReader {
    package static let id = "json-lines"
    package static let summary =
        "events as JSON, one a line (NXLog, Winlogbeat, Logstash, Fluent Bit, Wazuh, Velociraptor, osquery, "
        + "Elasticsearch, Splunk, EvtxECmd, Log Analytics export), also behind a header of syslog"

    package init() {}

    package func recognizes(_ head: InputHead) -> Bool {
        if head.firstVisibleByte == Self.brace {
            return !JSONDocumentsReader.spansLines(head) && !JSONEnvelopeReader().recognizes(head)
        }
        return Self.isBehindHeader(head)
    }

    /// Whether the first line ends with an object that begins behind the header of syslog.
    private static func isBehindHeader(_ head: InputHead) -> Bool {
        guard let first = head.firstVisibleByte, first != UInt8(ascii: "\""), first != UInt8(ascii: "[") else {
            return false
        }
        let line = head.bytes.prefix { $0 != UInt8(ascii: "\n") }
        guard let start = line.firstIndex(of: brace), start > line.startIndex, start < longestHeader,
            line.last(where: { $0 > UInt8(ascii: " ") }) == UInt8(ascii: "}")
        else { return false }
        // Not a cell of a table.
        let before = line[start - 1]
        return before != UInt8(ascii: "\"") && before != UInt8(ascii: ",") && before != UInt8(ascii: ";")
            && before != UInt8(ascii: "\t")
    }

    package func read(_ source: InputSource, emit: LogRecordHandler) throws {
        var lines = LineScanner(source.bytes, limit: source.limits.recordBytes)
        let parser = try JSONEventParser(source.head, source.limits)
        try read(&lines, parser, until: .max, limit: source.limits.recordBytes, emit: emit)
    }

    package func read(_ part: LogPart, emit: LogRecordHandler) throws {
        var lines = try part.lines()
        try part.begin(at: lines.position)
        let parser = try JSONEventParser(part.head, part.limits)
        try read(&lines, parser, until: part.range.upperBound, limit: part.limits.recordBytes, emit: emit)
        try part.end(at: lines.position, lineEnds: lines.number)
    }

    private func read(
        _ lines: inout LineScanner, _ parser: JSONEventParser, until end: Int64, limit: Int, emit: LogRecordHandler
    ) throws {
        while lines.position < end {
            switch try lines.next() {
            case .end:
                return
            case .tooLong:
                try emit(.malformed(DelimitedScanner.tooLong(limit)), lines.number)
            case .line(let line):
                if line.first == Self.brace {
                    try parser.read(line, line: lines.number, emit)
                } else if line.contains(where: { $0 > UInt8(ascii: " ") }) {
                    try parser.read(Self.object(in: line), line: lines.number, emit)
                }
            }
        }
    }

    /// The object that a line ends with, behind white space, a byte order mark or a header; the line where there is none.
    private static func object(in line: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        guard line.last(where: { $0 > UInt8(ascii: " ") }) == UInt8(ascii: "}") else { return line }
        var position = 0
        for _ in 0..<mostBraces {
            guard let start = line[position...].firstIndex(of: brace), start < longestHeader else { break }
            // Structured data of a header may have braces; an object has a quote behind its own.
            let next = line[(start + 1)...].first { $0 > UInt8(ascii: " ") }
            if next == UInt8(ascii: "\"") { return UnsafeBufferPointer(rebasing: line[start...]) }
            position = start + 1
        }
        return line
    }

    private static let brace = UInt8(ascii: "{")
    private static let longestHeader = 4096, mostBraces = 8
}
