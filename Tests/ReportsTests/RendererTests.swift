import Reports
import Testing

@Suite("A document")
struct RendererTests {
    private func text(_ blocks: [Block], _ format: ReportFormat) -> String {
        Document([.init(nil, blocks)]).text(in: format)
    }

    @Test(
        "has paragraphs, which LaTeX quotes",
        arguments: [
            (.terminal, "50 % of a_b\n"), (.markdown, "50 % of a_b\n\n"), (.latex, "50 \\% of a\\_b\n\n"),
        ] as [(ReportFormat, String)])
    func paragraph(format: ReportFormat, expected: String) {
        #expect(text([.paragraph("50 % of a_b")], format) == expected)
    }

    @Test(
        "has notes, whose lines are one paragraph outside a terminal",
        arguments: [
            (.terminal, "± is half\nof it\n"), (.markdown, "± is half of it\n\n"),
            (.latex, "$\\pm$ is half of it\n\n"),
        ] as [(ReportFormat, String)])
    func note(format: ReportFormat, expected: String) {
        #expect(text([.note(["± is half", "of it"])], format) == expected)
    }

    @Test(
        "has tables with numbers on the right",
        arguments: [
            (.terminal, "name  n\n---- --\na|b   1\nc    10\n"),
            (.markdown, "| name | n |\n|---|---:|\n| a\\|b | 1 |\n| c | 10 |\n\n"),
            (
                .latex,
                """
                \\begin{tabular}{lr}
                \\toprule
                name & n \\\\
                \\midrule
                a|b & 1 \\\\
                c & 10 \\\\
                \\bottomrule
                \\end{tabular}


                """
            ),
        ] as [(ReportFormat, String)])
    func table(format: ReportFormat, expected: String) {
        let table = Table([.text("name"), .number("n")], rows: [["a|b", "1"], ["c", "10"]])
        #expect(text([.table(table)], format) == expected)
    }

    @Test(
        "has facts, which stand under each other",
        arguments: [
            (.terminal, "read     2 records\n         of a file\nkept     1\n"),
            (
                .markdown,
                "| fact | value |\n|---|---|\n| read | 2 records |\n|  | of a file |\n| kept | 1 |\n\n"
            ),
            (
                .latex,
                "\\begin{tabular}{ll}\nread & 2 records \\\\\n & of a file \\\\\nkept & 1 \\\\\n\\end{tabular}\n\n"
            ),
        ] as [(ReportFormat, String)])
    func facts(format: ReportFormat, expected: String) {
        let facts: [Block.Fact] = [.init("read", "2 records"), .init("", "of a file"), .init("kept", "1")]
        #expect(text([.facts(facts, nameWidth: 7)], format) == expected)
    }

    @Test(
        "has lists",
        arguments: [
            (.terminal, "- a\n- b\n"), (.markdown, "- a\n- b\n\n"),
            (.latex, "\\begin{itemize}\n\\item a\n\\item b\n\\end{itemize}\n\n"),
        ] as [(ReportFormat, String)])
    func list(format: ReportFormat, expected: String) {
        #expect(text([.list(["a", "b"])], format) == expected)
    }

    @Test(
        "has a title and sections with and without headings",
        arguments: [
            (.terminal, "Title\n\nOne\na\n\nb\n"), (.markdown, "# Title\n\n## One\n\na\n\nb\n\n"),
            (.latex, "\\section*{Title}\n\\paragraph{One}\na\n\nb\n\n"),
        ] as [(ReportFormat, String)])
    func sections(format: ReportFormat, expected: String) {
        let document = Document(
            title: "Title", [.init("One", [.paragraph("a")]), .init(nil, [.paragraph("b")])])
        #expect(document.text(in: format) == expected)
    }

    @Test("makes names visible, wherever they stand", arguments: ReportFormat.allCases)
    func hostileNames(format: ReportFormat) {
        let name = "a\u{1B}[2J\nb"
        let document = Document(
            title: name,
            [
                .init(
                    name,
                    [
                        .paragraph(name), .note([name]), .list([name]), .facts([.init(name, name)]),
                        .table(Table([.text(name)], rows: [[name]])),
                    ])
            ])
        let text = document.text(in: format)
        #expect(!text.contains("\u{1B}"))
        #expect(!text.split(separator: "\n").contains { $0.hasPrefix("b") })
    }
}
