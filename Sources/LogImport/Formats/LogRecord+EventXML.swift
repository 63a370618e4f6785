import AccessLogs

extension LogRecord {
    /// The record that one `<Event>` element of Windows' event schema stands for.
    ///
    /// - Parameter eventXML: the element in UTF-8, without declaration or document type: external entities do not
    ///   exist in it.
    public init(eventXML: UnsafeBufferPointer<UInt8>) {
        self.init(eventXML: eventXML, readsFileAccess: false)
    }

    /// - Parameter readsFileAccess: whether accesses to files by their paths are records too.
    package init(eventXML: UnsafeBufferPointer<UInt8>, readsFileAccess: Bool) {
        let fields: EventXMLFields
        do { fields = try EventXMLFields(event: eventXML) } catch {
            self = .malformed(error.reason)
            return
        }
        let id = fields.texts[.eventID] ?? ""
        if readsFileAccess, FileAccess.isNumber(id.utf8) {
            self.init(
                fileAccess: id, object: fields.others["ObjectName"] ?? "", type: fields.others["ObjectType"] ?? "",
                bytes: eventXML, zone: .utc, place: 0
            ) { fields.texts[$0] ?? "" }
            return
        }
        guard let kind = ShareEvent.Kind(spelledID: id) else {
            self = id.isEmpty ? .unclear("there is no event id in the event, but a number 5140 or 5145.") : .other
            return
        }
        var texts = fields.texts
        if texts[.shareName] == nil, let places = EventPositions.fields(of: kind, fields.places) {
            for (field, text) in places where texts[field] == nil { texts[field] = text }
        }
        self.init(kind: kind, bytes: eventXML, zone: .utc) { texts[$0] ?? "" }
    }
}
