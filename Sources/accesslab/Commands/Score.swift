import ArgumentParser
import Detectors
import Files
import Foundation
import LogImport
import Operations
import Reports
import Statistics

struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Score new events with a trained bundle, and print the unusual ones.",
        discussion: """
            Prints the accesses above the bundle's threshold that training does not contain, the best of each (tenant, \
            user, resource), the most unusual first. With --all: every access in the order of the input, unfiltered.

            Logs are read as the bundle's training log was, unless options say otherwise. In the place of logs a dataset \
            can be scored.

            Exit code 3: no record could be understood, all accesses are of users or resources that training does not \
            know, or a part of the input could not be read; standard error says what and how much.

            EXAMPLE: accesslab score results/quickstart/bundle results/quickstart/datasets/block-model
            EXAMPLE: accesslab score bundles/corp today.evtx --output alerts.jsonl
            EXAMPLE: zcat export.json.gz | accesslab score bundles/corp - --all --format csv > scores.csv
            """)

    @Argument(help: "A bundle folder, or a model that the reference system saved in JSON form.")
    var bundle: String

    @OptionGroup var arguments: ImportArguments

    @Flag(help: "Print every access with its score and case, unfiltered, in the order of the input.")
    var all = false

    @Flag(help: "Also score users and resources that training does not know, by their other accesses in the log.")
    var foldIn = false

    @Option(parsing: .unconditional, help: "The score that an alert exceeds (default: the bundle's).")
    var threshold: Double?

    @Option(
        parsing: .unconditional,
        help: """
            Use the bundle's threshold that promises this number of benign alerts a day. A bundle that was trained \
            without times has none.
            """)
    var alertsPerDay: Double?

    @OptionGroup var output: AlertOptions

    func validate() throws {
        if threshold != nil, alertsPerDay != nil {
            throw ValidationError("--threshold and --alerts-per-day exclude each other")
        }
        if all, threshold != nil || alertsPerDay != nil {
            throw ValidationError("--all prints every access; leave out --threshold and --alerts-per-day")
        }
        if let alertsPerDay, !(alertsPerDay > 0) {
            throw ValidationError("--alerts-per-day must be above 0, not \(alertsPerDay)")
        }
        if all, foldIn {
            throw ValidationError("--fold-in needs the whole log before it scores; leave out --all")
        }
        if let threshold, !threshold.isFinite { throw ValidationError("--threshold must be a number") }
    }

    func run() throws {
        let interruption = Interruption()
        try interruption.ending(with: "interrupted") {
            let session = try session()
            let options = try arguments.options(defaults: session.importOptions)
            if let path = output.output { try arguments.checkOutput(path) }
            let alerts = try AlertOutput(output)
            let source = try ScoringSession.Source(arguments.inputs.map(InputPath.init(argument:)))
            let line = ProgressLine()
            defer { line.finish() }
            let outcome = try session.score(
                source, with: LogImporter(readers: Registries.readers, filters: Registries.filters, options: options),
                isCancelled: { interruption.isRequested }, progress: { line.show($0.text) }, receive: alerts.write)
            guard outcome.coverage.hasLog else { throw outcome.summary.nothingLeft }
            // The data first: a message that cannot be written must not cost them.
            try alerts.finish()
            try tell(outcome, bundledFilters: arguments.filter.isEmpty ? session.bundledFilters : [])
        }
    }

    private func session() throws -> ScoringSession {
        let above: ScoringPolicy.Threshold =
            threshold.map { .score($0) } ?? alertsPerDay.map { .alertsPerDay($0) } ?? .ofBundle
        let policy = all ? ScoringPolicy.everything : .alerts(above: above, scoresNewcomers: foldIn)
        let folder = URL(fileURLWithPath: bundle)
        return ReferenceModelFormat.isModel(folder)
            ? try ScoringSession(ReferenceModelFormat.read(from: folder), policy)
            : try ScoringSession(BundleFolder.open(bundle), policy)
    }

    /// Says on standard error what was scored and what was not.
    ///
    /// - Throws: an exit code where something could not be read, or nothing scored.
    private func tell(_ outcome: ScoringOutcome, bundledFilters: [String]) throws {
        let report = ScoringReport(outcome, bundledFilters: bundledFilters)
        for sentence in report.sentences { Terminal.say(sentence) }
        if let unread = report.unread { Terminal.sayLines(unread) }
        if let blindness = outcome.coverage.blindness { Terminal.say("warning: \(blindness)") }
        if outcome.coverage.blindness != nil || !outcome.summary.isComplete { throw ExitCode.partlyUnread }
    }
}

extension ScoringSession.Progress {
    /// What a progress line shows.
    fileprivate var text: String {
        switch self {
        case .reading(let progress): ImportArguments.text(progress)
        case .dataset(let fraction, let count): ProgressBar.text(fraction, "of \(Number.grouped(count)) accesses")
        case .newcomers(let fraction, let count):
            ProgressBar.text(fraction, "of \(Number.grouped(count)) accesses of newcomers")
        }
    }
}
