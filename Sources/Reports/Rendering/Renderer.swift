/// Makes text of a document in one format.
///
/// A renderer is one file with one conforming type, and one line in ``ReportFormat``.
protocol Renderer: Sendable {
    /// The title of a document, with what separates it from its sections.
    func title(_ text: String) -> String
    /// The heading of a section, with its line end.
    func heading(_ text: String) -> String
    /// A block, with its line end.
    func text(of block: Block) -> String
    /// What stands between sections.
    var separator: String { get }
}

extension Renderer {
    func text(of document: Document) -> String {
        let sections = document.sections.map { section in
            (section.heading.map(heading) ?? "") + section.blocks.map(text).joined()
        }
        return (document.title.map(title) ?? "") + sections.joined(separator: separator)
    }
}
