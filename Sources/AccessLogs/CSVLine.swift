/// Lines of CSV as this program writes them: commas, line feeds, quotes only where a cell needs them.
public enum CSVLine {
    /// The cells as one line, with its line end.
    public static func text(_ cells: some Sequence<String>) -> String {
        cells.map(cell).joined(separator: ",") + "\n"
    }

    /// A cell; in quotes where it holds a comma, a quote or a line end.
    public static func cell(_ text: String) -> String {
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
