import Foundation

/// Results of other programs, written by the scripts in `experiments/oracles`.
///
/// JSON has no infinities and no NaN; they are the strings `inf`, `-inf` and `nan`.
enum Fixtures {
    /// A member of the object in `Fixtures/<file>.json`.
    ///
    /// Ends the tests where the file is missing or not as expected: every test that needs it would say the same.
    static func read<Value: Decodable>(_ file: String, _ member: String = "cases") -> Value {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(file).json")
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        decoder.userInfo[Member<Value>.key] = member
        do {
            return try decoder.decode(Member<Value>.self, from: Data(contentsOf: url)).value
        } catch {
            fatalError("the fixtures \(url.path()), which a script in experiments/oracles writes, are unreadable: \(error)")
        }
    }

    /// One member of an object whose others are of other types.
    private struct Member<Value: Decodable>: Decodable {
        static var key: CodingUserInfoKey { CodingUserInfoKey(rawValue: "member").unsafelyUnwrapped }

        let value: Value

        init(from decoder: any Decoder) throws {
            let name = Name(stringValue: decoder.userInfo[Self.key] as? String ?? "")
            value = try decoder.container(keyedBy: Name.self).decode(Value.self, forKey: name)
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
