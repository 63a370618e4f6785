import ContractTesting
import AccessLogs
import Concurrency
@testable import Detectors
import Foundation
import Interactions
import LinearAlgebra
import Parameters
import Statistics
import Testing

@Suite("Poisson factorisation")
struct PoissonFactorizationTests {
    struct Settings: Sendable, CustomTestStringConvertible {
        var rank = 4
        var shape = 0.3
        var rateShape = 0.3
        var rateMean = 1.0
        var values = "binary"

        var testDescription: String { "rank \(rank), a \(shape), a′ \(rateShape), b′ \(rateMean), \(values)" }

        var parameters: [String: ParameterValue] {
            [
                "rank": .integer(rank), "shape": .real(shape), "rate_shape": .real(rateShape),
                "rate_mean": .real(rateMean), "values": .string(values), "tolerance": .real(0),
            ]
        }
    }

    static let settings = [
        Settings(), Settings(values: "counts"), Settings(rank: 1, shape: 2), Settings(shape: 0.05, rateMean: 0.1),
        Settings(rank: 9, shape: 1.5, rateShape: 4, rateMean: 3, values: "counts"),
    ]

    private let matrix = InteractionMatrix(randomAccesses(users: 15, resources: 11, count: 90))

    private func training(
        _ parameters: [String: ParameterValue], _ matrix: InteractionMatrix, _ context: FitContext = .standard
    ) throws -> PoissonTraining {
        try PoissonFactorization(parameters).training(on: matrix, context)
    }

    @Test("updates all posteriors as the dense equations do, and has their evidence bound", arguments: settings)
    func oracle(settings: Settings) throws {
        let detector = try PoissonFactorization(settings.parameters)
        var training = try training(settings.parameters, matrix)
        let start = detector.initialResources(for: matrix, .standard).shapes
        var oracle = DensePoisson(
            matrix, isBinary: settings.values == "binary", shape: settings.shape, rateShape: settings.rateShape,
            rateMean: settings.rateMean,
            start: (0..<matrix.resources.count).map { row in
                Array(start[row * settings.rank..<(row + 1) * settings.rank])
            })
        for _ in 0..<4 {
            oracle.sweep()
            try training.advance()
            for (side, expected) in [(training.users, oracle.users), (training.resources, oracle.resources)] {
                #expect(isClose(side.shapes, expected.shapes.flatMap(\.self)))
                #expect(isClose(side.rates, expected.rates.flatMap(\.self)))
                #expect(isClose(side.rateRates, expected.rateRates))
            }
            let objective = try #require(training.objective())
            #expect(isClose([-objective], [oracle.evidenceBound]))
        }
    }

    private func isClose(_ values: [Double], _ expected: [Double]) -> Bool {
        values.count == expected.count && zip(values, expected).allSatisfy { abs($0 - $1) <= 1e-9 * abs($1) }
    }

    @Test("never lowers the evidence bound", arguments: settings)
    func ascends(settings: Settings) throws {
        let log = randomAccesses(users: 40, resources: 30, count: 300) + randomAccesses(tenant: "other")
        var training = try training(settings.parameters, InteractionMatrix(log))
        #expect(training.objective() == nil)
        var last = Double.infinity
        for _ in 0..<60 {
            try training.advance()
            let objective = try #require(training.objective())
            #expect(objective <= last + 1e-12 * abs(objective))
            last = objective
        }
    }

    @Test("stops each tenant by its own bound")
    func stops() throws {
        let parameters: [String: ParameterValue] = ["tolerance": .real(1e-4), "sweeps": .integer(5000)]
        let both = randomAccesses(tenant: "a", users: 40, resources: 30, count: 400) + randomAccesses()
        var together = try training(parameters, InteractionMatrix(both))
        var alone = try training(parameters, InteractionMatrix(randomAccesses()))
        while !alone.isFinished { try alone.advance() }
        while !together.isFinished { try together.advance() }
        #expect(alone.steps < together.steps)
        #expect(together.steps < 5000)
        #expect(together.bounds.last == alone.bounds.last)
    }

    @Test("scores the negative binomial's upper tail", arguments: [1e-3, 0.1, 1, 7.5], [1e-6, 0.01, 0.5, 20])
    func upperTail(mean: Double, variance: Double) {
        // P(X = 0) = pⁿ of the negative binomial with n = mean²/variance and p = mean/(mean + variance).
        let size = mean * mean / variance
        let expected = -log10(1 - pow(mean / (mean + variance), size))
        #expect(abs(PoissonModel.surprise(mean: mean, variance: variance) - expected) <= 1e-7 * expected)
    }

    @Test(
        "scores the Poisson distribution's upper tail where the rate is certain", arguments: [1e-8, 0.01, 1, 30, 700])
    func certain(mean: Double) {
        let expected = -log1p(-exp(-mean)) / log(10)
        #expect(abs(PoissonModel.surprise(mean: mean, variance: 0) - expected) <= 1e-8 * expected)
    }

    @Test("scores every rate by a finite number, the rarer the higher")
    func extremes() {
        for dispersion in [0, 1e-13, 1e-11, 1e-3, 1, 1e6] {
            let scores = stride(from: -250.0, through: 100, by: 0.5).map { exponent in
                let mean = pow(10, exponent)
                return PoissonModel.surprise(mean: mean, variance: dispersion * mean)
            }
            #expect(scores.allSatisfy { $0.isFinite && $0 >= 0 })
            #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 >= $1 })
            #expect(abs(scores[0] - scores[1] - 0.5) <= 1e-9)
        }
    }

    @Test("scores by the mean rate alone where told to")
    func rate() throws {
        var values = Settings().parameters
        values["score"] = .string("rate")
        let fitted = try PoissonFactorization(values).fit(matrix, .standard)
        func tensor(_ name: String) throws -> Matrix<Float> { try #require(fitted.tensors[name]) }
        let (us, ur) = (try tensor("user_shapes"), try tensor("user_rates"))
        let (rs, rr) = (try tensor("resource_shapes"), try tensor("resource_rates"))
        let rate = (0..<4).reduce(0) {
            $0 + Double(us[3, $1]) / Double(ur[3, $1]) * (Double(rs[5, $1]) / Double(rr[5, $1]))
        }
        #expect(try abs(fitted.scores(users: [3], resources: [5])[0] + log10(rate)) <= 1e-12)
    }

    /// Three groups of users and of resources; users access about two thirds of their group's resources.
    @Test(
        "finds accesses of other groups unusual, and withheld ones of the own group not",
        arguments: ["counts", "binary"])
    func plantedBlocks(values: String) throws {
        let random = RandomStream(seed: Seed(11))
        var accesses: [AccessPair] = [], withheld: [AccessPair] = [], foreign: [AccessPair] = []
        for user in 0..<45 {
            for resource in 0..<36 {
                let pair = AccessPair(user: user, resource: resource)
                if user % 3 != resource % 3 {
                    foreign.append(pair)
                } else if random.bernoulli(1 / 3.0) {
                    withheld.append(pair)
                } else {
                    accesses.append(pair)
                }
            }
        }
        let matrix = InteractionMatrix(
            accesses.map {
                access("u\($0.user)", "r\($0.resource)", weight: Double(1 + ($0.user * 7 + $0.resource) % 5))
            })
        let scores = try matrix.scores(
            of: PoissonFactorization(Settings(rank: 3, values: values).parameters)
                .fit(matrix, .standard))
        func score(_ pair: AccessPair) throws -> Double {
            try #require(scores[["t", "u\(pair.user)", "r\(pair.resource)"]])
        }
        let ordinary = try withheld.map(score).max(), unusual = try foreign.map(score).min()
        #expect(try #require(ordinary) + 0.5 < #require(unusual))
    }

    private struct AccessPair {
        let user: Int, resource: Int
    }

    @Test("has the same posteriors for one worker and for three")
    func workers() throws {
        let matrix = InteractionMatrix(randomAccesses(users: 400, resources: 300, count: 3000))
        let three = FitContext(seed: FitContext.standard.seed, workers: Workers(3))
        let detector = try PoissonFactorization(["sweeps": .integer(10)])
        #expect(try detector.fit(matrix, .standard).tensors == detector.fit(matrix, three).tensors)
    }

    @Test("can be stopped between sweeps")
    func cancelledLater() throws {
        let questions = Counter()
        let context = FitContext(seed: Seed(1), isCancelled: { questions.next() > 7 })
        #expect(throws: CancellationError.self) { try PoissonFactorization([:]).fit(matrix, context) }
    }
}
