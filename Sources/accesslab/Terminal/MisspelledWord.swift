import ArgumentParser
import Foundation
import Parameters

/// A subcommand or option that there is not, and the one that was probably meant.
///
/// Asked only once a command line has been refused: the parser's own complaint is often about another word, since it
/// takes an unknown word for an argument.
struct MisspelledWord {
    /// What is wrong, and what to type.
    let sentence: String

    /// The parser's own description of the command line.
    private struct Description: Decodable {
        struct Command: Decodable {
            var commandName: String
            var subcommands: [Command]?
            var arguments: [Argument]?
        }

        struct Argument: Decodable {
            struct Name: Decodable {
                var kind: String
                var name: String
            }

            var names: [Name]?
        }

        var command: Command
    }

    /// - Returns: nil where every subcommand and option is known.
    init?(in arguments: [String], of program: any ParsableCommand.Type) {
        guard let word = arguments.first,
            let tree = try? JSONDecoder().decode(Description.self, from: Data(program._dumpHelp().utf8)).command
        else { return nil }
        let commands = tree.subcommands ?? []
        guard word.hasPrefix("-") || commands.contains(where: { $0.commandName == word }) else {
            let nearest = Suggestion.nearest(to: word, among: commands.map(\.commandName))
            sentence = "unknown subcommand '\(word)'" + Self.advice(nearest, "accesslab --help")
            return
        }
        let command = commands.first { $0.commandName == word } ?? tree
        let known = (command.arguments ?? []).flatMap { $0.names ?? [] }.filter { $0.kind == "long" }.map(\.name)
        let unknown = arguments.prefix { $0 != "--" }.lazy
            .filter { $0.hasPrefix("--") }
            .map { String($0.dropFirst(2).prefix { $0 != "=" }) }
            .first { !known.contains($0) && !Self.everywhere.contains($0) }
        guard let unknown else { return nil }
        let nearest = Suggestion.nearest(to: unknown, among: known).map { "--\($0)" }
        sentence =
            "unknown option '--\(unknown)'"
            + Self.advice(nearest, word.hasPrefix("-") ? "accesslab --help" : "accesslab \(word) --help")
    }

    private static func advice(_ nearest: String?, _ help: String) -> String {
        (nearest.map { "; did you mean '\($0)'?" } ?? ";") + " '\(help)' lists what there is"
    }

    private static let everywhere = [
        "help", "help-hidden", "version", "generate-completion-script", "experimental-dump-help",
    ]
}
