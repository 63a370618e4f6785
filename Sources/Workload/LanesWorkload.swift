import ArgumentParser
import Concurrency
import Detectors
import Interactions
import Parameters
import Statistics

/// Fits of als-implicit with sixteen pairs of λ and α at once.
struct LanesWorkload: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lanes", abstract: "Factorise a matrix with sixteen settings at once.")

    @OptionGroup var matrix: MatrixArguments

    @Option(help: "Factors, at most 16.")
    var rank = 10

    @Option(help: "Sweeps.")
    var sweeps = 5

    @Flag(help: "Tell the objectives that exact fits reach by themselves, too.")
    var loss = false

    private struct Result: Encodable {
        var prepareSeconds: Double
        /// For each configuration.
        var sweepSeconds: [Double] = []
        /// After each sweep, for each configuration.
        var losses: [[Double]] = []
        var exactLosses: [[Double]] = []
        var peakMemoryMib: Int = 0
    }

    func run() throws {
        let data = try matrix.file.matrix()
        let detectors = try [2.0, 5, 10, 20].flatMap { alpha in
            try [80.0, 20, 5, 1].map { regularization in
                try ALSImplicit(
                    ALSImplicit.parameters.checked([
                        "rank": .integer(rank), "sweeps": .integer(sweeps), "solver": .string("cholesky"),
                        "regularization": .real(regularization), "alpha": .real(alpha),
                        "values": .string("logarithm"),
                    ]))
            }
        }
        let context = FitContext(seed: Seed(1), workers: Workers(matrix.jobs))
        let clock = ContinuousClock()
        let begin = clock.now
        var lanes = try ALSLanes(detectors, on: data, context)
        var result = Result(prepareSeconds: (clock.now - begin).seconds)
        for _ in 0..<sweeps {
            let start = clock.now
            try lanes.advance()
            result.sweepSeconds.append((clock.now - start).seconds / Double(detectors.count))
            if loss { result.losses.append(lanes.objectives.map { $0 ?? .infinity }) }
        }
        if loss {
            let alone = try detectors.map { detector in
                var training = try detector.training(on: data, context)
                return try (0..<sweeps).map { _ in
                    try training.advance()
                    return training.objective() ?? .infinity
                }
            }
            result.exactLosses = (0..<sweeps).map { sweep in alone.map { $0[sweep] } }
        }
        result.peakMemoryMib = ProcessUsage.peakMemory
        try JSONLine.print(result)
    }
}
