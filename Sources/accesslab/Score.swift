import AccessLogs
public import ArgumentParser
import Datasets
import Detectors
import Foundation
public import Operations
import Publishing
import Reports

struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Score new events with a trained bundle, and print the unusual ones.",
        discussion: """
            Prints the accesses above the bundle's threshold that training does not contain, the best of each (tenant, \
            user, resource), the most unusual first. With --all: every access in the order of the input, unfiltered.

            Logs are read as the bundle's training log was, unless options say otherwise.

            EXAMPLE: accesslab score results/quickstart/bundle today.evtx
            EXAMPLE: zcat export.json.gz | accesslab score bundles/corp - --all --format csv > scores.csv
            """)

    @Argument(help: "A bundle folder, or a model that the reference system saved in JSON form.")
    var bundle: String

    @OptionGroup var arguments: ImportArguments

    @Flag(help: "Print every access with its score and case, unfiltered, in the order of the input.")
    var all = false

    @Flag(help: "Also score users and resources that training does not know, by their other accesses in the log.")
    var foldIn = false

    @Option(help: "The score that an alert exceeds (default: the bundle's).")
    var threshold: Double?

    @Option(help: "Use the bundle's threshold for this number of alerts a day.")
    var alertsPerDay: Double?

    @Option(help: "The file to write (default: standard output).")
    var output: String?

    @Option(help: "jsonl or csv.")
    var format = ScoredEventFormat.jsonl

    func validate() throws {
        if threshold != nil, alertsPerDay != nil {
            throw ValidationError("--threshold and --alerts-per-day exclude each other")
        }
        if all, threshold != nil || alertsPerDay != nil {
            throw ValidationError("--all prints every access; leave out --threshold and --alerts-per-day")
        }
        if all, foldIn {
            throw ValidationError("--fold-in needs the whole log before it scores; leave out --all")
        }
        if let threshold, threshold.isNaN { throw ValidationError("--threshold must be a number") }
    }

    func run() throws {
        let model = try Model(at: URL(fileURLWithPath: bundle))
        let interruption = Interruption()
        try interruption.ending(with: "interrupted") {
            let output = try LineOutput(path: output)
            let writer = ScoredEventFormat.Writer(format)
            try output.write(Data(format.header.utf8))
            if all {
                try importAccesses(for: model, interruption) { event in
                    try output.write(writer.line(event))
                }
            } else {
                var newcomers = foldIn ? try newcomerScorer(for: model.bundle) : nil
                var policy = AlertPolicy(threshold: try chosenThreshold(of: model.bundle))
                try importAccesses(for: model, interruption) { event in
                    if newcomers?.keep(event) != true { policy.consider(event) }
                }
                for event in try newcomers?.scored() ?? [] { policy.consider(event) }
                for alert in policy.alerts { try output.write(writer.line(alert)) }
                Terminal.say(Self.sentence(about: policy))
            }
            try output.finish()
        }
    }

    private func importAccesses(
        for model: Model, _ interruption: Interruption,
        _ receive: @escaping (ScoredEvent) throws -> Void
    ) throws {
        var options = try arguments.options(defaults: model.bundle?.manifest.training.importOptions ?? ImportOptions())
        options.strict = arguments.strict
        if all { options.filters = .none }
        let importer = LogImporter(readers: Registries.readers, filters: Registries.filters, options: options)
        let line = ProgressLine()
        defer { line.finish() }
        var scorer = model.scorer(receive)
        let summary = try importer.run(
            arguments.inputs.map(LogInput.init(argument:)), progress: ImportArguments.progress(line, interruption)
        ) { try scorer.score($0) }
        try scorer.finish()
        line.finish()
        if summary.accessesKept == 0 {
            // A quiet hour is no failure, a log without a record is one.
            guard summary.recordsRead > 0 else { throw ImportReport(summary).nothingLeft }
            Terminal.say(ImportReport(summary).nothingLeft.description)
        }
        if summary.malformed > 0 { Terminal.say(ImportReport(summary).text) }
    }

    private func newcomerScorer(for bundle: ModelBundle?) throws -> NewcomerScorer {
        guard let bundle else {
            throw DatasetError("a model of the reference cannot score newcomers; leave out --fold-in")
        }
        guard let scorer = NewcomerScorer(bundle.model) else {
            throw DatasetError(
                "this bundle of \(bundle.manifest.algorithm) cannot score newcomers; leave out --fold-in. als-implicit and "
                    + "als-explicit can, without normalization and calibration")
        }
        return scorer
    }

    private func chosenThreshold(of bundle: ModelBundle?) throws -> Double {
        if let threshold { return threshold }
        guard let bundle else {
            throw DatasetError(
                "a model of the reference has no threshold; give one with --threshold, or print all scores with --all")
        }
        if let point = bundle.manifest.operatingPoint(forBudget: alertsPerDay) { return point.threshold }
        let budgets = bundle.manifest.operatingPoints.map { Number.text($0.alertBudget) }
        guard !budgets.isEmpty else {
            throw DatasetError("the bundle has no threshold; give one with --threshold, or print all scores with --all")
        }
        throw DatasetError("the bundle has thresholds for \(budgets.joined(separator: ", ")) alerts a day")
    }

    /// What scores: a bundle of ours, or a model of the reference.
    private enum Model {
        case bundle(ModelBundle)
        case reference(ReferenceModel)

        init(at folder: URL) throws {
            self =
                ReferenceModelFormat.isModel(folder)
                ? .reference(try ReferenceModelFormat.read(from: folder))
                : .bundle(try ModelBundle(at: folder, detectors: Registries.detectors))
        }

        var bundle: ModelBundle? { if case .bundle(let bundle) = self { bundle } else { nil } }

        func scorer(_ receive: @escaping (ScoredEvent) throws -> Void) -> EventScorer {
            switch self {
            case .bundle(let bundle): EventScorer(bundle.model, receive: receive)
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
