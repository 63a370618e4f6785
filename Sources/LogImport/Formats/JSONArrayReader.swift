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
        let parser = try JSONEventParser(source.head, source.limits)
        var objects = JSONObjectScanner(source.bytes, limit: source.limits.recordBytes)
        while let object = try objects.next() {
            switch object {
            case .object(let bytes): try parser.read(bytes, line: objects.line, emit)
            case .tooLong: try emit(.malformed(DelimitedScanner.tooLong(source.limits.recordBytes)), objects.line)
            case .broken: try emit(.malformed("the object is not closed."), objects.line)
            case .unclosed: try emit(.malformed("the object is not closed: the file ends early."), objects.line)
            }
        }
        if !objects.hasArrayEnded { throw DamagedInput(reason: "its array has no end") }
    }
}
