import Files
import Foundation
import Testing

@Suite("Text from logs, as people see it")
struct VisibleTextTests {
    @Test(
        "has codes in the place of characters that steer a terminal, forge a line or hide something",
        arguments: [
            ("\u{1B}[2J", #"\u{1b}[2J"#), ("a\rb", #"a\u{d}b"#), ("a\nError: b", #"a\u{a}Error: b"#),
            ("\u{9B}2J", #"\u{9b}2J"#), ("\u{7F}", #"\u{7f}"#), ("\0", #"\u{0}"#), ("a\u{202E}b", #"a\u{202e}b"#),
            ("a\u{2028}b", #"a\u{2028}b"#), ("a\u{2029}b", #"a\u{2029}b"#), ("a\u{200B}b", #"a\u{200b}b"#),
            ("\u{FEFF}a", #"\u{feff}a"#), ("\u{E0041}", #"\u{e0041}"#), ("a\tb", #"a\u{9}b"#),
        ])
    func escapes(text: String, visible: String) {
        #expect(VisibleText.line(text) == visible)
    }

    @Test("is otherwise as it was", arguments: ["corp\\ada", "Zoë", "田中𠮷", "R&D$", "👩", ""])
    func keeps(text: String) {
        #expect(VisibleText.line(text) == text)
        #expect(VisibleText.lines(text) == text)
    }

    @Test("may have several lines where that is asked for, and still hides nothing")
    func lines() {
        #expect(VisibleText.lines("a\nb\u{1B}\n") == "a\nb\\u{1b}\n")
    }

    @Test("loses its middle where it is too long, though all of it stand above one letter")
    func shortened() {
        #expect(VisibleText.shortened("abcdefghij", to: 8) == "abcde…ij")
        #expect(VisibleText.shortened("abcdefgh", to: 8) == "abcdefgh")
        let heap = "a" + String(repeating: "\u{301}", count: 10_000)
        #expect(VisibleText.shortened(heap, to: 100).unicodeScalars.count == 100)
    }

    @Test("in JSON stays the same name to its readers")
    func json() throws {
        let names = ["\u{9B}2J", "\u{7F}", "a\u{202E}b\u{2028}", "\u{E0041}", "Zoë", "\u{1B}\\\"", "田𠮷"]
        let escaped = VisibleJSON.escaped(try JSONEncoder().encode(names))
        #expect(try JSONDecoder().decode([String].self, from: escaped) == names)
        let text = String(decoding: escaped, as: UTF8.self)
        #expect(!text.unicodeScalars.contains(where: VisibleText.isHidden))
        #expect(text.contains("Zoë"))
    }

    @Test("in CSV keeps its line ends, and can be kept from being a formula")
    func csv() {
        #expect(CSVLine.cell("a\u{1B}b") == #"a\u{1b}b"#)
        #expect(CSVLine.cell("a\nb") == "\"a\nb\"")
        for formula in ["=1+1", "+1", "-1\\u", "@x"] { #expect(CSVLine.withoutFormula(formula) == "'" + formula) }
        #expect(CSVLine.withoutFormula("corp\\u=1") == "corp\\u=1")
        #expect(CSVLine.withoutFormula("") == "")
    }
}
