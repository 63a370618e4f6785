/// Lines of CSV as this program writes them: commas, line feeds, quotes only where a cell needs them.
public enum CSVLine {
    /// The cells as one line, with its line end.
    public static func text(_ cells: some Sequence<String>) -> String {
        cells.map(cell).joined(separator: ",") + "\n"
    }

    /// A text that no spreadsheet takes for a formula: a `'` stands before one that begins with `=`, `+`, `-` or `@`,
    /// in half or full width and whatever white space is before it.
    public static func withoutFormula(_ text: String) -> String {
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace }
        return first.map { "=+-@＝＋－＠".unicodeScalars.contains($0) } == true ? "'" + text : text
    }

    /// A cell; in quotes where it holds a comma, a quote or a line end. Invisible characters are written as codes,
    /// except line ends, which CSV can hold.
    public static func cell(_ text: String) -> String {
        let text = VisibleText.cell(text)
        guard text.utf8.contains(where: { ",\"\n\r".utf8.contains($0) }) else { return text }
        // By scalars: a quote that a combining mark follows is another character, but still a quote to a reader.
        var quoted = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted.append(scalar) }
            quoted.append(scalar)
        }
        return "\"" + String(quoted) + "\""
    }
}
