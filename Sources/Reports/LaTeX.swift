/// Text for LaTeX.
enum LaTeX {
    /// The text with everything quoted that LaTeX would take for a command.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
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
