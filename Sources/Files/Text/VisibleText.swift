/// Text that cannot steer a terminal, forge a line or hide a part of itself.
///
/// Names in logs are chosen by whoever writes the logs. Before people see them, every character of the Unicode
/// categories Cc (controls), Cf (invisible formats, among them changes of direction), Zl and Zp (line ends) is written
/// as its code: `\u{1b}`.
public enum VisibleText {
    /// A text for one line: its line ends are written as codes too.
    public static func line(_ text: String) -> String {
        escaped(text, except: [])
    }

    /// A text of several lines, made visible line by line.
    public static func lines(_ text: String) -> String {
        escaped(text, except: ["\n"])
    }

    /// A text for a cell of CSV, where line ends within quotes are content.
    static func cell(_ text: String) -> String {
        escaped(text, except: ["\n", "\r"])
    }

    /// A long text without its middle, so that a table keeps its width.
    ///
    /// - Parameter limit: the most scalars that stay, at least 2.
    public static func shortened(_ text: String, to limit: Int) -> String {
        // By scalars: thousands of them may stand above one letter.
        let scalars = text.unicodeScalars
        guard text.utf8.count > limit, scalars.count > limit else { return text }
        let tail = limit / 4
        return String(scalars.prefix(limit - 1 - tail)) + "…" + String(scalars.suffix(tail))
    }

    /// Whether a character is invisible and has an effect.
    public static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7F { return scalar.value < 0x20 }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return true
        default: return false
        }
    }

    private static func escaped(_ text: String, except kept: [Unicode.Scalar]) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        var visible = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isHidden(scalar), !kept.contains(scalar) {
                visible.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            } else {
                visible.append(scalar)
            }
        }
        return String(visible)
    }
}
