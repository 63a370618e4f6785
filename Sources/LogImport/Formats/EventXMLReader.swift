package import Files
import Foundation

/// Events as XML, as Windows' own tools export them: a document of Event Viewer, or the bare sequence of elements that
/// `wevtutil qe` prints. Between the events anything may stand: headers of syslog, `Record 1`, dashes of a copied view.
package struct EventXMLReader: LogReader {
    package static let id = "event-xml"
    package static let summary =
        "events as XML (Event Viewer, wevtutil, evtx_dump, Splunk), also behind a header of syslog"

    package init() {}

    package func recognizes(_ head: InputHead) -> Bool {
        guard let first = head.firstVisibleByte, !"{[\"".utf8.contains(first) else { return false }
        let place = EventTag(in: head).flatMap { tag in
            head.bytes.withUnsafeBufferPointer { $0.firstStart(of: tag, from: 0) }
        }
        guard let place else {
            let text = String(decoding: head.bytes, as: UTF8.self)
            return first == UInt8(ascii: "<")
                && (text.contains("<Event") || text.hasPrefix("<?xml") && !text.contains("\n"))
        }
        return first == UInt8(ascii: "<") || Self.isPreface(head.bytes[..<place])
    }

    private static var ontap: StaticString { "NetApp-Security-Auditing" }

    /// Whether what stands before the first event belongs to no table: nothing but dashes, or short lines of which the last
    /// goes on with the event.
    private static func isPreface(_ bytes: ArraySlice<UInt8>) -> Bool {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count <= 4, bytes.count <= 2048 else { return false }
        return lines.allSatisfy { line in
            let visible = line.drop { $0 <= UInt8(ascii: " ") }
            guard let first = visible.first else { return true }
            return first == UInt8(ascii: "-") || first == UInt8(ascii: "<") || visible.starts(with: "Record ".utf8)
                || isHeader(visible)
        }
    }

    /// Whether a line begins as syslog's headers do, with a month, a date or a time, and has no marks of a table.
    private static func isHeader(_ line: ArraySlice<UInt8>) -> Bool {
        guard let first = line.first, !line.contains(UInt8(ascii: ",")), !line.contains(UInt8(ascii: ";")) else {
            return false
        }
        return 48...57 ~= first || "JFMASOND".utf8.contains(first) && line.contains(UInt8(ascii: ":"))
    }

    package func read(_ source: InputSource, emit: LogRecordHandler) throws {
        let tag = EventTag(in: source.head) ?? EventTag(prefix: [])
        var elements = EventElementScanner(source.bytes, tag, limit: source.limits.recordBytes)
        // ONTAP has no event of an access to a share.
        let readsFileAccess =
            source.limits.includesFileAccess || source.head.bytes.withUnsafeBufferPointer { $0.contains(Self.ontap) }
        while let element = try elements.next() {
            switch element {
            case .element(let bytes):
                // Other events are not parsed: an event without these digits is no share event.
                if bytes.contains("5140") || bytes.contains("5145")
                    || readsFileAccess && FileAccess.isMentioned(in: bytes)
                {
                    try read(bytes, tag, readsFileAccess, line: elements.line, emit)
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

/// How the elements of a log's events begin and end: `<Event` and `</Event>`, or with a prefix, `<ns0:Event`.
private struct EventTag {
    let start: [UInt8]
    let end: [UInt8]

    init(prefix: [UInt8]) {
        start = Array("<".utf8) + prefix + Array("Event".utf8)
        end = Array("</".utf8) + prefix + Array("Event>".utf8)
    }

    /// - Returns: nil where a log does not begin with an event.
    init?(in head: InputHead) {
        let prefix: [UInt8]? = head.bytes.withUnsafeBufferPointer { bytes in
            if bytes.firstStart(of: EventTag(prefix: []), from: 0) != nil { return [] }
            var position = 0
            while let name = bytes.firstRange(of: ":Event", from: position) {
                position = name + 1
                let prefix = bytes[..<name].reversed().prefix { byte in
                    (97...122).contains(byte | 0x20) || (48...57).contains(byte) || byte == UInt8(ascii: "_")
                }
                let start = name - prefix.count - 1
                guard (1...32).contains(prefix.count), start >= 0, bytes[start] == UInt8(ascii: "<") else { continue }
                let candidate = Array(prefix.reversed()) + [UInt8(ascii: ":")]
                if bytes.firstStart(of: EventTag(prefix: candidate), from: start) == start { return candidate }
            }
            return nil
        }
        guard let prefix else { return nil }
        self.init(prefix: prefix)
    }
}

extension EventXMLReader {
    /// Reads what lies between the beginning of an event and the next end of one. Where other events begin in it, those
    /// before them have no end; they must not take the others with them.
    private func read(
        _ bytes: UnsafeBufferPointer<UInt8>, _ tag: EventTag, _ readsFileAccess: Bool, line: Int,
        _ emit: LogRecordHandler
    ) throws {
        var start = 0, line = line
        while let next = bytes.firstStart(of: tag, from: start + 1) {
            try emit(.malformed("the event has no end before the next one begins."), line)
            line += bytes[start..<next].count { $0 == UInt8(ascii: "\n") }
            start = next
        }
        try emit(
            LogRecord(eventXML: UnsafeBufferPointer(rebasing: bytes[start...]), readsFileAccess: readsFileAccess), line)
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

    private let tag: EventTag

    init(_ stream: ByteStream, _ tag: EventTag, limit: Int) {
        window = ByteWindow(stream)
        self.tag = tag
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
            if let end = bytes.firstRange(of: tag.end, from: position) {
                consumed = end + tag.end.count
                if isTooLong || consumed > limit { return .tooLong }
                return .element(UnsafeBufferPointer(rebasing: bytes[..<consumed]))
            }
            // The end may lie across the border of what has been read.
            position = max(0, bytes.count - tag.end.count)
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
            if let start = window.bytes.firstStart(of: tag, from: 0) {
                consume(start)
                return true
            }
            consume(max(0, window.bytes.count - tag.start.count))
            if try !window.fill() { return false }
        }
    }

    private mutating func consume(_ count: Int) {
        line += window.bytes[..<count].count { $0 == UInt8(ascii: "\n") }
        window.consume(count)
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func contains(_ text: StaticString) -> Bool {
        firstRange(of: text, from: 0) != nil
    }

    /// Where an event begins first from a position on; nil also where too few bytes follow to tell.
    fileprivate func firstStart(of tag: EventTag, from position: Int) -> Int? {
        var position = position
        while let start = firstRange(of: tag.start, from: position), start + tag.start.count < count {
            // Not `<Events`, not `<EventData`.
            let following = self[start + tag.start.count]
            if following == UInt8(ascii: ">") || following == UInt8(ascii: "/") || following <= UInt8(ascii: " ") {
                return start
            }
            position = start + tag.start.count
        }
        return nil
    }

    /// Where some bytes occur first from a position on.
    func firstRange(of text: [UInt8], from position: Int) -> Int? {
        guard let baseAddress, let first = text.first else { return nil }
        var position = position
        while position + text.count <= count {
            guard let found = memchr(baseAddress + position, Int32(first), count - position) else { return nil }
            position = UnsafeRawPointer(baseAddress).distance(to: UnsafeRawPointer(found))
            if position + text.count <= count && memcmp(found, text, text.count) == 0 { return position }
            position += 1
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
