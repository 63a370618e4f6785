import Files
import TextTable

/// Lines for a terminal; an empty line separates sections.
struct TerminalRenderer: Renderer {
    let separator = "\n"

    func title(_ text: String) -> String { line(text) + "\n" }

    func heading(_ text: String) -> String { line(text) }

    func text(of block: Block) -> String {
        switch block {
        case .paragraph(let text): line(text)
        case .note(let lines): lines.map(line).joined()
        case .table(let table): text(of: table)
        case .facts(let facts, let nameWidth): text(of: facts, nameWidth)
        case .list(let items): items.map { line("- " + $0) }.joined()
        }
    }

    private func line(_ text: String) -> String { VisibleText.line(text) + "\n" }

    /// The texts stand under each other.
    private func text(of facts: [Block.Fact], _ nameWidth: Int) -> String {
        let width = facts.reduce(nameWidth) { max($0, $1.name.count) }
        return facts.map { fact in
            line(fact.name + String(repeating: " ", count: width + 2 - fact.name.count) + fact.text)
        }.joined()
    }

    private func text(of table: Table) -> String {
        let columns = TextTable<[String]> { row in
            zip(table.headings, row).map { heading, cell in
                Column(title: heading.title, value: cell, align: heading.isNumeric ? .right : .left)
            }
        }
        let text = columns.string(for: table.rows, style: Style.simple) ?? ""
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.lastIndex { $0 != " " }.map { line[...$0] } ?? ""
        }.joined(separator: "\n")
    }
}
