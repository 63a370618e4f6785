import CSimdJSON

/// A JSON value as a tree, for documents whose shape is not known beforehand. Null is left out, within an
/// array it is an empty text.
package enum JSONValue: Sendable {
    case text(String)
    /// A number, or a truth value, as text.
    case number(String)
    indirect case array([JSONValue])
    /// The members in their order.
    indirect case object([(key: String, value: JSONValue)])

    /// The value of the first member of a name; nil where there is none, or this is no object.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The text; nil where this is an array or an object.
    package var string: String? {
        switch self {
        case .text(let text), .number(let text): text
        case .array, .object: nil
        }
    }
}

/// Makes trees of JSON documents.
package final class JSONTreeParser {
    private let parser: OpaquePointer
    /// The containers that are open, and the keys that they have in those around them.
    private var open: [(key: String?, isArray: Bool, members: [(key: String, value: JSONValue)])] = []
    private var root: JSONValue?

    /// No known log is nested deeper, or has more values in a record.
    private static let deepest: Int32 = 48, mostValues = 100_000

    /// - Throws: ``FileError`` where memory is exhausted.
    package init() throws {
        guard let parser = accesslab_json_parser_create(nil, 0, 0) else {
            throw FileError("there is not enough memory to read JSON.")
        }
        self.parser = parser
    }

    deinit {
        accesslab_json_parser_free(parser)
    }

    /// The tree of a document; nil where it is no JSON, or beyond all measure.
    package func tree(_ document: UnsafeBufferPointer<UInt8>) -> JSONValue? {
        open = []
        root = nil
        defer {
            open = []
            root = nil
        }
        var visitor = accesslab_json_visitor(
            context: Unmanaged.passUnretained(self).toOpaque(),
            begin_object: { JSONTreeParser.of($0)?.begin(JSONTreeParser.text($1, $2), isArray: false) },
            begin_array: { JSONTreeParser.of($0)?.begin(JSONTreeParser.text($1, $2), isArray: true) },
            end: { JSONTreeParser.of($0)?.end() },
            text: { context, key, keyLength, bytes, length, isNumber in
                let text = JSONTreeParser.text(bytes, length) ?? ""
                JSONTreeParser.of(context)?.add(
                    isNumber ? .number(text) : .text(text), JSONTreeParser.text(key, keyLength))
            })
        guard
            accesslab_json_visit(
                parser, document.baseAddress, document.count, Self.deepest, Self.mostValues, &visitor) == nil
        else { return nil }
        return root
    }

    /// The tree of a text.
    package func tree(_ text: String) -> JSONValue? {
        var text = text
        return text.withUTF8 { tree($0) }
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> JSONTreeParser? {
        context.map { Unmanaged<JSONTreeParser>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func text(_ bytes: UnsafePointer<UInt8>?, _ length: Int) -> String? {
        bytes.map { String(decoding: UnsafeBufferPointer(start: $0, count: length), as: UTF8.self) }
    }

    private func begin(_ key: String?, isArray: Bool) {
        open.append((key, isArray, []))
    }

    private func end() {
        guard let closed = open.popLast() else { return }
        add(closed.isArray ? .array(closed.members.map(\.value)) : .object(closed.members), closed.key)
    }

    private func add(_ value: JSONValue, _ key: String?) {
        if open.isEmpty {
            root = value
        } else {
            open[open.count - 1].members.append((key ?? "", value))
        }
    }
}
