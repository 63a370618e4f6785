import ArgumentParser
import Parameters
import Reports

/// The help of a subcommand, or all there is to know of a component: in the place of the parser's own subcommand of this
/// name, which knows subcommands alone.
struct Help: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell how a subcommand is used, or all there is to know of a detector, metric or other component.",
        discussion: """
            'accesslab list KIND' lists what can be asked for.

            EXAMPLE: accesslab help score
            EXAMPLE: accesslab help als-implicit
            """)

    @Argument(help: ArgumentHelp("A subcommand, or the id of a component.", valueName: "id"))
    var word: String?

    @OptionGroup var output: JSONOption

    func validate() throws {
        guard let word, subcommand == nil, matches.isEmpty else { return }
        let known = Subcommands.all.map { $0._commandName } + Registries.catalogue.flatMap { $0.entries.map(\.id) }
        let advice = Suggestion.nearest(to: word, among: known).map { "did you mean '\($0)'?" }
        throw ValidationError(
            "there is no subcommand and no component '\(word)'; "
                + (advice ?? "'accesslab --help' lists subcommands, 'accesslab list KIND' components"))
    }

    func run() throws {
        guard word != nil else { throw CleanExit.helpRequest() }
        if let subcommand { throw CleanExit.helpRequest(subcommand) }
        if output.json { return try Output.json(matches.map(\.entry)) }
        try Output.text(matches.map { CatalogueText($0.kind).text(of: $0.entry) }.joined(separator: "\n"))
    }

    private var subcommand: (any ParsableCommand.Type)? { Subcommands.all.first { $0._commandName == word } }

    /// The components of this id; components of several kinds may have it.
    private var matches: [(kind: CatalogueKind, entry: CatalogueEntry)] {
        Registries.catalogue.flatMap { kind in kind.entries.filter { $0.id == word }.map { (kind, $0) } }
    }
}
