import CSimdJSON

/// Finds the fields of share events in JSON documents, whichever shipper wrote them, by means of simdjson.
final class JSONEventParser {
    private let parser: OpaquePointer

    /// - Throws: ``AccessLogError`` where memory is exhausted.
    init() throws {
        var keys = EventField.allCases.flatMap { field in field.names.map { Key($0, slot: field.rawValue) } }
        keys += EventField.containers.map { Key($0, slot: ACCESSLAB_JSON_DESCEND) }
        guard
            let parser = Key.withTable(
                keys,
                { table in
                    accesslab_json_parser_create(table.baseAddress, table.count, EventField.allCases.count)
                })
        else {
            throw AccessLogError("there is not enough memory to read JSON.")
        }
        self.parser = parser
    }

    deinit {
        accesslab_json_parser_free(parser)
    }

    /// The record that a document stands for.
    ///
    /// - Parameter document: bytes of a ``ByteWindow``, behind which the parser may look.
    func record(_ document: UnsafeBufferPointer<UInt8>) -> LogRecord {
        if let error = accesslab_json_parse(parser, document.baseAddress, document.count) {
            let sentence = String(cString: error)
            return .malformed("the line is not valid JSON: " + (sentence.hasSuffix(".") ? sentence : sentence + "."))
        }
        guard let kind = ShareEvent.Kind(eventID: value(.eventID)) else { return .other }
        let record = LogRecord(kind: kind, bytes: document) { String(decoding: value($0), as: UTF8.self) }
        guard case .shareEvent(var event, let line) = record, value(.keywords).isEmpty, value(.eventType).isEmpty,
            value(.timeGenerated).isEmpty
        else { return record }
        // Shippers that leave out the audit bits ship successes. Not so Log Analytics, whose table has no such column.
        event.outcome = .success
        return .shareEvent(event, line: line)
    }

    private func value(_ field: EventField) -> UnsafeBufferPointer<UInt8> {
        let text = accesslab_json_value(parser, field.rawValue)
        return UnsafeBufferPointer(start: text.bytes, count: text.length)
    }

    private struct Key {
        let parent: String?
        let name: String
        let slot: Int32

        /// - Parameter path: a key, or an object's key and a key in it: `event.code`.
        init(_ path: String, slot: Int32) {
            let parts = path.split(separator: ".")
            parent = parts.count > 1 ? String(parts[0]) : nil
            name = parts.last.map(String.init) ?? path
            self.slot = slot
        }

        /// Hands the keys to C, which copies them.
        static func withTable<Result>(
            _ keys: [Key], _ body: (UnsafeBufferPointer<accesslab_json_key>) -> Result
        ) -> Result {
            let strings = keys.map { key in (key.parent.map(copied), copied(key.name)) }
            defer {
                for (parent, name) in strings {
                    parent?.deallocate()
                    name.deallocate()
                }
            }
            return zip(keys, strings).map { key, strings in
                accesslab_json_key(parent: strings.0, key: strings.1, slot: key.slot)
            }.withUnsafeBufferPointer(body)
        }

        private static func copied(_ string: String) -> UnsafePointer<CChar> {
            let characters = string.utf8CString
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: characters.count)
            for (index, character) in characters.enumerated() { (copy + index).initialize(to: character) }
            return UnsafePointer(copy)
        }
    }
}
