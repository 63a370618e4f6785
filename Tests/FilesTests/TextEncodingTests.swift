import Testing

@testable import Files

@Suite("The encoding of a text that is not UTF-8")
struct TextEncodingTests {
    /// A word with the bytes that it has in Windows-1252 and in OEM 850, by the code charts of both.
    private static let words: [(before: String, windows: UInt8, oem: UInt8, after: String)] = [
        ("m", 0xFC, 0x81, "ller"), ("m", 0xF6, 0x94, "ller"), ("J", 0xE4, 0x84, "ger"), ("Stra", 0xDF, 0xE1, "e"),
        ("gro", 0xDF, 0xE1, ""), ("", 0xDC, 0x9A, "bung"), ("", 0xC4, 0x8E, "rzte"), ("", 0xD6, 0x99, "fen"),
        ("Jos", 0xE9, 0x82, ""), ("Pe", 0xF1, 0xA4, "a"), ("Fran", 0xE7, 0x87, "ois"), ("Garc", 0xED, 0xA1, "a"),
        ("Mart", 0xED, 0xA1, "n"), ("", 0xC5, 0x8F, "rhus"), ("S", 0xF8, 0x9B, "rensen"), ("Andr", 0xE8, 0x8A, "s"),
        ("ma", 0xEE, 0x8C, "tre"), ("Hern", 0xE1, 0xA0, "ndez"),
    ]

    private static func likely(_ bytes: [UInt8]) -> TextEncoding {
        bytes.withUnsafeBufferPointer { TextEncoding.likely($0) }
    }

    @Test("is told by the letters that its words would have", arguments: ["<Data>#</Data>", "a,#,2024", "\"#\": 1"])
    func words(around frame: String) {
        for word in Self.words {
            for (byte, expected) in [(word.windows, TextEncoding.windows1252), (word.oem, .ibm850)] {
                let text = frame.replacing("#", with: word.before + "#" + word.after)
                let bytes = text.utf8.map { $0 == UInt8(ascii: "#") ? byte : $0 }
                #expect(Self.likely(bytes) == expected, "\(word)")
            }
        }
    }

    @Test("quotation marks and spaces around words are those of Windows")
    func signs() {
        #expect(Self.likely([0x84] + Array("Daten".utf8) + [0x93, 0xA0]) == .windows1252)
        #expect(Self.likely(Array("l".utf8) + [0x92] + Array("eau".utf8)) == .windows1252)
    }

    @Test("the sentence says what it is, and how to go on")
    func sentence() {
        let bytes: [UInt8] = [0x6D, 0x94, 0x6C, 0x6C, 0x65, 0x72]
        let sentence = bytes.withUnsafeBufferPointer { TextEncoding.problem(of: $0) }
        #expect(
            sentence
                == "the text is not valid UTF-8; it is probably ibm850: save it as UTF-8, or say --encoding ibm850.")
    }

    @Test("a header that is not UTF-8 is said to be none")
    func header() {
        let head = InputHead(Array("Schl".utf8) + [0xFC] + Array("ssel,Datum\n1,2\n".utf8))
        #expect(head.glimpse.contains("--encoding windows-1252"))
    }
}
