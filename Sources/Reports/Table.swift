import Files
import TextTable

/// A table of text.
package struct Table: Hashable, Sendable {
    /// A column's title and whether it holds numbers, which stand on the right.
    package struct Heading: Hashable, Sendable {
        package let title: String
        package let isNumeric: Bool

        package static func text(_ title: String) -> Heading { Heading(title: title, isNumeric: false) }
        package static func number(_ title: String) -> Heading { Heading(title: title, isNumeric: true) }
    }

    package let headings: [Heading]
    /// The cells, whose names are made visible and are not too long.
    package let rows: [[String]]

    /// - Parameter rows: as many cells in each row as there are headings.
    package init(_ headings: [Heading], rows: [[String]]) {
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
}
