import ArgumentParser
import Concurrency
import Detectors
import Interactions
import LinearAlgebra
import Parameters
import Statistics

/// Anomaly scores of random pairs by a factorisation.
struct PairScoringWorkload: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "pairs", abstract: "Score random pairs.")

    @Argument var users: Int
    @Argument var resources: Int
    @Argument var rank: Int
    @Argument var pairs: Int

    @Option(help: "Threads.")
    var jobs = 2

    private struct Result: Encodable {
        var seconds: [Double] = []
    }

    func run() throws {
        guard users > 0, resources > 0, rank > 0, pairs > 0 else {
            throw ValidationError("users, resources, rank and pairs must be above zero")
        }
        let random = RandomStream(seed: Seed(1))
        func factors(_ rows: Int) -> Matrix<Float> {
            Matrix(rows: rows, columns: rank, elements: (0..<rows * rank).map { _ in Float(random.gaussian()) })
        }
        let userFactors = factors(users), resourceFactors = factors(resources)
        let first = (0..<pairs).map { _ in Int32(random.index(below: users)) }
        let second = (0..<pairs).map { _ in Int32(random.index(below: resources)) }
        var result = Result()
        let clock = ContinuousClock()
        for _ in 0..<5 {
            let start = clock.now
            let products = userFactors.products(ofRows: first, with: resourceFactors, rows: second, Workers(jobs))
            result.seconds.append((clock.now - start).seconds)
            guard products.count == pairs else { throw ValidationError("pairs are missing") }
        }
        try JSONLine.print(result)
    }
}
