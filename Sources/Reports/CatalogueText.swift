package import Parameters

/// The components of a kind for a terminal or a document.
package struct CatalogueText: Sendable {
    private let kind: CatalogueKind

    package init(_ kind: CatalogueKind) {
        self.kind = kind
    }

    /// A line for each component, for a terminal.
    package var text: String {
        Table(
            [.text(kind.singular), .text(kind.heading)], rows: kind.entries.map { [$0.id, $0.summary] }
        ).text(in: .terminal)
    }

    /// A table for a document; with the names of the parameters, where a component has any.
    package var markdown: String {
        let hasParameters = kind.entries.contains { !$0.parameters.isEmpty }
        let headings = [kind.singular, kind.heading] + (hasParameters ? ["parameters"] : [])
        let rows = kind.entries.map { entry in
            let names = entry.parameters.map { "`\($0.name)`" }.joined(separator: ", ")
            return ["`\(entry.id)`", entry.summary] + (hasParameters ? [names] : [])
        }
        return Table(headings.map { .text($0) }, rows: rows).text(in: .markdown)
    }

    /// All there is to know of one component, for a terminal.
    package func text(of entry: CatalogueEntry) -> String {
        var text = "\(entry.id): \(kind.singular)\n\n\(kind.heading): \(entry.summary)\n"
        for fact in entry.facts { text += "\(fact.name): \(fact.text)\n" }
        guard !entry.parameters.isEmpty else { return text }
        let rows = entry.parameters.map { parameter in
            [
                parameter.name, parameter.isOptional ? "none" : parameter.standard.description, parameter.expectation,
                parameter.summary,
            ]
        }
        return text + "\n"
            + Table([.text("parameter"), .text("default"), .text("accepts"), .text("meaning")], rows: rows)
            .text(in: .terminal)
    }
}
