import ArgumentParser
import Foundation

/// The command line of the workbench.
@main
struct AccessLab: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accesslab",
        abstract: "Find out who touches a file share that nobody like them touches.",
        discussion: """
            From logs to alerts: 'ingest' reads logs into a dataset, 'describe' tells what it is like, 'run' finds the \
            detector and settings that serve it best, 'train' fits one without an experiment, 'score' applies a \
            trained bundle to new events, 'rank' to all pairs that have not met yet, 'explain' says why an access scores as it does. 'compare' says which differences between algorithms hold, 'evaluate' measures \
            the scored rows of any tool. 'export' writes a model that the reference system loads. 'simulate' makes a dataset where there are no logs, 'doctor' checks the \
            installation, 'list' names the detectors, metrics, scenarios and other components that there are.

            Data go to standard output, progress and messages to standard error. Exit code 0 means done, 1 failed, \
            3 that a part of the input could not be read or none of it scored, 64 wrong usage, 130 interrupted.

            EXAMPLE: accesslab run experiments/quickstart.yaml
            """,
        version: Version.current,
        subcommands: Subcommands.all + [Help.self])

    static func main() {
        StandardStreams.hold()
        if let complaint = Processor.complaint {
            Terminal.say("Error: \(complaint)")
            Foundation.exit(ExitCode.failure.rawValue)
        }
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            Complaint(error, of: Self.self, arguments: Array(CommandLine.arguments.dropFirst())).end()
        }
    }
}
