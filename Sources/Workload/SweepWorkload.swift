import ArgumentParser
import Concurrency
import Detectors
import Interactions
import Parameters
import Statistics

/// A sweep over 24 configurations of als-implicit on a matrix of which pairs are left out, in one process.
///
/// Beside the matrix lie the arrays `users`, `held` and `negatives`: for each left-out pair its user, its resource and
/// a resource that the user does not access.
struct SweepWorkload: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep", abstract: "Choose one of 24 configurations on left-out pairs.")

    @OptionGroup var matrix: MatrixArguments

    @Flag(help: "Fit every configuration by itself.")
    var exact = false

    private struct Result: Encodable {
        var seconds: Double
        var processorSeconds: Double
        var peakMemoryMib: Int
        var rank: Int
        var regularization: Double
        var alpha: Double
        /// Of the choice as the sweep found it, and fitted by itself.
        var auc: Double
        var refittedAuc: Double
    }

    private struct Configuration {
        var rank: Int
        var regularization: Double
        var alpha: Double

        var parameters: [String: ParameterValue] {
            [
                "rank": .integer(rank), "regularization": .real(regularization), "alpha": .real(alpha),
                "values": .string("logarithm"), "sweeps": .integer(15),
            ]
        }
    }

    func run() throws {
        let data = try matrix.file.matrix()
        let users: [Int32] = try matrix.file.array("users"), held: [Int32] = try matrix.file.array("held")
        let negatives: [Int32] = try matrix.file.array("negatives")
        let clock = ContinuousClock()
        let processor = ProcessUsage.processorSeconds, start = clock.now
        @Sendable func auc(_ model: any FittedDetector) throws -> Double {
            let benign = try model.scores(users: users, resources: held)
            let anomalous = try model.scores(users: users, resources: negatives)
            return Double(zip(benign, anomalous).count { $0 < $1 }) / Double(users.count)
        }
        @Sendable func detector(_ configuration: Configuration) throws -> ALSImplicit {
            ALSImplicit(try ALSImplicit.parameters.checked(configuration.parameters))
        }
        // The largest first, so that the workers finish together.
        let paths = [64, 32, 16].flatMap { rank in
            [2.0, 10].map { alpha in
                [80.0, 20, 5, 1].map { Configuration(rank: rank, regularization: $0, alpha: alpha) }
            }
        }
        let work = exact ? paths.flatMap { $0.map { [$0] } } : paths
        let workers = Workers(matrix.jobs)
        let found = try workers.map(work.count) { path in
            var training: ModelTraining?
            return try work[path].compactMap { configuration -> (Configuration, Double)? in
                let parameters = try ALSImplicit.parameters.checked(configuration.parameters)
                if training == nil {
                    training = try ModelTraining(
                        ALSImplicit.self, parameters: parameters, on: data, FitContext(seed: Seed(1)))
                } else {
                    training?.follow(parameters)
                }
                if exact { try training?.advance(to: .max) } else { try training?.converge() }
                guard let model = try training?.model(parameters) else { return nil }
                return (configuration, try auc(model.detector))
            }
        }
        guard let best = found.joined().max(by: { $0.1 < $1.1 }) else { return }
        let refitted = try detector(best.0).fit(data, FitContext(seed: Seed(1), workers: workers))
        try JSONLine.print(
            Result(
                seconds: (clock.now - start).seconds, processorSeconds: ProcessUsage.processorSeconds - processor,
                peakMemoryMib: ProcessUsage.peakMemory, rank: best.0.rank, regularization: best.0.regularization,
                alpha: best.0.alpha, auc: best.1, refittedAuc: try auc(refitted)))
    }
}
