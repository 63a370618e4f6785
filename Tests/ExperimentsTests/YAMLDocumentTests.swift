import Experiments
import Foundation
import Testing
import TestSupport

@Suite("An experiment file that is no plain YAML")
struct YAMLDocumentTests {
    @Test(
        "is refused with its line and a plain sentence",
        arguments: [
            ("datasets:\n\t- path: a", "x.yaml:2:1: a tab cannot indent or separate YAML; use spaces"),
            ("datasets: [{path: a}", "x.yaml:2:1: this is not valid YAML"),
            ("name: a: b", "x.yaml:1:8: this is not valid YAML: mapping values are not allowed"),
            ("", "x.yaml: the file is empty"),
            ("# nothing\n", "x.yaml: the file is empty"),
            ("- a", "x.yaml:1:1: an experiment must be a mapping, not a list"),
            ("name: a\nname: b", "the key 'name' must be given once"),
            ("name: a\n---\nname: b", "x.yaml:2:1: an experiment is one document"),
            ("name: a\nquestion: \u{1}", "x.yaml:2: the text has a character that YAML does not allow"),
            ("? [a]\n: b", "x.yaml:1:3: a key must be a word"),
            ("name: !!binary YQ==", "x.yaml:1:7: the tag 'tag:yaml.org,2002:binary' is not supported"),
            ("name: &a x\nquestion: *a", "x.yaml:1:7: anchors ('&name') and aliases ('*name') are not supported"),
            ("name: *a", "x.yaml:1:7: anchors"),
        ])
    func refusals(text: String, message: String) {
        let problems = problems(text, file: "x.yaml")
        #expect(problems.contains { $0.contains(message) }, "\(problems)")
    }

    @Test("is refused at once where aliases multiply, in values or in keys")
    func aliasBombs() {
        let levels = (1...30).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1), *a\($0 - 1)]" }
        #expect(problems("a0: &a0 x\n" + levels.joined(separator: "\n")).count == 1)
        let keys = (1...30).map { "? &a\($0) [*a\($0 - 1), *a\($0 - 1), *a\($0 - 1)]\n: x" }
        #expect(problems("? &a0 x\n: x\n" + keys.joined(separator: "\n")).count == 1)
        let hidden = ("# \n? &a0 x\n: x\n" + keys.joined(separator: "\n")).replacing("\n", with: "\r")
        #expect(problems(hidden).count == 1)
    }

    @Test("is refused where aliases hide behind what looks like a comment", .timeLimit(.minutes(1)))
    func hiddenAliases() {
        let levels = (1...30).map { level in
            "a\(level): &a\(level) [\"\n # \"" + String(repeating: ",*a\(level - 1)", count: 9) + "]"
        }
        let text = "a0: &a0 {x: 1, y: 2}\n" + levels.joined(separator: "\n") + "\n? *a30\n: 1"
        #expect(problems(text, file: "x.yaml").first?.hasPrefix("x.yaml:1:5: anchors") == true)
    }

    @Test("names twenty of very many problems, and how many more there are")
    func manyProblems() throws {
        let text = "datasets: [{path: a}]\n" + (0..<500).map { "k\($0): 1\n" }.joined()
        let error = #expect(throws: SpecificationError.self) {
            try ExperimentSpecification(parsing: text, file: "x.yaml", catalogue: .example)
        }
        let lines = try #require(error).description.split(separator: "\n")
        #expect(lines.count == 21)
        #expect(lines.last == "and 480 more")
    }

    @Test("is not waited for where it is a pipe or a device", .timeLimit(.minutes(1)), arguments: SpecialFile.allCases)
    func special(kind: SpecialFile) throws {
        let folder = TemporaryFolder()
        try kind.make(at: folder["x.yaml"])
        let error = #expect(throws: SpecificationError.self) {
            try ExperimentSpecification(contentsOf: folder["x.yaml"].path, catalogue: .example)
        }
        #expect(try #require(error).description.contains("it is no file but a pipe, a device or a socket"))
    }

    @Test("is refused where it is nested too deeply", arguments: ["[", "{a: ", "- ", "? "])
    func nesting(opening: String) {
        let text = String(repeating: opening, count: 50_000)
        #expect(problems(text, file: "x.yaml").first?.contains("the values are nested too deeply") == true)
    }

    @Test("survives the nesting that the parser allows")
    func allowedNesting() {
        let text = "datasets: " + String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
        #expect(problems(text, file: "x.yaml") == ["x.yaml:1:12: an entry of datasets must be a mapping, not a list"])
    }

    @Test("may have stars in its prose")
    func prose() {
        #expect(problems("# *one* *two*\nquestion: is *this* 2 * 3?\ndatasets: [{path: a}]").isEmpty)
    }

    @Test("is refused where it is no readable text")
    func files() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("specification-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func message(_ name: String, _ content: Data?) throws -> String {
            let file = folder.appendingPathComponent(name)
            try content?.write(to: file)
            let error = #expect(throws: SpecificationError.self) {
                try ExperimentSpecification(contentsOf: file.path, catalogue: .example)
            }
            return try #require(error).description.replacing(folder.path + "/", with: "")
        }
        #expect(try message("none.yaml", nil) == "none.yaml: there is no such file")
        #expect(try message("", nil).contains("this is a folder"))
        #expect(try message("empty.yaml", Data()).contains("the file is empty"))
        let latin = Data([0x61, 0x3a, 0x0a, 0xe9])
        #expect(try message("latin.yaml", latin) == "latin.yaml:2: the text is not UTF-8; save it as UTF-8")
        #expect(try message("large.yaml", Data(count: (1 << 20) + 1)).contains("larger than 1 MiB"))
    }

    @Test("is read from a file, which may start with a byte order mark")
    func file() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).yaml")
        try Data("\u{FEFF}name: marked\r\ndatasets: [{path: a}]\r\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(try ExperimentSpecification(contentsOf: file.path, catalogue: .example).name == "marked")
    }
}
