import ArgumentParser
import Concurrency
import Comparisons
import Evaluation
import Foundation
import Interactions
import Parameters
import Reports
import Statistics
import Studies

struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say which differences between the algorithms of studies are more than chance.",
        discussion: """
            Algorithms are paired in every world that all of them were measured in: the same data, protocol, injection \
            and seeds. Studies that differ in their root seed alone count as one with more replicates. Figures are those \
            of the sealed tests. With fewer than six worlds no difference can be significant, and none is called so. \
            Where there is one world, or a control, the replicates of each world are compared by a t test that counts what \
            the benign cases bring, which all replicates share: users and resources are drawn anew from the scores that the \
            studies kept. With --cases the algorithms are paired case by case within each world, \
            by the scores that the studies kept, and by roc_auc and average_precision or --metric: what a single world \
            can say.

            EXAMPLE: accesslab compare results/quickstart results/other --format markdown
            EXAMPLE: accesslab compare results/detectors-seed-* --metric roc_auc --control als-implicit
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, markdown, latex
    }

    @Argument(help: "Folders of finished studies.")
    var results: [String]

    @Option(help: "A metric, with its budget where it has one, such as recall_at_budget@10 (default: the objective).")
    var metric: String?

    @Option(help: "Which cases: macro, pooled, a scenario, SCENARIO/matched or tenant/NAME (default: the objective's).")
    var slice: String?

    @Option(help: "Only this world; may be given several times (default: all that are shared).")
    var world: [String] = []

    @Option(help: "Compare every other algorithm with this one alone, which leaves fewer tests to correct for.")
    var control: String?

    @Option(help: "The difference that makes no difference in practice.")
    var equivalence = 0.01

    @Option(help: "The level of significance.")
    var level = 0.05

    @Option(help: "text, json, markdown or latex.")
    var format = Format.text

    @Flag(help: "Compare case by case within each world, with intervals over users and attacks.")
    var cases = false

    @OptionGroup var workers: JobsOption
    @OptionGroup var output: JSONOption

    func validate() throws {
        if cases {
            guard slice == nil, world.isEmpty, control == nil else {
                throw ValidationError("--cases compares all cases; omit --slice, --world and --control")
            }
            _ = try comparedByCases()
            guard [.text, .json].contains(format) else { throw ValidationError("--cases prints text or json") }
        }
        var named: Set<String> = []
        for folder in results {
            let path = URL(fileURLWithPath: folder).standardizedFileURL.resolvingSymlinksInPath().path
            guard named.insert(path).inserted else {
                throw ValidationError("\(folder) is named twice; a study differs in nothing from itself")
            }
        }
        guard level > 0, level < 1 else { throw ValidationError("--level must be between 0 and 1, not \(level)") }
        guard equivalence >= 0 else { throw ValidationError("--equivalence must not be negative") }
    }

    func run() throws {
        let interruption = Interruption()
        try interruption.ending(with: "interrupted") {
            let studies = try results.map {
                try FinishedStudy(at: URL(fileURLWithPath: $0), components: Registries.components)
            }
            if cases {
                try compareCases(of: studies, interruption)
            } else {
                try compareMeasurements(of: studies, interruption)
            }
        }
    }

    private func compareMeasurements(of studies: [FinishedStudy], _ interruption: Interruption) throws {
        let line = ProgressLine()
        let comparison = try StudyComparison(
            studies, metric: metric, slice: slice, datasets: world, control: control, components: Registries.components,
            margin: equivalence, level: level, workers: Workers(workers.jobs),
            isCancelled: { interruption.isRequested },
            report: { line.show(ProgressBar.text($1, $0)) })
        line.finish()
        switch output.json ? .json : format {
        case .text: try write(comparison, in: .terminal)
        case .json: try Output.json(comparison, format: "accesslab-comparison/2")
        case .markdown: try write(comparison, in: .markdown)
        case .latex: try write(comparison, in: .latex)
        }
    }

    private func write(_ comparison: StudyComparison, in format: ReportFormat) throws {
        try Output.text(ReportSections<StudyComparison>.standard.document(on: comparison).text(in: format))
    }

    /// The metrics that `--cases` compares by, with the budget of `--metric` where it has one.
    private func comparedByCases() throws -> (metrics: [any Metric], budgets: [Double]) {
        guard let metric else { return ([ROCAUC(), AveragePrecision()], []) }
        let parts = metric.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let found: any Metric
        do { found = try Registries.metrics.component(parts[0]) } catch { throw ValidationError("\(error)") }
        guard found.isBudgeted else {
            guard parts.count == 1 else { throw ValidationError("\(found.name) has no budget; omit '@\(parts[1])'") }
            return ([found], [])
        }
        guard parts.count == 2, let budget = Double(parts[1]), budget > 0, budget.isFinite else {
            throw ValidationError("--metric \(found.name) needs its alerts a day, such as \(found.name(at: 10))")
        }
        return ([found], [budget])
    }

    private func compareCases(of studies: [FinishedStudy], _ interruption: Interruption) throws {
        let line = ProgressLine()
        let (metrics, budgets) = try comparedByCases()
        let comparison = try CaseComparison(
            studies,
            settings: TableEvaluation.Settings(
                metrics: metrics, compared: metrics, budgets: budgets, policy: .rankLast,
                intervals: IntervalEstimation(
                    level: 1 - level, seed: Seed(0), workers: Workers(workers.jobs),
                    isCancelled: { interruption.isRequested }),
                margin: equivalence),
            report: { line.show($0) })
        line.finish()
        if output.json || format == .json {
            try Output.json(comparison, format: "accesslab-case-comparison/2")
        } else {
            try Output.text(ReportSections<CaseComparison>.standard.document(on: comparison).text(in: .terminal))
        }
    }
}
