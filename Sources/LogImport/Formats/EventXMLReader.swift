package import Files
import Foundation

/// Events as XML, as Windows' own tools export them: a document of Event Viewer, or the bare sequence of elements that
/// `wevtutil qe` prints.
package struct EventXMLReader: LogReader {
    package static let id = "event-xml"
    package static let summary = "events as XML (Event Viewer, wevtutil)"

    package init() {}

    package func recognizes(_ head: InputHead) -> Bool {
        guard head.firstVisibleByte == UInt8(ascii: "<") else { return false }
        let text = String(decoding: head.bytes, as: UTF8.self)
        return text.contains("<Event") || text.hasPrefix("<?xml") && !text.contains("\n")
    }

    package func read(_ source: InputSource, emit: LogRecordHandler) throws {
        var elements = EventElementScanner(source.bytes, limit: source.limits.recordBytes)
        while let element = try elements.next() {
            switch element {
            case .element(let bytes):
                // Other events are not parsed: an event without these digits is no share event.
                if bytes.contains("5140") || bytes.contains("5145") {
                    try read(bytes, line: elements.line, emit)
                } else {
                    try emit(.other, elements.line)
                }
            case .tooLong:
                try emit(.malformed(DelimitedScanner.tooLong(source.limits.recordBytes)), elements.line)
            case .unclosed:
                try emit(.malformed("the event has no end: the file ends early."), elements.line)
            }
        }
    }
}

extension EventXMLReader {
    /// Reads what lies between the beginning of an event and the next end of one. Where other events begin in it, those
    /// before them have no end; they must not take the others with them.
    private func read(_ bytes: UnsafeBufferPointer<UInt8>, line: Int, _ emit: LogRecordHandler) throws {
        var start = 0, line = line
        while let next = bytes.firstEventStart(from: start + 1) {
            try emit(.malformed("the event has no end before the next one begins."), line)
            line += bytes[start..<next].count { $0 == UInt8(ascii: "\n") }
            start = next
        }
        try emit(LogRecord(eventXML: UnsafeBufferPointer(rebasing: bytes[start...])), line)
    }
}

/// Cuts `<Event>` elements out of a byte stream.
private struct EventElementScanner: ~Copyable {
    enum Element {
        /// An element's bytes, valid until the next one is asked for.
        case element(UnsafeBufferPointer<UInt8>)
        /// An element that exceeds the limit and was passed over.
        case tooLong
        /// The beginning of an element that has no end.
        case unclosed
    }

    private var window: ByteWindow
    private let limit: Int
    /// The line on which the last element began, counted from one.
    private(set) var line = 1

    private var consumed = 0

    init(_ stream: ByteStream, limit: Int) {
        window = ByteWindow(stream)
        self.limit = limit
    }

    mutating func next() throws -> Element? {
        consume(consumed)
        consumed = 0
        guard try skipToStart() else { return nil }
        var position = 0
        var isTooLong = false
        while true {
            let bytes = window.bytes
            if let end = bytes.firstRange(of: Self.end, from: position) {
                consumed = end + Self.end.utf8CodeUnitCount
                if isTooLong || consumed > limit { return .tooLong }
                return .element(UnsafeBufferPointer(rebasing: bytes[..<consumed]))
            }
            // The end may lie across the border of what has been read.
            position = max(0, bytes.count - Self.end.utf8CodeUnitCount)
            if position > limit {
                isTooLong = true
                consume(position)
                position = 0
            }
            if try !window.fill() {
                consumed = window.bytes.count
                return .unclosed
            }
        }
    }

    /// Consumes what stands between events: the declaration, the root, white space.
    private mutating func skipToStart() throws -> Bool {
        while true {
            if let start = window.bytes.firstEventStart(from: 0) {
                consume(start)
                return true
            }
            consume(max(0, window.bytes.count - UnsafeBufferPointer<UInt8>.eventStart.utf8CodeUnitCount))
            if try !window.fill() { return false }
        }
    }

    private mutating func consume(_ count: Int) {
        line += window.bytes[..<count].count { $0 == UInt8(ascii: "\n") }
        window.consume(count)
    }

    private static let end: StaticString = "</Event>"
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func contains(_ text: StaticString) -> Bool {
        firstRange(of: text, from: 0) != nil
    }

    fileprivate static var eventStart: StaticString { "<Event" }

    /// Where an event begins first from a position on; nil also where too few bytes follow to tell.
    fileprivate func firstEventStart(from position: Int) -> Int? {
        var position = position
        while let start = firstRange(of: Self.eventStart, from: position),
            start + Self.eventStart.utf8CodeUnitCount < count
        {
            // Not `<Events`, not `<EventData`.
            let following = self[start + Self.eventStart.utf8CodeUnitCount]
            if following == UInt8(ascii: ">") || following == UInt8(ascii: "/") || following <= UInt8(ascii: " ") {
                return start
            }
            position = start + Self.eventStart.utf8CodeUnitCount
        }
        return nil
    }

    /// Where a text occurs first from a position on.
    func firstRange(of text: StaticString, from position: Int) -> Int? {
        guard let baseAddress else { return nil }
        let length = text.utf8CodeUnitCount
        var position = position
        while position + length <= count {
            guard let found = memchr(baseAddress + position, Int32(text.utf8Start.pointee), count - position)
            else { return nil }
            position = UnsafeRawPointer(baseAddress).distance(to: UnsafeRawPointer(found))
            if position + length <= count && memcmp(found, text.utf8Start, length) == 0 { return position }
            position += 1
        }
        return nil
    }
}
