import AccessLogs
import ArgumentParser
import Concurrency
import Detectors
import Interactions
import Operations
import Publishing

struct Rank: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Rank every access that could be: the greatest surprises, or what is most expected, of each user.",
        discussion: """
            Scores all pairs of a user and a resource that training does not contain, and prints the first of each \
            user. The most anomalous come first, as in 'score': the accesses that would be alerts if they happened. \
            With --expected the least anomalous come first: what the user may do next, or has the permission for and \
            never used.

            The lines are those of 'score', without a time.

            EXAMPLE: accesslab rank results/quickstart/bundle --top 5
            EXAMPLE: accesslab rank bundles/corp --expected --format csv --output expected.csv
            """)

    @Argument(help: "A bundle folder.")
    var bundle: String

    @Option(help: "How many pairs of each user to print.")
    var top = 20

    @Flag(help: "Print the least anomalous pairs, the least first.")
    var expected = false

    @Flag(help: "Rank the pairs that training contains too.")
    var seen = false

    @OptionGroup var output: AlertOptions
    @OptionGroup var workers: JobsOption

    func validate() throws {
        guard (1...1_000_000).contains(top) else {
            throw ValidationError("--top must be from 1 to 1,000,000, not \(top)")
        }
    }

    func run() throws {
        let ranking = PairRanking(
            expected ? .leastAnomalousFirst : .mostAnomalousFirst, count: top, includesSeen: seen)
        let interruption = Interruption()
        try interruption.ending(with: "interrupted") {
            let bundle = try BundleFolder.open(bundle)
            let output = try AlertOutput(output)
            let line = ProgressLine()
            defer { line.finish() }
            try ranking.rank(bundle.model, Workers(workers.jobs)) { fraction in
                if interruption.isRequested { throw CancellationError() }
                line.show(ProgressBar.text(fraction, "of \(bundle.model.matrix.users.count) users"))
            } isCancelled: {
                interruption.isRequested
            } receive: {
                try output.write($0)
            }
            try output.finish()
        }
    }
}
