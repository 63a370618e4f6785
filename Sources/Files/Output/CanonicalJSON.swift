public import Foundation

/// JSON as this program writes and reads it: keys are sorted and in snake case, so that the same value always gives the
/// same bytes; a number that is not finite is the text `inf`, `-inf` or `nan`.
///
/// Keys are converted on the way; types name theirs in camel case, as Swift does. Those that are read from YAML too,
/// which converts nothing, use keys of one word, or name them in snake case and are only written here.
public enum CanonicalJSON {
    /// How a value is laid out.
    public enum Layout: Sendable {
        case line
        case indented
    }

    /// An encoder with the rules of this program.
    public static func encoder(_ layout: Layout = .line) -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if layout == .indented { encoder.outputFormatting.insert(.prettyPrinted) }
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return encoder
    }

    /// A value as text, without a line end.
    public static func text(_ value: some Encodable, _ layout: Layout = .line) throws -> String {
        String(decoding: try encoder(layout).encode(value), as: UTF8.self)
    }

    /// Reads what ``encoder(_:)`` writes.
    ///
    /// - Throws: `DecodingError` where the text is not such a value.
    public static func value<Value: Decodable>(_ type: Value.Type, of text: String) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try decoder.decode(type, from: Data(text.utf8))
    }
}

/// A value with the format that it is written in, of the form `accesslab-operation/2`, as the key `format` beside its
/// own.
public struct Versioned<Content> {
    /// The name and version of the format: `accesslab-lints/2`.
    public let format: String
    /// What the file is about.
    public let content: Content

    /// Content with the name of its format.
    public init(_ content: Content, format: String) {
        self.content = content
        self.format = format
    }

    private enum CodingKeys: String, CodingKey {
        case format
    }
}

extension Versioned: Sendable where Content: Sendable {}

extension Versioned: Encodable where Content: Encodable {
    /// Writes the format beside the keys of the content.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(format, forKey: .format)
        try content.encode(to: encoder)
    }
}

extension Versioned: Decodable where Content: Decodable {
    /// Reads the format and the content.
    public init(from decoder: any Decoder) throws {
        format = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .format)
        content = try Content(from: decoder)
    }
}
