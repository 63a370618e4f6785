import AccessLogs
import ArgumentParser
import Concurrency
import Detectors
import Interactions
import Parameters
import Statistics

/// The first few unseen resources of every user, by a factorisation.
struct EveryPairWorkload: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "every-pair", abstract: "Rank every pair that a matrix does not contain.")

    @OptionGroup var matrix: MatrixArguments

    @Option(help: "Factors.")
    var rank = 64

    @Option(help: "Pairs of each user.")
    var top = 20

    @Flag(help: "The least anomalous pairs, not the most.")
    var expected = false

    private struct Result: Encodable {
        var seconds: [Double] = []
        var peakMemoryMib = 0
    }

    func run() throws {
        let data = try matrix.file.matrix(), workers = Workers(matrix.jobs)
        let detector = ALSImplicit(
            try ALSImplicit.parameters.checked([
                "rank": .integer(rank), "sweeps": .integer(3), "regularization": .real(5), "alpha": .real(10),
                "values": .string("logarithm"),
            ]))
        let model = try detector.fit(data, FitContext(seed: Seed(1), workers: workers))
        var result = Result()
        let clock = ContinuousClock()
        for _ in 0..<5 {
            let start = clock.now
            let found = try model.ranking(of: 0..<data.resources.count).first(
                top, expected ? .leastAnomalousFirst : .mostAnomalousFirst, forUsers: 0..<data.users.count,
                leavingOut: data.counts, workers)
            result.seconds.append((clock.now - start).seconds)
            guard found.count == data.users.count else { throw ValidationError("users are missing") }
        }
        result.peakMemoryMib = ProcessUsage.peakMemory
        try JSONLine.print(result)
    }
}
