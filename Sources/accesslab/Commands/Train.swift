import AccessLogs
import ArgumentParser
import Concurrency
import Datasets
import Detectors
import ExternalDetector
import Files
import Foundation
import Incidents
import Operations
import Parameters
import Publishing
import Statistics

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train one detector on a dataset and write it as a bundle.",
        discussion: """
            Thresholds are chosen on a held-out part of the dataset; the model is then trained on all of it. To find \
            the settings that serve a dataset best, use 'accesslab run'.

            EXAMPLE: accesslab train datasets/corp --algorithm als-implicit --set rank=8 --set regularization=10 \
            --output bundles/corp
            """)

    @Argument(help: "A dataset folder.")
    var dataset: String

    @Option(help: "The detector: \(Registries.detectors.ids.joined(separator: ", ")).")
    var algorithm = "als-implicit"

    @Option(name: .customLong("set"), help: ArgumentHelp("A parameter of the detector.", valueName: "name=value"))
    var settings: [String] = []

    @Option(name: .output, help: "The folder to write.")
    var output: String

    @Option(help: "Seed of the random streams.")
    var seed: UInt64 = 0

    @Option(
        parsing: .upToNextOption,
        help: "Benign alerts a day that thresholds promise (without times: benign alerts over the held-out part).")
    var alertsPerDay: [Double] = [5, 10, 25]

    @Option(
        help: "What alerts are to be: incidents, which take another fit and data with times, or pairs.")
    var alerts = AlertKind.incidents

    @Option(
        help: """
            The organisation's time zone, in which the days of incidents begin and hours of the day are counted: \
            Europe/Berlin, +02:00.
            """)
    var timeZone = "UTC"

    @Flag(help: "Replace an existing output folder.")
    var force = false

    @OptionGroup var workers: JobsOption
    @OptionGroup var format: JSONOption

    func validate() throws {
        _ = try detector()
        _ = try zone()
        guard alertsPerDay.allSatisfy({ $0 > 0 && $0 <= 1e6 }) else {
            throw ValidationError("--alerts-per-day must be above 0 and at most 1,000,000")
        }
    }

    private func zone() throws -> LocalZone {
        do { return try LocalZone(name: timeZone) } catch { throw ValidationError("--time-zone: \(error)") }
    }

    private func detector() throws -> (type: any Detector.Type, parameters: ParameterSet) {
        guard algorithm != ExternalDetector.id else {
            throw ValidationError(
                "a program of one's own runs in experiments only: name 'external' in an experiment file, as "
                    + "experiments/external.yaml does, and use 'accesslab run'")
        }
        let type: any Detector.Type
        do { type = try Registries.detectors.type(of: algorithm) } catch { throw ValidationError("\(error)") }
        return (type, try Settings.parse(settings, for: type.parameters))
    }

    func run() throws {
        let (type, parameters) = try detector()
        let destination = URL(fileURLWithPath: output)
        try WholeFolder.checkAbsence(
            of: destination, replacing: force, marker: ModelBundle.manifestFile, files: ModelBundle.files)
        let interruption = Interruption()
        try interruption.ending(with: "interrupted; nothing was written") {
            let source = try Dataset(at: URL(fileURLWithPath: dataset), verifying: true)
            let context = FitContext(
                seed: Seed(seed), workers: Workers(workers.jobs), isCancelled: { interruption.isRequested })
            let bundle = try BundleTraining(
                algorithm: type, parameters: parameters, alertBudgets: Set(alertsPerDay).sorted(),
                incidents: alerts == .pairs
                    ? nil : IncidentDetector.standard(Registries.signals, Registries.combinations),
                zone: zone()
            ).train(on: source, name: destination.lastPathComponent, context)
            interruption.end(with: "interrupted; what is there is whole")
            try bundle.write(to: destination, replacing: force)
            if bundle.manifest.operatingPoints.isEmpty {
                Terminal.say(
                    "no threshold: the dataset is too small to hold anything out; score with --all or --threshold")
            }
            if let reason = bundle.manifest.noIncidents {
                Terminal.say("no incidents: \(reason); alerts are pairs")
            }
            for sentence in bundle.manifest.incidents?.leftOut?.sentences ?? [] { Terminal.say(sentence) }
            if format.json {
                try Output.json(bundle.manifest)
            } else {
                let training = bundle.manifest.training
                try Output.text(
                    "trained \(algorithm) (\(parameters)) on \(training.pairs) pairs of \(training.users) users and "
                        + "\(training.resources) resources\n" + promises(of: bundle.manifest) + "wrote \(output)")
            }
        }
    }

    /// What thresholds of incidents promise, a line each.
    private func promises(of manifest: BundleManifest) -> String {
        (manifest.incidents?.operatingPoints ?? []).map { point in
            "at \(Number.text(point.alertBudget)) benign incidents a day: evidence above "
                + "\(Number.fixed(point.evidence, decimals: 2)), \(point.least) to \(point.most) alerts in a week expected"
                + (point.isReached ? "" : "; there are fewer, so that all alert") + "\n"
        }.joined()
    }
}
