import AccessLogs
public import ArgumentParser
import Datasets
import Detectors
import Files
import Foundation
import LogImport
public import Operations
import Publishing
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

    @Option(parsing: .unconditional, help: "Use the bundle's threshold for this number of alerts a day.")
    var alertsPerDay: Double?

    @Option(help: "The file to write (default: standard output).")
    var output: String?

    @Flag(help: "Replace an existing output file.")
    var force = false

    @Option(help: "jsonl or csv. In CSV invisible characters of names are written as codes.")
    var format = ScoredEventFormat.jsonl

    @Flag(
        help: """
            Put ' before CSV cells that a spreadsheet would take for a formula (=, +, -, @ at the beginning). Without \
            it, import CSV as text.
            """)
    var spreadsheetSafe = false

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
        if spreadsheetSafe, format != .csv { throw ValidationError("--spreadsheet-safe is for --format csv") }
        if all, foldIn {
            throw ValidationError("--fold-in needs the whole log before it scores; leave out --all")
        }
        if let threshold, !threshold.isFinite { throw ValidationError("--threshold must be a number") }
    }

    func run() throws {
        let interruption = Interruption()
        try interruption.ending(with: "interrupted") {
            let model = try Model(at: bundle)
            let options = try importOptions(for: model)
            if let output { try arguments.checkOutput(output) }
            let output = try LineOutput(path: output, replacing: force)
            let writer = ScoredEventFormat.Writer(format, forSpreadsheets: spreadsheetSafe)
            try output.write(Data(format.header.utf8))
            let coverage: ScoringCoverage
            let summary: ImportSummary
            var sentence: String?
            if all {
                var considered = 0, unscored = 0
                summary = try importAccesses(for: model, options, interruption) { event in
                    considered += 1
                    if event.score.value == nil { unscored += 1 }
                    try output.write(writer.line(event))
                }
                coverage = ScoringCoverage(summary, considered: considered, unscored: unscored)
            } else {
                var newcomers = foldIn ? try newcomerScorer(for: model.bundle) : nil
                var policy = AlertPolicy(threshold: try chosenThreshold(of: model.bundle))
                summary = try importAccesses(for: model, options, interruption) { event in
                    if newcomers?.keep(event) != true { policy.consider(event) }
                }
                try score(&policy, newcomers, interruption)
                for alert in policy.alerts { try output.write(writer.line(alert)) }
                coverage = ScoringCoverage(
                    summary, considered: policy.considered, unscored: policy.unscored.values.reduce(0, +))
                sentence = Self.sentence(about: policy)
            }
            guard coverage.hasLog else { throw summary.nothingLeft }
            // The data first: a message that cannot be written must not cost them.
            try output.finish()
            try tell(sentence, coverage, summary, model)
        }
    }

    private func importOptions(for model: Model) throws -> ImportOptions {
        var options = try arguments.options(defaults: model.bundle?.manifest.training.importOptions ?? ImportOptions())
        options.strict = arguments.strict
        if all { options.filters = .none }
        return options
    }

    /// Scores the accesses of the logs, or of a dataset.
    private func importAccesses(
        for model: Model, _ options: ImportOptions, _ interruption: Interruption,
        _ receive: @escaping (ScoredEvent) throws -> Void
    ) throws -> ImportSummary {
        let importer = LogImporter(readers: Registries.readers, filters: Registries.filters, options: options)
        let line = ProgressLine()
        defer { line.finish() }
        var scorer = model.scorer(isCancelled: { interruption.isRequested }, receive)
        let summary: ImportSummary
        if let folder = try dataset {
            let log = try Dataset(at: URL(fileURLWithPath: folder)).log
            summary = try importer.run(log, named: folder) { fraction in
                line.show(ProgressBar.text(fraction, "of \(Number.grouped(log.count)) accesses"))
                return !interruption.isRequested
            } onAccess: {
                try scorer.score($0)
            }
        } else {
            summary = try importer.run(
                arguments.inputs.map(InputPath.init(argument:)), progress: ImportArguments.progress(line, interruption)
            ) { try scorer.score($0) }
        }
        try scorer.finish()
        return summary
    }

    /// Scores the accesses of newcomers, once the whole log has been read.
    private func score(
        _ policy: inout AlertPolicy, _ newcomers: NewcomerScorer?, _ interruption: Interruption
    ) throws {
        guard let newcomers else { return }
        let line = ProgressLine()
        defer { line.finish() }
        try newcomers.score(isCancelled: { interruption.isRequested }) { fraction in
            line.show(ProgressBar.text(fraction, "of \(Number.grouped(newcomers.count)) accesses of newcomers"))
        } receive: {
            policy.consider($0)
        }
    }

    /// The dataset folder to score; nil where the inputs are logs.
    private var dataset: String? {
        get throws {
            let datasets = arguments.inputs.filter {
                FileManager.default.fileExists(
                    atPath: URL(fileURLWithPath: $0).appendingPathComponent(Dataset.cardFile).path)
            }
            guard let first = datasets.first else { return nil }
            guard arguments.inputs.count == 1 else {
                throw FileError("\(first) is a dataset, which is scored by itself; leave out the other inputs")
            }
            return first
        }
    }

    /// Says on standard error what was scored and what was not.
    ///
    /// - Throws: an exit code where nothing could be read or scored.
    private func tell(
        _ sentence: String?, _ coverage: ScoringCoverage, _ summary: ImportSummary, _ model: Model
    ) throws {
        if let sentence { Terminal.say(sentence) }
        let bundled = arguments.filter.isEmpty ? model.bundle?.manifest.training.importOptions?.filters.ids : nil
        if let dropped = coverage.dropped(bundled: Set(bundled ?? [])) { Terminal.say(dropped) }
        if summary.accessesKept == 0 { Terminal.say(summary.nothingLeft.description) }
        if summary.isWorthReading {
            Terminal.sayLines(ReportSections<ImportSummary>.standard.document(on: summary).text(in: .terminal))
        }
        if let blindness = coverage.blindness {
            Terminal.say("warning: \(blindness)")
            throw ExitCode.partlyUnread
        }
        if !summary.isComplete { throw ExitCode.partlyUnread }
    }

    private func newcomerScorer(for bundle: ModelBundle?) throws -> NewcomerScorer {
        guard let bundle else {
            throw FileError("a model of the reference cannot score newcomers; leave out --fold-in")
        }
        guard let scorer = NewcomerScorer(bundle.model) else {
            throw FileError(
                "this bundle of \(bundle.manifest.algorithm) cannot score newcomers; leave out --fold-in. als-implicit and "
                    + "als-explicit can, without normalization and calibration")
        }
        return scorer
    }

    private func chosenThreshold(of bundle: ModelBundle?) throws -> Double {
        if let threshold { return threshold }
        guard let bundle else {
            throw FileError(
                "a model of the reference has no threshold; give one with --threshold, or print all scores with --all")
        }
        if let point = bundle.manifest.operatingPoint(forBudget: alertsPerDay) { return point.threshold }
        let budgets = bundle.manifest.operatingPoints.map { Number.text($0.alertBudget) }
        guard !budgets.isEmpty else {
            throw FileError("the bundle has no threshold; give one with --threshold, or print all scores with --all")
        }
        throw FileError("the bundle has thresholds for \(budgets.joined(separator: ", ")) alerts a day")
    }

    /// What scores: a bundle of ours, or a model of the reference.
    private enum Model {
        case bundle(ModelBundle)
        case reference(ReferenceModel)

        init(at path: String) throws {
            let folder = URL(fileURLWithPath: path)
            self =
                ReferenceModelFormat.isModel(folder)
                ? .reference(try ReferenceModelFormat.read(from: folder)) : .bundle(try BundleFolder.open(path))
        }

        var bundle: ModelBundle? { if case .bundle(let bundle) = self { bundle } else { nil } }

        func scorer(
            isCancelled: @escaping @Sendable () -> Bool, _ receive: @escaping (ScoredEvent) throws -> Void
        ) -> EventScorer {
            switch self {
            case .bundle(let bundle): EventScorer(bundle.model, isCancelled: isCancelled, receive: receive)
            case .reference(let model): EventScorer(model, receive: receive)
            }
        }
    }

    private static func sentence(about policy: AlertPolicy) -> String {
        let unscored = policy.unscored.sorted { $0.key < $1.key }.map { "; \($0.value) \($0.key), not scored" }
        let accesses = policy.considered == 1 ? "1 access" : "\(policy.considered) accesses"
        return Number.counted(policy.alerts.count, "alert") + " above \(Number.text(policy.threshold)) in \(accesses)"
            + unscored.joined()
    }
}

extension ScoredEventFormat: ExpressibleByArgument {}
