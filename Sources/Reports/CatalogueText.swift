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
            ([kind.singular] + listedFacts + [kind.heading]).map { .text($0) },
            rows: kind.entries.map { [$0.id] + cells(of: $0) + [$0.summary] }
        ).text(in: .terminal)
    }

    /// The names of the facts that lists show, in the order in which they first occur.
    private var listedFacts: [String] {
        var names: [String] = []
        for fact in kind.entries.lazy.flatMap(\.facts) where fact.inLists != nil && !names.contains(fact.name) {
            names.append(fact.name)
        }
        return names
    }

    private func cells(of entry: CatalogueEntry) -> [String] {
        listedFacts.map { name in entry.facts.first { $0.name == name }?.inLists ?? "" }
    }

    /// A table for a document; with the names of the parameters, where a component has any.
    package var markdown: String {
        let hasParameters = kind.entries.contains { !$0.parameters.isEmpty }
        let headings = [kind.singular] + listedFacts + [kind.heading] + (hasParameters ? ["parameters"] : [])
        let rows = kind.entries.map { entry in
            let names = entry.parameters.map { "`\($0.name)`" }.joined(separator: ", ")
            return ["`\(entry.id)`"] + cells(of: entry) + [entry.summary] + (hasParameters ? [names] : [])
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
