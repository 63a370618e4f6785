import Foundation

/// Results of other programs, written by the scripts in `Tests/Oracles`.
enum Fixtures {
    /// The cases in `Fixtures/<file>.json`.
    ///
    /// JSON has no infinities and no NaN; they are the strings `inf`, `-inf` and `nan`. Ends the tests where the file
    /// is missing or not as expected, as every test that needs it would say the same.
    static func read<Case: Decodable>(_ file: String) -> [Case] {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(file).json")
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do {
            return try decoder.decode([Case].self, from: Data(contentsOf: url))
        } catch {
            fatalError("\(url.path()), which a script in Tests/Oracles writes, cannot be read: \(error)")
        }
    }
}
