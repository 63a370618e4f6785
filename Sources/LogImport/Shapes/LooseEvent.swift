import AccessLogs
import Files

/// What can be found of a share event in a record whose shape is not known beforehand: fields under any name that means
/// them, however deep, in arrays of names and values, in texts that are JSON or XML themselves, or at their places.
struct LooseEvent {
    private struct Candidate {
        var text: String
        var rank: Int
        /// Of a time, the zone that counts where the text says none.
        var zone = RecordZone.unsaid
    }

    private var candidates: [EventField: Candidate] = [:]
    /// Where each field was found, for people.
    private(set) var origins: [EventField: String] = [:]
    private var positions: [(values: [String], origin: String)] = []
    private var texts: [(text: String, origin: String)] = []
    /// The path and the type of the object that an event of an access to a file names.
    private var object = "", objectType = ""
    /// Whether the record is one of a program that writes all times in UTC and does not say so.
    private var isInUTC = false

    /// How deep texts within texts are looked into, and how many texts of one record.
    private static let deepestText = 3, mostTexts = 16
    /// Ranks of values that were found by place, and in texts for people.
    private static let rankOfPlace = 100, rankOfText = 200

    init() {}

    /// The fields of a JSON value.
    init(_ value: JSONValue, _ parser: JSONTreeParser) {
        take(value, path: [], origin: "", depth: 0, parser)
    }

    /// Which event it is; nil where the record says another one, or none.
    var kind: ShareEvent.Kind? {
        candidates[.eventID].flatMap { ShareEvent.Kind(spelledID: $0.text) }
    }

    /// Whether the record says that it is an event of another number.
    var isOther: Bool {
        guard kind == nil, let id = candidates[.eventID], id.rank < Self.rankOfText else { return false }
        return !id.text.isEmpty && id.text.utf8.allSatisfy { 48...57 ~= $0 }
    }

    /// The record of an access to a file, where the record is one; nil otherwise.
    func fileAccess(bytes: UnsafeBufferPointer<UInt8>, place: Int) -> LogRecord? {
        let id = self[.eventID]
        guard FileAccess.isNumber(id.utf8), !object.isEmpty || Int(id) == FileAccess.deletion else { return nil }
        return LogRecord(
            fileAccess: id, object: object, type: objectType, bytes: bytes, zone: zone, place: place
        ) { self[$0] }
    }

    /// The text of a field; empty where the record does not have it.
    subscript(field: EventField) -> String { candidates[field]?.text ?? "" }

    /// The zone of the record's time, where that says none.
    var zone: RecordZone {
        if isInUTC { return .utc }
        return EventField.times.lazy.compactMap { candidates[$0]?.zone }.first ?? .unsaid
    }

    /// Looks for the fields that are missing at their places and in texts for people.
    mutating func complete() {
        guard let kind else { return }
        if self[.shareName].isEmpty || !hasAccount {
            for (values, origin) in positions {
                guard let fields = EventPositions.fields(of: kind, values) else { continue }
                for (field, value) in fields {
                    offer(value, to: field, rank: Self.rankOfPlace, origin: "a place in \(origin)")
                }
            }
        }
        guard self[.shareName].isEmpty || !hasAccount else { return }
        for (text, origin) in texts {
            for (field, value) in RenderedText.fields(of: text) {
                let place = "the text of \(origin)"
                if field == .subjectUserSID, !AccountIdentity.isSID(value) {
                    // Windows shows the account's name in the place of its identifier.
                    if value.contains("\\") { offer(value, to: .account, rank: Self.rankOfText, origin: place) }
                } else {
                    offer(value, to: field, rank: Self.rankOfText, origin: place)
                }
            }
        }
    }

    private var hasAccount: Bool {
        [EventField.subjectUserName, .account, .subjectUserSID].contains { !self[$0].isEmpty }
    }

    /// Why a share event cannot be made of what was found, where the shape of the record is to blame.
    var problem: String? {
        guard kind != nil, self[.shareName].isEmpty || !hasAccount else { return nil }
        let missing = self[.shareName].isEmpty ? "share" : "account"
        if let (values, origin) = positions.first {
            return
                "the event names no \(missing): \(origin) holds \(values.count) values without their names, which is no "
                + "number that events of this kind have."
        }
        if let origin = texts.first?.origin {
            return "the event names no \(missing), and nor does the text in \(origin)."
        }
        return nil
    }

    // MARK: - Values

    /// Offers the value of a field under a name.
    ///
    /// - Parameter zone: of a time, what its name says of the zone; nil where it says nothing.
    mutating func take(
        _ text: String, named path: [String], origin: String, isNumber: Bool = false, zone: RecordZone? = nil
    ) {
        switch path.last {
        case "objectname"? where object.isEmpty: object = text
        case "objecttype"? where objectType.isEmpty: objectType = text
        case FieldNames.markOfEvtxECmd?: isInUTC = true
        default: break
        }
        guard let meaning = FieldNames.meaning(of: path) else { return }
        var text = text
        switch meaning.field {
        case .subjectUserSID where !text.hasPrefix("S-1-"):
            // Windows shows the name in its place where it knows it.
            if text.contains("\\") { offer(text, to: .account, rank: 9, origin: origin) }
            return
        case .subjectLogonID where isNumber:
            text = UInt64(text).map { "0x" + String($0, radix: 16) } ?? text
        case .account,
            .subjectUserName where !text.utf8.contains(where: { $0 >= 0x30 && $0 != UInt8(ascii: "\\") }):
            return
        default:
            break
        }
        offer(
            text, to: meaning.field, rank: meaning.rank, origin: origin,
            zone: zone ?? FieldNames.zone(ofTimeAt: path, isProperty: false))
    }

    private mutating func offer(
        _ text: String, to field: EventField, rank: Int, origin: String, zone: RecordZone = .unsaid
    ) {
        // A file may have the name of a word for nothing.
        guard !text.isEmpty, field == .relativeTargetName || !AbsentValue.isWord(text) else { return }
        if let known = candidates[field], known.rank <= rank, !known.text.isEmpty { return }
        // An event id of which no number can be made is none.
        if field == .eventID, !text.utf8.contains(where: { 48...57 ~= $0 }) { return }
        candidates[field] = Candidate(text: text, rank: rank, zone: zone)
        origins[field] = origin
    }

    private mutating func take(
        _ value: JSONValue, path: [String], origin: String, depth: Int, _ parser: JSONTreeParser
    ) {
        switch value {
        case .number(let text):
            take(text, named: path, origin: origin, isNumber: true)
        case .text(let text):
            takeText(text, path: path, origin: origin, depth: depth, parser)
        case .object(let members):
            takeObject(members, path: path, origin: origin, depth: depth, parser)
        case .array(let items):
            takeArray(items, path: path, origin: origin, depth: depth, parser)
        }
    }

    private mutating func takeObject(
        _ members: [(key: String, value: JSONValue)], path: [String], origin: String, depth: Int,
        _ parser: JSONTreeParser
    ) {
        if let (name, value) = Self.namedValue(members) {
            take(
                value, path: path + FieldNames.path(name), origin: origin.isEmpty ? name : origin + "." + name,
                depth: depth, parser)
            return
        }
        for (key, value) in members {
            if key.hasSuffix("]") || key.hasSuffix(")"), let text = value.string {
                // The name of a column, as the portal of Log Analytics exports it.
                let column = ColumnName(key)
                take(text, named: FieldNames.path(column.name), origin: key, zone: column.zone)
                continue
            }
            take(
                value, path: path + FieldNames.path(key), origin: origin.isEmpty ? key : origin + "." + key,
                depth: depth,
                parser)
        }
    }

    /// The name and the value of `{"@Name": …, "#text": …}` and the like.
    private static func namedValue(_ members: [(key: String, value: JSONValue)]) -> (name: String, value: JSONValue)? {
        guard (2...3).contains(members.count) else { return nil }
        var name: String?, value: JSONValue?
        for (key, member) in members {
            switch FieldNames.normalized(key) {
            case "name", "key": name = member.string
            case "text", "value", "content": value = member
            case "attributes": name = member["Name"]?.string ?? member["name"]?.string
            default: return nil
            }
        }
        guard let name, let value else { return nil }
        return (name, value)
    }

    private mutating func takeArray(
        _ items: [JSONValue], path: [String], origin: String, depth: Int, _ parser: JSONTreeParser
    ) {
        let name = path.last ?? ""
        if FieldNames.positions.contains(name), let values = Self.positionalValues(items) {
            if items.count > 1, positions.count < Self.mostTexts { positions.append((values, origin)) }
            return
        }
        let texts = items.compactMap(\.string)
        if texts.count == items.count, items.count > 1 {
            // Words such as those of the keywords.
            take(texts.joined(separator: ","), named: path, origin: origin)
            return
        }
        for item in items { take(item, path: path, origin: origin, depth: depth, parser) }
    }

    /// The values of an array without names: texts, or objects that hold nothing but a value.
    private static func positionalValues(_ items: [JSONValue]) -> [String]? {
        guard (7...20).contains(items.count) else { return nil }
        var values: [String] = []
        for item in items {
            switch item {
            case .text(let text), .number(let text): values.append(text)
            case .object(let members):
                guard members.count == 1, let value = members.first, FieldNames.normalized(value.key) == "value" else {
                    return nil
                }
                values.append(value.value.string ?? value.value["Value"]?.string ?? "")
            case .array: return nil
            }
        }
        return values
    }

    private mutating func takeText(
        _ text: String, path: [String], origin: String, depth: Int, _ parser: JSONTreeParser
    ) {
        let first = text.utf8.first { $0 > 32 }
        if depth < Self.deepestText, text.utf8.count > 8 {
            if first == UInt8(ascii: "{") || first == UInt8(ascii: "["), let value = parser.tree(text) {
                take(value, path: path, origin: origin, depth: depth + 1, parser)
                return
            }
            if first == UInt8(ascii: "<") || text.utf8.count > 64 && text.contains("<Event"),
                let fields = EventXMLFields(fragment: text)
            {
                take(fields, origin: origin)
                return
            }
        }
        if let name = path.last, FieldNames.texts.contains(name), text.utf8.count > 16, texts.count < Self.mostTexts {
            texts.append((text, origin))
        }
        take(text, named: path, origin: origin)
    }

    /// Offers the value of a field that is known to stand in a column.
    ///
    /// - Parameter zone: of a time, the zone that counts where the text says none.
    mutating func take(_ text: String, for field: EventField, column: String, zone: RecordZone = .unsaid) {
        if field == .subjectUserSID, !text.hasPrefix("S-1-") {
            return take(text, named: ["securityid"], origin: column)
        }
        offer(text, to: field, rank: -1, origin: column, zone: zone)
    }

    /// Offers a text for people.
    mutating func take(text: String, origin: String) {
        if !text.isEmpty, texts.count < Self.mostTexts { texts.append((text, origin)) }
    }

    /// Offers the text of a column or member for what it may hold.
    mutating func take(text: String, column: String, _ parser: JSONTreeParser) {
        takeText(text, path: FieldNames.path(ColumnName(column).name), origin: column, depth: 0, parser)
    }

    private mutating func take(_ fields: EventXMLFields, origin: String) {
        for (field, text) in fields.texts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            offer(text, to: field, rank: 0, origin: origin + " (XML)", zone: .utc)
        }
        if object.isEmpty {
            (object, objectType) = (fields.others["ObjectName"] ?? "", fields.others["ObjectType"] ?? "")
        }
        if fields.places.count > 1 { positions.append((fields.places, origin)) }
    }
}

extension ShareEvent.Kind {
    /// The kind that an event id means which programs spelled as a number of another kind: ` 5140 `, `5,140`, `5140.0`.
    init?(spelledID text: some StringProtocol) {
        var digits: [UInt8] = []
        var hasDecimals = false
        for byte in text.utf8 {
            switch byte {
            case 48...57 where hasDecimals: if byte != 48 { return nil }
            case 48...57: digits.append(byte)
            case UInt8(ascii: "."): hasDecimals = true
            case UInt8(ascii: ","), UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\""): continue
            default: return nil
            }
            if digits.count > 6 { return nil }
        }
        self.init(eventID: digits)
    }
}
