import Files

/// Markdown; an empty line follows each block.
struct MarkdownRenderer: Renderer {
    let separator = ""

    func title(_ text: String) -> String { paragraph("# " + text) }

    func heading(_ text: String) -> String { paragraph("## " + text) }

    func text(of block: Block) -> String {
        switch block {
        case .paragraph(let text): paragraph(text)
        case .note(let lines): paragraph(lines.joined(separator: " "))
        case .table(let table): text(of: table)
        case .facts(let facts, _):
            text(of: Table([.text("fact"), .text("value")], rows: facts.map { [$0.name, $0.text] }))
        case .list(let items): items.map { "- " + VisibleText.line($0) + "\n" }.joined() + "\n"
        }
    }

    private func paragraph(_ text: String) -> String { VisibleText.line(text) + "\n\n" }

    private func text(of table: Table) -> String {
        func line(_ cells: [String]) -> String {
            "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
        }
        let rule = "|" + table.headings.map { $0.isNumeric ? "---:|" : "---|" }.joined()
        return ([line(table.headings.map(\.title)), rule] + table.rows.map(line)).joined(separator: "\n") + "\n\n"
    }
}
