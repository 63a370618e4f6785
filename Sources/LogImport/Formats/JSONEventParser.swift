import Files

/// Finds the fields of share events in JSON documents, whichever shipper wrote them.
final class JSONEventParser {
    private let parser: JSONFieldParser

    /// - Throws: ``FileError`` where memory is exhausted.
    init() throws {
        var keys = EventField.allCases.flatMap { field in
            field.names.map { JSONFieldParser.Key($0, slot: field.rawValue) }
        }
        keys += EventField.containers.map { .container($0) }
        parser = try JSONFieldParser(keys: keys, slots: EventField.allCases.count)
    }

    /// The record that a document stands for.
    ///
    /// - Parameter document: bytes of a ``ByteWindow``, behind which the parser may look.
    func record(_ document: UnsafeBufferPointer<UInt8>) -> LogRecord {
        if let problem = parser.parse(document) { return .malformed(problem) }
        guard let kind = ShareEvent.Kind(eventID: value(.eventID)) else { return .other }
        // Shippers that leave out the audit bits ship successes. Not so Log Analytics, whose table has no such column.
        let impliesSuccess =
            value(.keywords).isEmpty && value(.eventType).isEmpty && value(.timeGenerated).isEmpty
        return .rawShareEvent(
            RawShareEvent(kind: kind, bytes: document, fields: parser.values, impliesSuccess: impliesSuccess))
    }

    private func value(_ field: EventField) -> UnsafeBufferPointer<UInt8> {
        parser.value(field.rawValue)
    }
}
