/// What documents can be written in.
package enum ReportFormat: String, CaseIterable, Hashable, Sendable {
    case terminal
    case markdown
    case latex

    var renderer: any Renderer {
        switch self {
        case .terminal: TerminalRenderer()
        case .markdown: MarkdownRenderer()
        case .latex: LaTeXRenderer()
        }
    }
}

extension Document {
    /// The document in one format, with a line end at its end. Names in it are made visible.
    package func text(in format: ReportFormat) -> String {
        format.renderer.text(of: self)
    }
}

extension Table {
    /// The table by itself, in one format, with a line end at its end.
    func text(in format: ReportFormat) -> String {
        Document([Document.Section(nil, [.table(self)])]).text(in: format)
    }
}
