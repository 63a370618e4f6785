import ArgumentParser
import Concurrency
import Experiments
import Foundation
import Lints
import Parameters
import Reports
import Statistics
import Studies

struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run an experiment: find the detector and settings that serve a dataset best.",
        discussion: """
            Trials run in parallel and are stored as they finish. After an interruption the same command continues \
            where it stopped; a finished study is only printed. The file's 'search' says whether trials are fitted \
            exactly or fast, and whether those that fall behind are pruned. The folder then holds metrics.csv, the resolved \
            specification, the trials and the winner's bundle.

            Every opening of a sealed test is also written into a ledger of yours, which counts openings of the same \
            data and split over all studies, names and root seeds: accesslab/openings.jsonl in the folder that \
            XDG_STATE_HOME names, or else in ~/.local/state; or the file that ACCESSLAB_OPENINGS names. A dataset's \
            folder keeps a copy of what concerns it. Where neither can be written the study goes on, and its report \
            says so.

            EXAMPLE: accesslab run experiments/quickstart.yaml --output results/quickstart
            """)

    @Argument(help: "An experiment file (YAML).")
    var experiment: String

    @Option(name: .output, help: "The study's folder (default: results/<name>).")
    var output: String?

    @Option(
        help: "The root of all random streams, instead of the experiment's (default output: results/<name>-seed-N).")
    var rootSeed: UInt64?

    @Flag(help: "Open or simulate the datasets, divide them, print the plan and stop.")
    var dryRun = false

    @OptionGroup var workers: JobsOption
    @OptionGroup var format: JSONOption

    func run() throws {
        var specification = try ExperimentSpecification(
            contentsOf: experiment, catalogue: Registries.components.catalogue)
        var path = output ?? "results/\(specification.name)"
        if let rootSeed {
            specification.seeds.root = Seed(rootSeed)
            path = output ?? path + "-seed-\(rootSeed)"
        }
        let study = try Study(
            specification, folder: URL(fileURLWithPath: path), components: Registries.components,
            openings: .ofUser(), paths: ExperimentPaths(besides: experiment))
        let interruption = Interruption(), line = ProgressLine()
        let objective = "\(specification.objective.metric)"
        if dryRun {
            try interruption.ending(with: "interrupted") {
                let scratch = FileManager.default.temporaryDirectory
                    .appendingPathComponent("accesslab-\(UUID().uuidString)")
                interruption.removing(scratch)
                try study.check(
                    keepingIn: scratch, workers: Workers(workers.jobs), isCancelled: { interruption.isRequested },
                    report: { Self.show($0, objective: objective, on: line) })
                line.finish()
            }
            return try printPlan(of: study)
        }
        try interruption.ending(with: "interrupted; run the same command again to continue") {
            let result = try study.run(
                workers: Workers(workers.jobs), isCancelled: { interruption.isRequested },
                report: { Self.show($0, objective: objective, on: line) })
            line.finish()
            if format.json {
                try Output.json(StudySummary(result), format: "accesslab-study/2")
            } else {
                try Output.text(
                    ReportSections<StudyResult>.standard.document(on: result).text(in: .terminal) + "\n"
                        + Self.files(of: result, in: path))
            }
            if result.failed > 0 {
                Terminal.say(
                    "\(result.failed) of \(result.trials) trials failed; \(path)/\(StudyFileName.trials.rawValue) says why"
                )
                throw ExitCode.failure
            }
        }
    }

    private func printPlan(of study: Study) throws {
        struct Planned: Encodable {
            var trial: Int
            var dataset: String
            var algorithm: String
            var parameters: [String: ParameterValue]
        }
        let trials = study.plan.trials
        if format.json {
            return try Output.json(
                trials.map {
                    Planned(
                        trial: $0.number, dataset: $0.dataset, algorithm: $0.algorithm, parameters: $0.parameters.values
                    )
                })
        }
        let seeds = study.specification.seeds
        let replicates =
            seeds.replicates.map(String.init)
            ?? "\(SeedSpecification.mostByDefault) (3 where training has "
            + "\(Number.grouped(SeedSpecification.manyPairs)) pairs or more)"
        try Output.text(
            "\(trials.count) trials, each with \(replicates) replicates\n"
                + trials.map { "\($0.number)  \($0.dataset)  \($0.algorithm)  \($0.parameters)" }.joined(
                    separator: "\n"))
    }

    private static func show(_ event: StudyEvent, objective: String, on line: ProgressLine) {
        switch event {
        case .dataset(let name): line.show("reading \(name)")
        case .progress(let done, let total, let failed, let best):
            let quality = best.map { ", best \(objective) \(Number.text($0))" } ?? ""
            let failures = failed > 0 ? ", \(failed) failed" : ""
            line.show(
                ProgressBar.text(
                    Double(done) / Double(max(1, total)), "\(done) of \(total) trials\(failures)\(quality)"))
        case .lint(let finding):
            line.finish()
            Terminal.say("\(finding.verdict.rawValue): \(finding.dataset): \(finding.lint): \(finding.evidence)")
        case .failure(let plan, let message):
            line.finish()
            Terminal.sayParagraph(
                "trial \(plan.number) failed (\(plan.dataset), \(plan.algorithm) \(plan.parameters)): \(message)")
        case .resumed(let done, let total):
            line.finish()
            Terminal.say("\(done) of \(total) trials were done already")
        case .preparing(let name, let step, let fraction): line.show(ProgressBar.text(fraction, "\(step) \(name)"))
        case .note(let text):
            line.finish()
            Terminal.say("note: \(text)")
        case .unsealed(let name): line.show("measuring the chosen settings on the sealed test of \(name)")
        }
    }

    private static func files(of result: StudyResult, in path: String) -> String {
        let files: [(String, StudyFileName)] = [
            ("metrics", .metrics), ("specification", .specification), ("trials", .trials), ("costs", .costs),
            ("lints", .lints), ("operation", .operation), ("origin", .origin),
        ]
        return (files.map { ($0, $1.rawValue) } + result.datasets.map { ("bundle", $0.bundle) }).map { title, name in
            title.padding(toLength: 15, withPad: " ", startingAt: 0) + "\(path)/\(name)\n"
        }.joined()
    }
}
