package import CSimdJSON

/// Finds the values of known keys in JSON documents, by means of simdjson.
package final class JSONFieldParser {
    /// A key, and the slot that takes its value; several keys may share a slot.
    package struct Key {
        fileprivate let parent: String?
        fileprivate let name: String
        fileprivate let slot: Int32

        /// - Parameter path: a key, or an object's key and a key in it: `event.code`.
        package init(_ path: String, slot: Int32) {
            let parts = path.split(separator: ".")
            parent = parts.count > 1 ? String(parts[0]) : nil
            name = parts.last.map(String.init) ?? path
            self.slot = slot
        }

        /// A key whose value is an object that holds further keys.
        package static func container(_ path: String) -> Key { Key(path, slot: ACCESSLAB_JSON_DESCEND) }
    }

    private let parser: OpaquePointer

    /// - Throws: ``FileError`` where memory is exhausted.
    package init(keys: [Key], slots: Int) throws {
        let parser = Self.withTable(keys) { accesslab_json_parser_create($0.baseAddress, $0.count, slots) }
        guard let parser else { throw FileError("there is not enough memory to read JSON.") }
        self.parser = parser
    }

    deinit {
        accesslab_json_parser_free(parser)
    }

    /// Parses a document.
    ///
    /// - Parameter document: bytes of a ``ByteWindow``, behind which the parser may look.
    /// - Returns: nil, or what is wrong with it, in a sentence.
    package func parse(_ document: UnsafeBufferPointer<UInt8>) -> String? {
        guard let error = accesslab_json_parse(parser, document.baseAddress, document.count) else { return nil }
        if !accesslab_is_utf8(document.baseAddress, document.count) { return TextEncoding.problem(of: document) }
        let sentence = String(cString: error)
        return "the line is not valid JSON: " + (sentence.hasSuffix(".") ? sentence : sentence + ".")
    }

    /// The value of a slot in the document that was parsed last; empty where it has none.
    package func value(_ slot: Int32) -> UnsafeBufferPointer<UInt8> {
        let text = accesslab_json_value(parser, slot)
        return UnsafeBufferPointer(start: text.bytes, count: text.length)
    }

    /// The values of all slots, of each document in turn.
    package var values: UnsafePointer<accesslab_text> { accesslab_json_values(parser) }

    /// What the value of a slot is where it is neither text, number nor truth value: `array` or `object`; nil where it
    /// is one of these, or absent.
    package func compound(_ slot: Int32) -> String? {
        switch accesslab_json_kind_of(parser, slot) {
        case ACCESSLAB_JSON_ARRAY: "array"
        case ACCESSLAB_JSON_OBJECT: "object"
        default: nil
        }
    }

    /// Hands the keys to C, which copies them.
    private static func withTable<Result>(
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
