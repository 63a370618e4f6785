import Files

/// LaTeX, for tables with the rules of the package booktabs; an empty line follows each block.
struct LaTeXRenderer: Renderer {
    let separator = ""

    func title(_ text: String) -> String { "\\section*{\(escaped(text))}\n" }

    func heading(_ text: String) -> String { "\\paragraph{\(escaped(text))}\n" }

    func text(of block: Block) -> String {
        switch block {
        case .paragraph(let text): escaped(text) + "\n\n"
        case .note(let lines): escaped(lines.joined(separator: " ")) + "\n\n"
        case .table(let table): text(of: table)
        case .facts(let facts, _):
            environment("tabular", "{ll}", facts.map { "\(escaped($0.name)) & \(escaped($0.text)) \\\\" })
        case .list(let items): environment("itemize", "", items.map { "\\item " + escaped($0) })
        }
    }

    private func text(of table: Table) -> String {
        func line(_ cells: [String]) -> String { cells.map(escaped).joined(separator: " & ") + " \\\\" }
        let columns = table.headings.map { $0.isNumeric ? "r" : "l" }.joined()
        return environment(
            "tabular", "{\(columns)}",
            ["\\toprule", line(table.headings.map(\.title)), "\\midrule"] + table.rows.map(line) + ["\\bottomrule"])
    }

    private func environment(_ name: String, _ arguments: String, _ lines: [String]) -> String {
        (["\\begin{\(name)}\(arguments)"] + lines + ["\\end{\(name)}", "", ""]).joined(separator: "\n")
    }

    /// The text with everything quoted that LaTeX would take for a command.
    private func escaped(_ text: String) -> String {
        var escaped = ""
        for character in VisibleText.line(text) {
            switch character {
            case "\\": escaped += "\\textbackslash{}"
            case "&", "%", "$", "#", "_", "{", "}": escaped += "\\\(character)"
            case "~": escaped += "\\textasciitilde{}"
            case "^": escaped += "\\textasciicircum{}"
            case "±": escaped += "$\\pm$"
            case "χ": escaped += "$\\chi$"
            case "²": escaped += "$^2$"
            case "−": escaped += "$-$"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
