import AccessLogs
import CSimdJSON
import Files
import Foundation
#if canImport(FoundationXML)
import FoundationXML
#endif

/// The fields of an event as XML: the elements of `System` by their names, the data of the event by their attribute
/// `Name`, whatever prefix the elements' names have.
struct EventXMLFields {
    private(set) var texts: [EventField: String] = [:]
    /// The data without names, in their order.
    private(set) var places: [String] = []
    /// Data of object accesses, which no field is for: `ObjectName` and the like.
    private(set) var others: [String: String] = [:]

    /// - Parameter xml: one `<Event>` element in UTF-8, without declaration or document type: external entities do not exist
    ///   in it.
    /// - Throws: ``MalformedEventXML`` where it is no such thing.
    init(event xml: UnsafeBufferPointer<UInt8>) throws(MalformedEventXML) {
        // Foundation's parser traps on names that are not valid UTF-8.
        guard accesslab_is_utf8(xml.baseAddress, xml.count) else {
            throw MalformedEventXML(reason: TextEncoding.problem(of: xml))
        }
        if let problem = EventXMLTags.problem(xml) { throw MalformedEventXML(reason: problem) }
        // The parser needs its own copy of the bytes.
        let data = Data(buffer: xml)
        guard let fields = Self.parsed(data) ?? Self.mended(xml).flatMap(Self.parsed) else {
            throw MalformedEventXML(reason: "the event is not well-formed XML.")
        }
        self = fields
    }

    /// - Parameter text: an `<Event>` element, or the part of one that holds its data.
    /// - Returns: nil where it is no XML, or has no field in it.
    init?(fragment text: String) {
        guard let start = text.firstIndex(of: "<"), text.utf8.count <= 1 << 20 else { return nil }
        var element = String(text[start...])
        // A declaration may stand at the beginning only; several elements need one around them.
        if element.hasPrefix("<?"), let end = element.range(of: "?>") { element = String(element[end.upperBound...]) }
        element = "<fragment>" + element + "</fragment>"
        let found: EventXMLFields? = element.withUTF8 { bytes in
            guard EventXMLTags.problem(bytes) == nil else { return nil }
            return Self.parsed(Data(buffer: bytes)) ?? Self.mended(bytes).flatMap(Self.parsed)
        }
        guard let found, !found.texts.isEmpty || !found.places.isEmpty else { return nil }
        self = found
    }

    private static func parsed(_ data: Data) -> EventXMLFields? {
        let delegate = EventXMLDelegate()
        let parser = XMLParser(data: data)
        parser.shouldResolveExternalEntities = false
        parser.delegate = delegate
        // A document that breaks off is well-formed to the parser.
        guard parser.parse(), delegate.isClosed else { return nil }
        var fields = EventXMLFields()
        fields.texts = delegate.fields
        fields.places = delegate.places
        fields.others = delegate.others
        return fields
    }

    private init() {}

    /// A copy without what programs write that is no XML: control characters, and ampersands that begin nothing.
    private static func mended(_ xml: UnsafeBufferPointer<UInt8>) -> Data? {
        var mended: [UInt8] = []
        mended.reserveCapacity(xml.count + 64)
        var position = 0, hasChanged = false
        while position < xml.count {
            let byte = xml[position]
            if byte < 32, byte != 9, byte != 10, byte != 13 {
                mended += replacement
                hasChanged = true
            } else if byte == 0xEF, position + 2 < xml.count, xml[position + 1] == 0xBF, xml[position + 2] >= 0xBE {
                mended += replacement
                position += 2
                hasChanged = true
            } else if byte == UInt8(ascii: "&") {
                let end = reference(xml, from: position + 1)
                if end.isWrong {
                    mended += end.length > 0 ? replacement : Array("&amp;".utf8)
                    position += end.length
                    hasChanged = true
                } else {
                    mended.append(byte)
                }
            } else {
                mended.append(byte)
            }
            position += 1
        }
        return hasChanged ? Data(mended) : nil
    }

    /// Whether what follows an ampersand is wrong: no name and semicolon at all, or the number of a character that XML does
    /// not have; and its length in that case.
    private static func reference(
        _ xml: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> (isWrong: Bool, length: Int) {
        var end = start
        while end < xml.count, end - start < 12, xml[end] != UInt8(ascii: ";") {
            let byte = xml[end], isLetter = (97...122).contains(byte | 0x20), isDigit = (48...57).contains(byte)
            guard isLetter || isDigit || byte == UInt8(ascii: "#") && end == start else { return (true, 0) }
            end += 1
        }
        guard end < xml.count, xml[end] == UInt8(ascii: ";"), end > start else { return (true, 0) }
        guard xml[start] == UInt8(ascii: "#") else { return (false, 0) }
        let text = String(decoding: xml[(start + 1)..<end], as: UTF8.self)
        let isHexadecimal = text.hasPrefix("x") || text.hasPrefix("X")
        let number = isHexadecimal ? UInt32(text.dropFirst(), radix: 16) : UInt32(text)
        guard let number, number >= 32 || [9, 10, 13].contains(number), Unicode.Scalar(number) != nil,
            number & 0xFFFE != 0xFFFE
        else { return (true, end - start + 1) }
        return (false, 0)
    }

    private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]
}

/// Why an event as XML is not understood.
struct MalformedEventXML: Error {
    let reason: String
}

private final class EventXMLDelegate: NSObject, XMLParserDelegate {
    private(set) var fields: [EventField: String] = [:]
    private(set) var places: [String] = []
    private(set) var others: [String: String] = [:]
    private var path: [Substring] = []
    private var field: EventField?
    private var otherName: String?
    private var isPlace = false
    private var text = ""

    private static let mostPlaces = 64

    /// Whether every element has ended.
    var isClosed: Bool { path.isEmpty }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        let parent = path.last
        let name = name.utf8.lastIndex(of: UInt8(ascii: ":")).map { name[name.index(after: $0)...] } ?? name[...]
        path.append(name)
        text = ""
        (field, otherName, isPlace) = (nil, nil, false)
        guard path.count <= 4 else { return }
        if parent == "System" {
            field = Self.system[name]
            if name == "TimeCreated", let time = attributes["SystemTime"] {
                // Windows writes ticks of 100 ns; the time is known to the microsecond.
                fields[.timeCreated] = Timestamp(iso8601: time)?.microsecondDescription ?? time
            }
        } else if parent == "EventData" || parent == "fragment" {
            if let attribute = attributes["Name"] {
                field = Self.data[attribute]
                if field == nil { otherName = attribute }
            } else {
                isPlace = name == "Data"
            }
        }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        if field != nil || isPlace || otherName != nil { text += string }
    }

    func parser(_ parser: XMLParser, foundCDATA block: Data) {
        if field != nil || isPlace || otherName != nil { text += String(decoding: block, as: UTF8.self) }
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        if let field, fields[field] == nil { fields[field] = text }
        if let otherName, others[otherName] == nil, others.count < Self.mostPlaces { others[otherName] = text }
        if isPlace, places.count < Self.mostPlaces { places.append(text) }
        (field, otherName, isPlace) = (nil, nil, false)
        _ = path.popLast()
    }

    private static let system: [Substring: EventField] = [
        "EventID": .eventID, "Computer": .computer, "Channel": .channel, "EventRecordID": .recordNumber,
        "Keywords": .keywords, "Result": .eventType,
    ]

    private static let data: [String: EventField] = [
        "SubjectUserSid": .subjectUserSID, "SubjectUserName": .subjectUserName,
        "SubjectDomainName": .subjectDomainName, "SubjectLogonId": .subjectLogonID, "IpAddress": .ipAddress,
        "IpPort": .ipPort, "SubjectIP": .ipAddress, "ShareName": .shareName, "ShareLocalPath": .shareLocalPath,
        "RelativeTargetName": .relativeTargetName, "AccessMask": .accessMask,
    ]
}
