package import Files

/// One JSON array of objects, which may be spread over any number of lines.
package struct JSONArrayReader: LogReader {
    package static let id = "json-array"
    package static let summary = "events as one JSON array of objects"

    package init() {}

    package func recognizes(_ head: InputHead) -> Bool {
        head.firstVisibleByte == UInt8(ascii: "[")
    }

    package func read(_ source: InputSource, emit: LogRecordHandler) throws {
        let objects = try JSONEventParser.readObjects(of: source, emit)
        if !objects.hasArrayEnded { throw DamagedInput(reason: "its array has no end") }
    }
}
