import AccessLogs
import ArgumentParser
import Concurrency
import Datasets
import Foundation
import Reports
import Statistics

struct Describe: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell what a dataset is like, and what a detector will find hard about it.",
        discussion: "EXAMPLE: accesslab describe datasets/corp --json")

    @Argument(help: "A dataset folder.")
    var dataset: String

    @Flag(help: "Check first that the columns are those that the card was written for.")
    var verify = false

    @OptionGroup var output: JSONOption
    @OptionGroup var workers: JobsOption

    private struct Facts: Encodable {
        var card: DatasetCard
        var summary: DatasetSummary
        /// What is odd about the log, in sentences.
        var doubts: [String]
    }

    func run() throws {
        let interruption = Interruption()
        try interruption.ending(with: "interrupted") {
            let dataset = try Dataset(at: URL(fileURLWithPath: dataset), verifying: verify)
            let line = ProgressLine()
            let summary = try DatasetSummary(of: dataset.log, Workers(workers.jobs)) { fraction in
                if interruption.isRequested { throw CancellationError() }
                line.show(ProgressBar.text(fraction, "of counting \(Number.grouped(dataset.log.count)) accesses"))
            }
            let doubts = LogDoubts(of: dataset.log).sentences
            line.finish()
            if output.json {
                try Output.json(Facts(card: dataset.card, summary: summary, doubts: doubts))
            } else {
                try Output.text(
                    ReportSections<DescribedDataset>.standard.document(
                        on: DescribedDataset(dataset.card, summary)
                    ).text(in: .terminal))
                for doubt in doubts { Terminal.say("note: \(doubt)") }
            }
        }
    }
}
