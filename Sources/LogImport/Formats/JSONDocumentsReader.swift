package import Files

/// JSON objects that are spread over lines, one after another: what `evtx_dump`, `jq` and PowerShell's `ConvertTo-Json` of
/// one event write. What stands between them, such as `Record 1`, is passed over.
package struct JSONDocumentsReader: LogReader {
    package static let id = "json-documents"
    package static let summary =
        "events as JSON objects over several lines (evtx_dump, ConvertTo-Json, answers of searches)"

    package init() {}

    package func recognizes(_ head: InputHead) -> Bool {
        if head.firstVisibleByte == UInt8(ascii: "{") {
            return Self.spansLines(head) && !JSONEnvelopeReader().recognizes(head)
        }
        let rest = head.bytes.drop { $0 <= UInt8(ascii: " ") }
        guard rest.starts(with: Self.recordLine) else { return false }
        let behind = rest.drop { $0 != UInt8(ascii: "\n") }.first { $0 > UInt8(ascii: " ") }
        return behind == UInt8(ascii: "{")
    }

    /// Whether a log's first object does not end with its line, and the next line continues it.
    static func spansLines(_ head: InputHead) -> Bool {
        var depth = 0, inString = false, isEscaped = false
        var bytes = head.bytes.drop { $0 <= UInt8(ascii: " ") }
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
        for byte in line {
            if inString {
                if !isEscaped && byte == UInt8(ascii: "\"") { inString = false }
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            } else {
                switch byte {
                case UInt8(ascii: "\""): inString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                default: break
                }
            }
        }
        guard depth > 0, !inString else { return false }
        bytes = bytes[line.endIndex...].drop { $0 <= UInt8(ascii: " ") }
        // A line that begins another object shows that the first was broken.
        guard let next = bytes.first else { return false }
        return next == UInt8(ascii: "\"") || next == UInt8(ascii: "}")
            || next != UInt8(ascii: "{") && line.last(where: { $0 > UInt8(ascii: " ") }) != UInt8(ascii: ",")
            || next == UInt8(ascii: "{") && line.last(where: { $0 > UInt8(ascii: " ") }) == UInt8(ascii: "[")
    }

    package func read(_ source: InputSource, emit: LogRecordHandler) throws {
        _ = try JSONEventParser.readObjects(of: source, emit)
    }

    private static let recordLine = Array("Record ".utf8)
}
