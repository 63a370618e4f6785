public import Foundation

/// JSON without invisible characters.
public enum VisibleJSON {
    /// Writes the characters that ``VisibleText`` shows as codes in the way of JSON, as `\u202e`, which its readers
    /// turn back: the names stay what they are.
    ///
    /// - Parameter json: a well-formed text, as an encoder makes it. Outside of strings it has no such character, and
    ///   the controls below U+0020 are escaped already.
    public static func escaped(_ json: Data) -> Data {
        guard json.contains(where: { $0 >= 0x7F }) else { return json }
        var escaped = String.UnicodeScalarView()
        for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
            if scalar.value >= 0x7F, VisibleText.isHidden(scalar) {
                for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                    let digits = String(unit, radix: 16)
                    escaped.append(contentsOf: "\\u".unicodeScalars)
                    escaped.append(contentsOf: String(repeating: "0", count: 4 - digits.count).unicodeScalars)
                    escaped.append(contentsOf: digits.unicodeScalars)
                }
            } else {
                escaped.append(scalar)
            }
        }
        return Data(String(escaped).utf8)
    }
}
