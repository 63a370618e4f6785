import AccessLogs
import ArgumentParser
import Concurrency
import Detectors
import Foundation
import Interactions
import LinearAlgebra
import Parameters
import Statistics

/// Sweeps of als-implicit, timed one by one.
struct FactorizationWorkload: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "als", abstract: "Factorise a matrix and time every sweep.")

    @OptionGroup var matrix: MatrixArguments

    @Option(help: "Factors.")
    var rank = 64

    @Option(help: "Sweeps.")
    var sweeps = 5

    @Option(help: "auto, cholesky, …")
    var solver = "auto"

    @Option(help: "λ.")
    var regularization = 5.0

    @Option(help: "α of the confidence 1 + α log(1 + count).")
    var alpha = 10.0

    @Option(help: "random or svd.")
    var start = "random"

    @Flag(help: "Tell the objective after every sweep, outside of the times.")
    var loss = false

    @Option(help: "A folder for the factors and the scores of random pairs, which others can check.")
    var sample: String?

    private struct Result: Encodable {
        var prepareSeconds: Double
        var sweepSeconds: [Double] = []
        var sweepProcessorSeconds: [Double] = []
        var losses: [Double] = []
        var peakMemoryMib: Int = 0
    }

    func run() throws {
        let data = try matrix.file.matrix()
        let detector = try ALSImplicit(
            ALSImplicit.parameters.checked([
                "rank": .integer(rank), "sweeps": .integer(sweeps), "solver": .string(solver),
                "regularization": .real(regularization), "alpha": .real(alpha), "values": .string("logarithm"),
                "start": .string(start),
            ]))
        let clock = ContinuousClock()
        let begin = clock.now
        var training = try detector.training(
            on: data, FitContext(seed: Seed(1), workers: Workers(matrix.jobs)))
        var result = Result(prepareSeconds: (clock.now - begin).seconds)
        while !training.isFinished {
            let processor = ProcessUsage.processorSeconds, start = clock.now
            try training.advance()
            result.sweepSeconds.append((clock.now - start).seconds)
            result.sweepProcessorSeconds.append(ProcessUsage.processorSeconds - processor)
            if loss, let objective = training.objective() { result.losses.append(objective) }
        }
        result.peakMemoryMib = ProcessUsage.peakMemory
        if let sample { try write(training.fitted(), of: data, to: URL(fileURLWithPath: sample)) }
        try JSONLine.print(result)
    }

    /// Arrays without a head, in the machine's order: the factors, and of each pair the user, the resource and the score.
    private func write(_ model: any FittedDetector, of data: InteractionMatrix, to folder: URL) throws {
        let random = RandomStream(seed: Seed(1)), count = 100_000
        let users = (0..<count).map { _ in Int32(random.index(below: data.users.count)) }
        let resources = (0..<count).map { _ in Int32(random.index(below: data.resources.count)) }
        func write(_ numbers: [some BitwiseCopyable], _ name: String) throws {
            try numbers.withUnsafeBytes { Data($0) }.write(to: folder.appendingPathComponent(name))
        }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, factors) in model.tensors { try write(factors.elements, name) }
        try write(users, "users")
        try write(resources, "resources")
        try write(model.scores(users: users, resources: resources), "scores")
    }
}
