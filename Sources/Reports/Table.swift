import Files
import TextTable

/// A table of text, for terminals and Markdown.
public struct Table: Sendable {
    /// A column's title and whether it holds numbers, which stand on the right.
    public struct Heading: Sendable {
        let title: String
        let isNumeric: Bool

        public static func text(_ title: String) -> Heading { Heading(title: title, isNumeric: false) }
        public static func number(_ title: String) -> Heading { Heading(title: title, isNumeric: true) }
    }

    private let headings: [Heading]
    private let rows: [[String]]

    /// - Parameter rows: as many cells in each row as there are headings.
    public init(_ headings: [Heading], rows: [[String]]) {
        self.headings = headings.map {
            Heading(title: Self.cell($0.title), isNumeric: $0.isNumeric)
        }
        self.rows = rows.map { $0.map(Self.cell) }
    }

    /// The longest cell, in scalars: longer than any that this program writes of itself, so that only names of others
    /// are shortened.
    private static let longestCell = 400

    private static func cell(_ text: String) -> String {
        VisibleText.line(VisibleText.shortened(text, to: longestCell))
    }

    /// The table for a terminal.
    public var text: String {
        let text = table.string(for: rows, style: Style.simple) ?? ""
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.lastIndex { $0 != " " }.map { line[...$0] } ?? ""
        }.joined(separator: "\n")
    }

    /// The table in Markdown.
    public var markdown: String {
        func line(_ cells: [String]) -> String {
            "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
        }
        let rule = "|" + headings.map { $0.isNumeric ? "---:|" : "---|" }.joined()
        return ([line(headings.map(\.title)), rule] + rows.map(line)).joined(separator: "\n") + "\n"
    }

    /// The table in LaTeX, with the rules of the package booktabs.
    public var latex: String {
        func line(_ cells: [String]) -> String {
            cells.map(LaTeX.escaped).joined(separator: " & ") + " \\\\"
        }
        let columns = headings.map { $0.isNumeric ? "r" : "l" }.joined()
        return
            (["\\begin{tabular}{\(columns)}", "\\toprule", line(headings.map(\.title)), "\\midrule"]
            + rows.map(line) + ["\\bottomrule", "\\end{tabular}", ""]).joined(separator: "\n")
    }

    private var table: TextTable<[String]> {
        TextTable { row in
            zip(headings, row).map { heading, cell in
                Column(title: heading.title, value: cell, align: heading.isNumeric ? .right : .left)
            }
        }
    }
}
