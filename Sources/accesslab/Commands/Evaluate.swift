public import ArgumentParser
import Concurrency
import Evaluation
import Files
import Foundation
public import Interactions
import Parameters
import Reports
public import Statistics

struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure scored, labelled rows of any tool: every metric with its interval.",
        discussion: """
            A file is CSV, TSV or JSON lines, also compressed, with the columns score (higher is more anomalous; empty \
            where the tool gave none) and label (1 or 0), and where present user, resource, scenario, incident, \
            tenant, time and weight. Users and attacks make intervals honest: rows of one of them vary together. \
            Several files with the same rows are compared pairwise, by the metrics that --metric names or else by \
            roc_auc and average_precision; p-values are corrected after Holm for both and for all pairs of files.

            EXAMPLE: accesslab evaluate mine.csv theirs.jsonl --json
            """)

    @Argument(help: "Files of scored rows; '-' is standard input.")
    var files: [String]

    @Option(help: "A metric to measure and to compare files by; repeat for more (default: all are measured).")
    var metric: [String] = []

    @Option(help: "Alerts a day for budgeted metrics; repeat for more (default: 5, 10, 25).")
    var budget: [Double] = []

    @Option(help: "What becomes of rows without a score: rank-last, rank-first or drop.")
    var unscorable = UnscorablePolicy.rankLast

    @Option(help: "The level of intervals; tests are significant at 1 minus it.")
    var level = 0.95

    @Option(
        help: """
            How intervals are read from bootstrap replicates: percentile, logit (Student's t of the logit) or bca (bias \
            corrected and accelerated; for roc_auc and average_precision alone). Where it does not apply, the interval's \
            method says so (default: the way of each metric that held best when measured).
            """)
    var interval: BootstrapInterval?

    @Option(help: "Bootstrap replicates.")
    var replicates = 2000

    @Option(help: "Seed of the bootstrap.")
    var seed: UInt64 = 0

    @Option(help: "The difference that makes no difference in practice.")
    var equivalence = 0.01

    @OptionGroup var encoding: EncodingOption
    @OptionGroup var workers: JobsOption
    @OptionGroup var output: JSONOption

    func validate() throws {
        guard level > 0, level < 1 else { throw ValidationError("--level must be between 0 and 1, not \(level)") }
        guard (2...1_000_000).contains(replicates) else {
            throw ValidationError("--replicates must be from 2 to 1000000, not \(replicates)")
        }
        guard equivalence >= 0 else { throw ValidationError("--equivalence must not be negative") }
        guard budget.allSatisfy({ $0 > 0 && $0.isFinite }) else { throw ValidationError("--budget must be above 0") }
        guard files.count(where: { $0 == "-" }) <= 1 else {
            throw ValidationError("standard input can be read once only")
        }
        for name in metric {
            do { _ = try Registries.metrics.component(name) } catch { throw ValidationError("\(error)") }
        }
    }

    func run() throws {
        let interruption = Interruption(), line = ProgressLine()
        try interruption.ending(with: "interrupted") {
            let tables = try files.map { file in
                let input = InputPath(argument: file)
                let table = try ScoredTable(
                    input, encoding: encoding.encoding ?? .utf8,
                    progress: ImportArguments.progress(line, interruption))
                return (input.name, table)
            }
            let chosen = metric.compactMap { Registries.metrics[$0] }
            let evaluation = try TableEvaluation(
                tables,
                settings: TableEvaluation.Settings(
                    metrics: chosen.isEmpty ? Registries.metrics.all : chosen,
                    compared: chosen.isEmpty ? [ROCAUC(), AveragePrecision()] : chosen,
                    budgets: budget.isEmpty ? [5, 10, 25] : Set(budget).sorted(), policy: unscorable,
                    intervals: IntervalEstimation(
                        level: level, replicates: replicates, seed: Seed(seed), workers: Workers(workers.jobs),
                        interval: interval, isCancelled: { interruption.isRequested }),
                    margin: equivalence),
                report: { line.show($0) })
            line.finish()
            if output.json {
                try Output.json(evaluation, format: "accesslab-evaluation/2")
            } else {
                try Output.text(ReportSections<TableEvaluation>.standard.document(on: evaluation).text(in: .terminal))
            }
        }
    }
}

extension UnscorablePolicy: ExpressibleByArgument {}

extension BootstrapInterval: ExpressibleByArgument {
    /// The interval of a name in any case: `bca`.
    public init?(argument: String) {
        guard let found = Self.allCases.first(where: { $0.argument == argument.lowercased() }) else { return nil }
        self = found
    }

    /// The names in lower case.
    public static var allValueStrings: [String] { allCases.map(\.argument) }
    /// Nothing: the help of the option says what each means.
    public static var allValueDescriptions: [String: String] { [:] }
    /// The name in lower case.
    public var defaultValueDescription: String { argument }

    private var argument: String { rawValue.lowercased() }
}
