/// Lines of CSV as this program writes them: commas, line feeds, quotes only where a cell needs them.
public enum CSVLine {
    /// The cells as one line, with its line end.
    public static func text(_ cells: some Sequence<String>) -> String {
        cells.map(cell).joined(separator: ",") + "\n"
    }

    /// A cell; in quotes where it holds a comma, a quote or a line end.
    public static func cell(_ text: String) -> String {
        guard text.utf8.contains(where: { ",\"\n\r".utf8.contains($0) }) else { return text }
        let quote: Character = "\""
        return text.reduce(into: "\"") { cell, character in
            if character == quote { cell.append(quote) }
            cell.append(character)
        } + "\""
    }
}
