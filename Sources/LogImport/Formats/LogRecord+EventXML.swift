import AccessLogs
import CSimdJSON
import Foundation
#if canImport(FoundationXML)
import FoundationXML
#endif

extension LogRecord {
    /// The record that one `<Event>` element of Windows' event schema stands for.
    ///
    /// - Parameter eventXML: the element in UTF-8, without declaration or document type: external entities do not
    ///   exist in it.
    public init(eventXML: UnsafeBufferPointer<UInt8>) {
        // Foundation's parser traps on names that are not valid UTF-8.
        guard accesslab_is_utf8(eventXML.baseAddress, eventXML.count) else {
            self = .malformed("the text is not valid UTF-8.")
            return
        }
        if let problem = EventXMLTags.problem(eventXML) {
            self = .malformed(problem)
            return
        }
        let delegate = EventXMLDelegate()
        // The parser needs its own copy of the bytes.
        let parser = XMLParser(data: Data(buffer: eventXML))
        parser.shouldResolveExternalEntities = false
        parser.delegate = delegate
        // A document that breaks off is well-formed to the parser.
        guard parser.parse(), delegate.isClosed else {
            self = .malformed("the event is not well-formed XML.")
            return
        }
        guard let kind = ShareEvent.Kind(eventID: (delegate.fields[.eventID] ?? "").utf8) else {
            self = .other
            return
        }
        self.init(kind: kind, bytes: eventXML) { delegate.fields[$0] ?? "" }
    }
}

/// Collects the fields of one event: the elements of `System` by their names, those of `EventData` by the attribute
/// `Name`.
private final class EventXMLDelegate: NSObject, XMLParserDelegate {
    private(set) var fields: [EventField: String] = [:]
    private var path: [String] = []
    private var field: EventField?
    private var text = ""

    /// Whether every element has ended.
    var isClosed: Bool { path.isEmpty }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        let parent = path.last
        path.append(name)
        text = ""
        field = nil
        guard path.count == 3 else { return }
        if parent == "System" {
            field = Self.system[name]
            if name == "TimeCreated", let time = attributes["SystemTime"] {
                // Windows writes ticks of 100 ns; the time is known to the microsecond.
                fields[.timeCreated] = Timestamp(iso8601: time)?.microsecondDescription ?? time
            }
        } else if parent == "EventData" {
            field = attributes["Name"].flatMap { Self.data[$0] }
        }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        if field != nil { text += string }
    }

    func parser(_ parser: XMLParser, foundCDATA block: Data) {
        if field != nil { text += String(decoding: block, as: UTF8.self) }
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        if let field, fields[field] == nil { fields[field] = text }
        field = nil
        _ = path.popLast()
    }

    private static let system: [String: EventField] = [
        "EventID": .eventID, "Computer": .computer, "Channel": .channel, "EventRecordID": .recordNumber,
        "Keywords": .keywords,
    ]

    private static let data: [String: EventField] = [
        "SubjectUserSid": .subjectUserSID, "SubjectUserName": .subjectUserName,
        "SubjectDomainName": .subjectDomainName, "SubjectLogonId": .subjectLogonID, "IpAddress": .ipAddress,
        "IpPort": .ipPort, "ShareName": .shareName, "ShareLocalPath": .shareLocalPath,
        "RelativeTargetName": .relativeTargetName, "AccessMask": .accessMask,
    ]
}
