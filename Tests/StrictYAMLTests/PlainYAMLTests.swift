import Foundation
import StrictYAML
import Testing
import TestSupport

@Suite("Plain YAML")
struct PlainYAMLTests {
    /// What is wrong with a text; nil where it is read.
    private func problem(_ text: String, _ kind: PlainYAML = .card) -> String? {
        do {
            _ = try kind.root(of: text)
            return nil
        } catch {
            return error.sentence(file: "x.yaml")
        }
    }

    @Test(
        "has no anchors and no aliases, wherever they stand: the first is refused with its position",
        arguments: [
            ("a: &a 1", "x.yaml:1:4: anchors"), ("a: *a", "x.yaml:1:4: anchors"), ("&a b: 1", "x.yaml:1:1: anchors"),
            ("*a : 1", "x.yaml:1:1: anchors"), ("- [1, &b {c: 1}]", "x.yaml:1:7: anchors"),
            ("? &a [b]\n: 1", "x.yaml:1:3: anchors"), ("a: !!str &a b", "x.yaml:1:10: anchors"),
            ("a: \"\n # \"\nb: [\"\n # \", *a]", "x.yaml:4:7: anchors"), ("--- &a\nb: 1", "x.yaml:1:5: anchors"),
            ("# *a\rb: *a", "x.yaml:2:4: anchors"), ("<<: *a", "x.yaml:1:5: anchors"),
        ])
    func aliases(text: String, beginning: String) {
        #expect(problem(text)?.hasPrefix(beginning) == true, "\(problem(text) ?? "read")")
    }

    @Test("may hold stars and ampersands in its texts and comments")
    func prose() {
        #expect(problem("a: 2 * 3 & 4\nb: '*a &a'\nc: \"*a\"\nd: |\n  *a\n  &a\n# *a &a\ne: x*a&b") == nil)
    }

    @Test("is refused at once where aliases multiply in the keys of what nobody reads", .timeLimit(.minutes(1)))
    func bomb() {
        let levels = (1...40).map { "  ? &a\($0) [*a\($0 - 1), *a\($0 - 1), *a\($0 - 1)]\n  : x" }
        #expect(problem("name: a\nmore:\n  ? &a0 x\n  : x\n" + levels.joined(separator: "\n")) != nil)
    }

    @Test("has words as keys, so that comparing them costs no more than reading them")
    func keys() {
        #expect(problem("? [a, b]\n: 1") == "x.yaml:1:3: a key must be a word")
        #expect(problem("{a: {[b]: 1}}") == "x.yaml:1:6: a key must be a word")
        #expect(problem("?\n- a\n: 1") == "x.yaml:2:1: a key must be a word")
        #expect(problem("? !!map {a: b}\n: 1") == "x.yaml:1:9: a key must be a word")
        #expect(problem("? a\n: 1\n? !!str b\n: 2\n3: [c: d]\n'e f': {g}") == nil)
    }

    @Test("is nested to a limit", arguments: ["[", "{a: ", "- ", "a:\n"])
    func depth(opening: String) {
        var text = "", levels = 0
        while levels < 150 {
            text += opening == "a:\n" ? String(repeating: " ", count: levels) + opening : opening
            levels += 1
        }
        #expect(problem(text)?.contains("the values are nested too deeply") == true)
        #expect(problem("a: " + String(repeating: "[", count: 99) + String(repeating: "]", count: 99)) == nil)
    }

    @Test("has a limit of values, with the position of the first beyond it")
    func values() {
        let note = PlainYAML("a note", size: 1000, depth: 10, tokens: 10)
        #expect(problem("- a\n- b\n- c", note) == nil)
        #expect(problem("- a\n- b\n- c\n- d\n- e", note) == "x.yaml:5:1: there are more values than a note may have")
    }

    @Test("has a limit of bytes")
    func size() {
        #expect(
            problem("a: " + String(repeating: "x", count: 1 << 20), .experiment)
                == "x.yaml: an experiment has at most 1 MiB")
        #expect(problem("a: " + String(repeating: "x", count: (1 << 20) - 3), .experiment) == nil)
    }

    @Test("declares no tags of its own, of which each would be compared with all others", .timeLimit(.minutes(1)))
    func tagDirectives() {
        let text = (0..<50_000).map { "%TAG !a\($0)! x\n" }.joined() + "---\na: 1\n"
        #expect(problem(text) == "x.yaml:1:1: '%TAG' is not supported; leave it out")
        #expect(problem("%YAML 1.1\n---\na: 1") == nil)
    }

    @Test("names the line of a character that is not allowed, after texts of any script")
    func characters() {
        #expect(problem("a: äöü\r\nb: 語\r\nc: \u{1}") == "x.yaml:3: the text has a character that YAML does not allow")
    }

    @Test("names few of many keys that are given twice")
    func duplicates() {
        let text = (0..<1000).map { "k\($0): 1\n" }.joined()
        #expect(problem("a: 1\na: 2")?.contains("the key 'a' must be given once") == true)
        let sentence = problem(text + text)
        #expect(sentence?.contains(" and 995 more must be given once") == true)
        #expect((sentence?.count ?? .max) < 200)
    }

    private struct Example: Decodable {
        var name: String
        var counts: [Int]
    }

    @Test(
        "says of a value that does not fit where it stands",
        arguments: [
            ("name: a", ":1:1: 'counts' is missing"),
            ("name: a\ncounts:\n  - 1\n  - b", ":4:5: 'counts.1' has the wrong type"),
            ("counts: []\nname: [a]", ":2:7: 'name' has the wrong type"),
            ("- 1", ":1:1: the document has the wrong type"),
            ("", ": the file is empty"), ("name: a\ncounts: [1, -2]", ":2:13: 'counts.1' must be at least 0, not -2"),
        ])
    func positions(text: String, end: String) {
        let sentence = message {
            try PlainYAML.card.value(Example.self, of: text, file: URL(filePath: "/x.yaml")) {
                example throws(FieldProblem) in
                for (index, count) in example.counts.enumerated() {
                    try FieldProblem.checkCount(count, "counts", "\(index)")
                }
            }
        }
        #expect(sentence == "/x.yaml" + end)
    }
}
