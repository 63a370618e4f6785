import ArgumentParser
import Detectors
import Files
import Foundation
import LogImport
import Operations
import Publishing
import Reports
import Statistics

struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Score new events with a trained bundle, and print the unusual ones.",
        discussion: """
            Prints incidents: accounts in a day of the bundle's time zone, after the last one of training, that are more \
            unusual than the \
            bundle's threshold, with the reasons, the most unusual first. A bundle that was trained without times knows \
            no incidents; then, and with --alerts pairs: the accesses above the bundle's threshold that training does not \
            contain, the best of each (tenant, user, resource). With --all: every access in the order of the input, \
            unfiltered; those that stand for the events 5145 of a session come after all others.

            Logs are read as the bundle's training log was, unless options say otherwise. In the place of logs a dataset \
            can be scored. Give all logs since training, and not today's alone: the threshold follows the days before, \
            and what an account met on them is not new any more.

            Exit code 3: no record could be understood, all accesses are of users or resources that training does not \
            know, or a part of the input could not be read; standard error says what and how much.

            EXAMPLE: accesslab score results/quickstart/bundle results/quickstart/datasets/block-model
            EXAMPLE: accesslab score bundles/corp logs/since-training --output alerts.jsonl
            EXAMPLE: zcat export.json.gz | accesslab score bundles/corp - --all --format csv > scores.csv
            """)

    @Argument(help: "A bundle folder, or a model that the reference system saved in JSON form.")
    var bundle: String

    @OptionGroup var arguments: ImportArguments

    @Option(help: "What an alert is: incidents or pairs (default: incidents, where the bundle knows them).")
    var alerts: AlertKind?

    @Flag(
        help: """
            Keep the threshold of incidents that was chosen in training. Otherwise it is read anew each day from the last \
            28 days, and what was too much or too little is made up for, so that the promised number is kept.
            """)
    var fixedThreshold = false

    @Flag(
        help: """
            Print every access with its score and case, unfiltered, in the order of the input; of sessions of events 5145, \
            each an access, after all others.
            """)
    var all = false

    @Flag(help: "Also score users and resources that training does not know, by their other accesses in the log.")
    var foldIn = false

    @Option(
        parsing: .unconditional,
        help:
            "The score that an alert exceeds; of incidents the evidence, −log₁₀ of a tail probability (default: the bundle's)."
    )
    var threshold: Double?

    @Option(
        parsing: .unconditional,
        help: """
            Use the threshold that promises this number of benign alerts a day: of incidents any, of pairs one of the \
            bundle's. A bundle that was trained without times has none.
            """)
    var alertsPerDay: Double?

    @OptionGroup var output: AlertOptions

    @OptionGroup var workers: JobsOption

    func validate() throws {
        if threshold != nil, alertsPerDay != nil {
            throw ValidationError("--threshold and --alerts-per-day exclude each other")
        }
        if all, threshold != nil || alertsPerDay != nil {
            throw ValidationError("--all prints every access; leave out --threshold and --alerts-per-day")
        }
        if let alertsPerDay, !(alertsPerDay > 0 && alertsPerDay.isFinite) {
            throw ValidationError("--alerts-per-day must be a number above 0, not \(alertsPerDay)")
        }
        if all, alerts == .incidents {
            throw ValidationError("--all prints every access; leave out --alerts incidents")
        }
        if fixedThreshold, all || alerts == .pairs {
            throw ValidationError("--fixed-threshold is for incidents")
        }
        if foldIn, alerts == .incidents {
            throw ValidationError("--fold-in is for --alerts pairs: incidents know newcomers by themselves")
        }
        if all, foldIn {
            throw ValidationError("--fold-in needs the whole log before it scores; leave out --all")
        }
        if let threshold, !(abs(threshold) < 1e12) { throw ValidationError("--threshold must be a number") }
    }

    func run() throws {
        let interruption = Interruption()
        try interruption.ending(with: "interrupted") {
            let folder = URL(fileURLWithPath: bundle)
            if ReferenceModelFormat.isModel(folder) {
                if alerts == .incidents || fixedThreshold {
                    throw FileError("a model of the reference knows no incidents")
                }
                return try scorePairs(ScoringSession(ReferenceModelFormat.read(from: folder), policy), interruption)
            }
            let bundle = try BundleFolder.open(self.bundle)
            guard let incidents = try incidents(of: bundle, interruption) else {
                return try scorePairs(ScoringSession(bundle, policy), interruption)
            }
            try score(
                IncidentSession(
                    bundle, incidents, IncidentPolicy(threshold: incidentThreshold, isAdaptive: !fixedThreshold)),
                interruption)
        }
    }

    private var policy: ScoringPolicy {
        let above: ScoringPolicy.Threshold =
            threshold.map { .score($0) } ?? alertsPerDay.map { .alertsPerDay($0) } ?? .ofBundle
        return all ? .everything : .alerts(above: above, scoresNewcomers: foldIn)
    }

    private var incidentThreshold: IncidentPolicy.Threshold {
        threshold.map { .evidence($0) } ?? alertsPerDay.map { .alertsPerDay($0) } ?? .ofBundle
    }

    /// Nil where alerts are pairs.
    private func incidents(of bundle: ModelBundle, _ interruption: Interruption) throws -> BundleIncidents? {
        guard alerts != .pairs, !all, !foldIn else { return nil }
        let incidents = try bundle.incidents(
            signals: Registries.signals, combinations: Registries.combinations,
            isCancelled: { interruption.isRequested })
        if incidents == nil, alerts == .incidents || fixedThreshold {
            throw FileError(
                "the bundle \(self.bundle) knows no incidents"
                    + (bundle.manifest.noIncidents.map { ", as \($0)" } ?? "")
                    + ": train it on data with times, or score with --alerts pairs"
            )
        }
        return incidents
    }

    private func score(_ session: IncidentSession, _ interruption: Interruption) throws {
        let options = try arguments.options(defaults: session.importOptions)
        if let path = output.output { try arguments.checkOutput(path) }
        let alerts = try AlertOutput(output, of: .incidents)
        let source = try ScoringSession.Source(arguments.inputs.map(InputPath.init(argument:)))
        let line = ProgressLine()
        defer { line.finish() }
        let outcome = try session.score(
            source, with: LogImporter(readers: Registries.readers, filters: Registries.filters, options: options),
            workers: workers.jobs, isCancelled: { interruption.isRequested }, progress: { line.show($0.text) },
            receive: alerts.write)
        guard outcome.hasLog else { throw outcome.summary.nothingLeft }
        try alerts.finish()
        let report = ScoringReport(
            outcome, bundledFilters: arguments.filter.isEmpty ? session.bundledFilters : [])
        try tell(report, blindness: outcome.blindness, isComplete: outcome.summary.isComplete)
    }

    private func scorePairs(_ session: ScoringSession, _ interruption: Interruption) throws {
        let options = try arguments.options(defaults: session.importOptions)
        if let path = output.output { try arguments.checkOutput(path) }
        let alerts = try AlertOutput(output)
        let source = try ScoringSession.Source(arguments.inputs.map(InputPath.init(argument:)))
        let line = ProgressLine()
        defer { line.finish() }
        let outcome = try session.score(
            source, with: LogImporter(readers: Registries.readers, filters: Registries.filters, options: options),
            workers: workers.jobs, isCancelled: { interruption.isRequested }, progress: { line.show($0.text) },
            receive: alerts.write)
        guard outcome.coverage.hasLog else { throw outcome.summary.nothingLeft }
        // The data first: a message that cannot be written must not cost them.
        try alerts.finish()
        let report = ScoringReport(
            outcome, bundledFilters: arguments.filter.isEmpty ? session.bundledFilters : [])
        try tell(report, blindness: outcome.coverage.blindness, isComplete: outcome.summary.isComplete)
    }

    /// Says on standard error what was scored and what was not.
    ///
    /// - Throws: an exit code where something could not be read, or nothing scored.
    private func tell(_ report: ScoringReport, blindness: String?, isComplete: Bool) throws {
        for sentence in report.sentences { Terminal.say(sentence) }
        if let unread = report.unread { Terminal.sayLines(unread) }
        if let blindness { Terminal.say("warning: \(blindness)") }
        if blindness != nil || !isComplete { throw ExitCode.partlyUnread }
    }
}

extension ScoringSession.Progress {
    /// What a progress line shows.
    var text: String {
        switch self {
        case .reading(let progress): ImportArguments.text(progress)
        case .accesses(let fraction, let count): ProgressBar.text(fraction, "of \(Number.grouped(count)) accesses")
        case .newcomers(let fraction, let count):
            ProgressBar.text(fraction, "of \(Number.grouped(count)) accesses of newcomers")
        }
    }
}
