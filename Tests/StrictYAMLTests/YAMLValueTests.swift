import Parameters
import StrictYAML
import Testing

@Suite("The values of a strict YAML file")
struct YAMLValueTests {
    private enum Color: String, CaseIterable { case red, green }

    /// What is wrong with a text that is read by a function, one sentence each.
    private func problems(_ text: String, _ read: (YAMLMapping) -> Void) -> [String] {
        let problems = ProblemList()
        let root = YAMLDocument.root(
            of: text, as: PlainYAML("a note", size: 1000, depth: 10), needs: "a note needs a 'name'",
            problems: problems)
        root?.mapping().map(read)
        return problems.inOrder.map { $0.sentence(file: "x.yaml") }
    }

    @Test("are read as what is asked for")
    func values() {
        let text = "name: a\ncount: 3\nratio: 2.5\ncolor: green\nlist: [1, 2]\nseed: 18446744073709551615"
        let found = problems(text) { note in
            note.allowOnly(["name", "count", "ratio", "color", "list", "seed"])
            #expect(note.required("name")?.text() == "a")
            #expect(note["count"]?.whole(atLeast: 1) == 3)
            #expect(note["ratio"]?.number("a number above 0") { $0 > 0 } == 2.5)
            #expect(note["color"]?.choice(of: Color.self) == .green)
            #expect(note["list"]?.list()?.compactMap { $0.whole(atLeast: 0) } == [1, 2])
            #expect(note["seed"]?.seed() == .max)
            #expect(note["missing"] == nil)
        }
        #expect(found.isEmpty)
    }

    @Test("that are not what is asked for are told all at once, in the order of the file, with their places")
    func mismatches() {
        let found = problems("count: many\ncolour: red\nlist: 3\nname:\ncolor: gren") { note in
            #expect(note["color"]?.choice(of: Color.self) == nil)
            #expect(note["name"]?.text() == nil)
            #expect(note["list"]?.list() == nil)
            #expect(note["count"]?.whole(atLeast: 1, atMost: 9) == nil)
            #expect(note.required("seed") == nil)
            note.allowOnly(["name", "count", "color", "list"])
        }
        #expect(
            found == [
                "x.yaml:1:1: a note needs 'seed'",
                "x.yaml:1:8: count must be a whole number from 1 to 9, not 'many'",
                "x.yaml:2:1: unknown key 'colour'; did you mean 'color'?",
                "x.yaml:3:7: list must be a list, not '3'",
                "x.yaml:4:6: name must be text, not nothing",
                "x.yaml:5:8: unknown color 'gren'; did you mean 'green'?",
            ])
    }

    @Test("are missing where the file is empty, or holds no mapping")
    func nothing() {
        #expect(problems("# nothing\n") { _ in } == ["x.yaml: the file is empty; a note needs a 'name'"])
        #expect(problems("- a") { _ in } == ["x.yaml:1:1: a note must be a mapping, not a list"])
    }

    @Test("of components are checked by the ranges of their parameters; defaults are filled in")
    func parameters() {
        let rank = Parameter<Int>("rank", in: 1...512, standard: 16, "Factors.")
        let alpha = Parameter<Double>("alpha", in: 0...100, standard: 10, "Confidence.")
        let found = problems("id: x\nrank: 0\nbeta: 1") { note in
            let read = note.parameters([rank, alpha], besides: ["id"])
            #expect(read[rank] == 16 && read[alpha] == 10)
        }
        #expect(found.count == 2)
        #expect(found.first?.hasPrefix("x.yaml:2:7: rank must be ") == true)
        #expect(found.last?.hasPrefix("x.yaml:3:1: unknown key 'beta'") == true)
    }
}
