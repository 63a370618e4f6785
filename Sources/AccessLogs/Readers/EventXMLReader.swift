import Foundation

/// Events as XML, as Windows' own tools export them: a document of Event Viewer, or the bare sequence of elements that
/// `wevtutil qe` prints.
public struct EventXMLReader: LogReader {
    public static let id = "event-xml"
    public static let summary = "events as XML (Event Viewer, wevtutil)"

    public init() {}

    public func recognises(_ head: LogHead) -> Bool {
        guard head.firstVisibleByte == UInt8(ascii: "<") else { return false }
        let text = String(decoding: head.bytes, as: UTF8.self)
        return text.contains("<Event") || text.hasPrefix("<?xml") && !text.contains("\n")
    }

    public func read(_ source: LogSource, emit: LogRecordHandler) throws {
        var elements = EventElementScanner(source.bytes, limit: source.limits.recordBytes)
        while let element = try elements.next() {
            switch element {
            case .element(let bytes):
                // Every other event is passed over unparsed: without these digits it is none of a share.
                let isCandidate = bytes.contains("5140") || bytes.contains("5145")
                try emit(isCandidate ? LogRecord(eventXML: bytes) : .other, elements.line)
            case .tooLong:
                try emit(.malformed(DelimitedScanner.tooLong(source.limits.recordBytes)), elements.line)
            case .unclosed:
                try emit(.malformed("the event has no end: the file ends early."), elements.line)
            }
        }
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
            let bytes = window.bytes
            var position = 0
            while let start = bytes.firstRange(of: Self.start, from: position),
                start + Self.start.utf8CodeUnitCount < bytes.count
            {
                // Not `<Events`, not `<EventData`.
                let following = bytes[start + Self.start.utf8CodeUnitCount]
                if following == UInt8(ascii: ">") || following <= UInt8(ascii: " ") {
                    consume(start)
                    return true
                }
                position = start + Self.start.utf8CodeUnitCount
            }
            consume(max(0, bytes.count - Self.start.utf8CodeUnitCount))
            if try !window.fill() { return false }
        }
    }

    private mutating func consume(_ count: Int) {
        line += window.bytes[..<count].count { $0 == UInt8(ascii: "\n") }
        window.consume(count)
    }

    private static let start: StaticString = "<Event"
    private static let end: StaticString = "</Event>"
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func contains(_ text: StaticString) -> Bool {
        firstRange(of: text, from: 0) != nil
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
