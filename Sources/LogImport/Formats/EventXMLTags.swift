import Foundation

/// A look at the tags of an event before it is parsed.
enum EventXMLTags {
    /// The most attributes that an element may have. Windows writes five at most; for each the parser looks at all
    /// those before it.
    private static let mostAttributes = 64

    /// Why an event is not to be parsed; nil where it may be.
    static func problem(_ xml: UnsafeBufferPointer<UInt8>) -> String? {
        var position = 0
        while let start = xml.index(of: UInt8(ascii: "<"), from: position) {
            if let quoted = quotations.first(where: { xml.has($0.start, at: start) }) {
                // What is not closed is for the parser to refuse.
                guard let end = xml.firstRange(of: quoted.end, from: start + quoted.start.utf8CodeUnitCount)
                else { return nil }
                position = end + quoted.end.utf8CodeUnitCount
            } else {
                guard let tag = tag(xml, from: start + 1) else { return nil }
                if tag.attributes > mostAttributes {
                    return "an element of the event has more than \(mostAttributes) attributes."
                }
                position = tag.end
            }
        }
        return nil
    }

    /// What is not made of tags.
    private static let quotations: [(start: StaticString, end: StaticString)] = [
        ("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"),
    ]

    /// Where a tag ends, and how many attributes it has; nil where it does not end.
    private static func tag(
        _ xml: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> (end: Int, attributes: Int)? {
        var position = start
        var attributes = 0
        while position < xml.count, attributes <= mostAttributes {
            let byte = xml[position]
            if byte == UInt8(ascii: ">") { return (position + 1, attributes) }
            position += 1
            guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") else { continue }
            attributes += 1
            guard let end = xml.index(of: byte, from: position) else { return nil }
            position = end + 1
        }
        return position < xml.count ? (position, attributes) : nil
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Where a byte occurs first from a position on.
    fileprivate func index(of byte: UInt8, from position: Int) -> Int? {
        guard let baseAddress, position < count,
            let found = memchr(baseAddress + position, Int32(byte), count - position)
        else { return nil }
        return UnsafeRawPointer(baseAddress).distance(to: UnsafeRawPointer(found))
    }

    fileprivate func has(_ text: StaticString, at position: Int) -> Bool {
        guard let baseAddress, position + text.utf8CodeUnitCount <= count else { return false }
        return memcmp(baseAddress + position, text.utf8Start, text.utf8CodeUnitCount) == 0
    }
}
