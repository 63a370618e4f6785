import ArgumentParser
import Concurrency
import Datasets
import Files
import Foundation
import Parameters
import Scenarios
import Statistics

struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a dataset of an organisation that does not exist.",
        discussion: """
            The same parameters and seed always give the same dataset. Parameters, with their defaults:

            \(parameterHelp)

            With 'life' innocent things happen that look unusual: projects start, shares are rolled out, people move, join and \
            are away, books are closed, jobs begin. \(Dataset.eventsFile) then says which accesses belong to which event.

            EXAMPLE: accesslab simulate --organisation block-model --set users=600 --set days=42 --seed 7 \
            --output datasets/simulated
            """)

    private static var parameterHelp: String {
        Registries.simulators.all.map { simulator in
            let parameters = simulator.parameters.map { parameter in
                "  \(parameter.name)=\(parameter.isOptional ? "none" : "\(parameter.standard)")  \(parameter.summary)"
            }
            return "\(simulator.id): \(simulator.summary)\n" + parameters.joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    @Option(
        name: .customLong("organisation"),
        help: "The kind of organisation: \(Registries.simulators.ids.joined(separator: ", ")).")
    var organization = "block-model"

    @Option(name: .customLong("set"), help: ArgumentHelp("A parameter of the organisation.", valueName: "name=value"))
    var settings: [String] = []

    @Option(help: "Seed of the random streams.")
    var seed: UInt64 = 0

    @Option(name: .output, help: "The dataset folder to write.")
    var output: String

    @Flag(help: "Replace an existing output folder.")
    var force = false

    @OptionGroup var workers: JobsOption
    @OptionGroup var format: JSONOption

    func run() throws {
        let type: any OrganizationSimulator.Type
        do { type = try Registries.simulators.type(of: organization) } catch { throw ValidationError("\(error)") }
        let parameters = try Settings.parse(settings, for: type.parameters)
        let simulator: any OrganizationSimulator
        do { simulator = try type.init(parameters) } catch { throw ValidationError("\(error)") }
        let destination = URL(fileURLWithPath: output)
        try WholeFolder.checkAbsence(of: destination, replacing: force, marker: Dataset.cardFile, files: Dataset.files)
        let interruption = Interruption(), progress = ProgressLine()
        try interruption.ending(with: "interrupted; nothing was written") {
            let simulation = try simulator.simulate(
                seed: Seed(seed), workers: Workers(workers.jobs), isCancelled: { interruption.isRequested },
                progress: { progress.show(ProgressBar.text($0, "simulating")) })
            progress.finish()
            if interruption.isRequested { throw CancellationError() }
            interruption.end(with: "interrupted; what is there is whole")
            let card = try Dataset.write(
                simulation.log, to: destination,
                origin: DatasetCard.origin(simulator: organization, settings: "\(parameters) seed=\(seed)"),
                licence: "CC0-1.0", importOptions: nil, events: simulation.eventTable, replacing: force)
            if format.json {
                try Output.json(card)
            } else {
                let events =
                    simulation.events.isEmpty ? "" : ", in \(simulation.events.count) events besides what is usual"
                try Output.text(
                    "simulated \(card.counts.accesses) accesses of \(card.counts.users) users to "
                        + "\(card.counts.resources) resources, \(card.counts.pairs) pairs\(events)\nwrote \(output)")
            }
        }
    }
}
