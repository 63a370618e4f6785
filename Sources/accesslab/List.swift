import ArgumentParser
import Foundation
import Parameters
import Reports

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the detectors, metrics, scenarios and other components that can be named.",
        discussion: """
            Kinds: \(Registries.catalogue.map(\.name).joined(separator: ", ")).

            'accesslab help ID' tells all of one component, its parameters with their ranges and defaults included.

            EXAMPLE: accesslab list metrics
            EXAMPLE: accesslab list scenarios --markdown
            """)

    @Argument(help: ArgumentHelp("What to list.", valueName: "kind"))
    var kind: String

    @Argument(help: "A single one of them, with its parameters.")
    var id: String?

    @OptionGroup var output: JSONOption

    @Flag(help: "Print a table for Markdown.")
    var markdown = false

    func validate() throws {
        if output.json, markdown { throw ValidationError("--json and --markdown exclude each other") }
        if id != nil, markdown { throw ValidationError("--markdown is for whole lists") }
        _ = try entry(in: found())
    }

    func run() throws {
        let kind = try found()
        switch try (entry(in: kind), output.json) {
        case (let entry?, true): try Output.json(entry)
        case (let entry?, false): try Output.text(CatalogueText(kind).text(of: entry))
        case (nil, true): try Output.json(kind.entries)
        case (nil, false): try Output.text(markdown ? CatalogueText(kind).markdown : CatalogueText(kind).text)
        }
    }

    private func found() throws -> CatalogueKind {
        let kinds = Registries.catalogue
        guard let found = kinds.first(where: { $0.name == kind }) else {
            throw ValidationError(
                "unknown kind '\(kind)'" + Suggestion.sentence(for: kind, among: kinds.map(\.name)))
        }
        return found
    }

    private func entry(in kind: CatalogueKind) throws -> CatalogueEntry? {
        guard let id else { return nil }
        guard let entry = kind.entries.first(where: { $0.id == id }) else {
            throw ValidationError(
                "unknown \(kind.singular) '\(id)'" + Suggestion.sentence(for: id, among: kind.entries.map(\.id)))
        }
        return entry
    }
}
