import Files
import TextTable

/// A table of text.
public struct Table: Hashable, Sendable {
    /// A column's title and whether it holds numbers, which stand on the right.
    public struct Heading: Hashable, Sendable {
        public let title: String
        public let isNumeric: Bool

        public static func text(_ title: String) -> Heading { Heading(title: title, isNumeric: false) }
        public static func number(_ title: String) -> Heading { Heading(title: title, isNumeric: true) }
    }

    public let headings: [Heading]
    /// The cells, whose names are made visible and are not too long.
    public let rows: [[String]]

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
}
