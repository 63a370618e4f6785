import ContractTesting
import Concurrency
@testable import Detectors
import Interactions
import LinearAlgebra
import Parameters
import Testing

@Suite("Trainings by alternating least squares in lanes")
struct ALSLanesTests {
    /// The cases of als-implicit whose rank is small, each with several regularisations and confidences.
    static let cases = ALSCase.implicit.filter { $0.rank <= 16 }

    private func detectors(
        _ loss: ALSCase, _ changes: [String: ParameterValue] = [:], alphas: [Double] = [0.5, 4, 9]
    ) throws -> [ALSImplicit] {
        try alphas.flatMap { alpha in
            try [0.3, 2, 10].map { regularization in
                try ALSImplicit(
                    loss.values(
                        [
                            "alpha": .real(alpha), "regularization": .real(regularization),
                        ].merging(changes) { $1 }))
            }
        }
    }

    @Test("follow the objective of exact trainings by themselves, sweep by sweep", arguments: cases)
    func exact(loss: ALSCase) throws {
        let detectors = try detectors(loss)
        #expect(detectors.allSatisfy { $0.canLearn(with: detectors[0]) })
        var lanes = try ALSLanes(detectors, on: ALSCase.matrix, .standard)
        var alone = try detectors.map { try $0.training(on: ALSCase.matrix, .standard) }
        for _ in 0..<5 {
            try lanes.advance()
            for lane in detectors.indices {
                try alone[lane].advance()
                let expected = try #require(alone[lane].objective()), found = try #require(lanes.objectives[lane])
                #expect(abs(found - expected) <= 1e-5 * expected)
                let fitted = lanes.fitted(inLane: lane)
                let model = try #require(fitted)
                let told = try #require(
                    try detectors[lane].training(on: ALSCase.matrix, .standard, from: model.tensors).objective())
                #expect(abs(told - expected) <= 1e-5 * expected)
            }
        }
    }

    @Test("solve the normal equations of a dense problem", arguments: [0.5, 6])
    func dense(alpha: Double) throws {
        let detectors = try [0.4, 3].map {
            try ALSImplicit([
                "rank": .integer(10), "alpha": .real(alpha), "regularization": .real($0), "values": .string("counts"),
            ])
        }
        var lanes = try ALSLanes(detectors, on: ALSCase.matrix, .standard)
        var oracles = try detectors.map {
            try DenseALS(
                ALSCase.matrix, isBinary: false, alpha: alpha, regularization: $0.settings.regularization,
                start: $0.initialFactors(for: ALSCase.matrix, .standard))
        }
        for _ in 0..<3 {
            try lanes.advance()
            for lane in detectors.indices {
                oracles[lane].sweep()
                let loss = oracles[lane].loss, found = try #require(lanes.objectives[lane])
                #expect(abs(found - loss) <= 1e-5 * loss)
                let fitted = lanes.fitted(inLane: lane)
                let model = try #require(fitted)
                let pairs = ALSCase.matrix.allPairs
                let scores = model.scores(users: pairs.users, resources: pairs.resources)
                for (index, score) in scores.enumerated() {
                    let expected = -oracles[lane].prediction(Int(pairs.users[index]), Int(pairs.resources[index]))
                    #expect(abs(score - expected) < 2e-3)
                }
            }
        }
    }

    @Test("are the same for any number of workers, and whatever the other lanes are")
    func workers() throws {
        let matrix = InteractionMatrix(randomAccesses(users: 1200, resources: 60, count: 3000))
        let detectors = try detectors(Self.cases[0])
        func factors(_ detectors: [ALSImplicit], workers: Int) throws -> [[String: Matrix<Float>]] {
            let context = FitContext(seed: FitContext.standard.seed, workers: Workers(workers))
            var lanes = try ALSLanes(detectors, on: matrix, context)
            for _ in 0..<2 { try lanes.advance() }
            return detectors.indices.map { lanes.fitted(inLane: $0)?.tensors ?? [:] }
        }
        let one = try factors(detectors, workers: 1)
        #expect(one.allSatisfy { !$0.isEmpty })
        let three = try factors(detectors, workers: 3)
        #expect(three == one)
        let few = try factors(Array(detectors[..<2]), workers: 1)
        #expect(few == Array(one[..<2]))
        let reversed = try factors(detectors.reversed(), workers: 1)
        #expect(reversed == one.reversed())
    }

    @Test("leave tenants alone unless they are joined", arguments: [false, true])
    func tenants(joint: Bool) throws {
        let own = randomAccesses()
        func scores(_ matrix: InteractionMatrix) throws -> [[[String]: Double]] {
            let detectors = try detectors(Self.cases[0], ["joint": .boolean(joint), "sweeps": .integer(3)])
            return try ALSImplicit.fit(detectors, to: matrix, .standard).map {
                try matrix.scores(of: $0.get()).filter { $0.key[0] == "t" }
            }
        }
        let alone = try scores(InteractionMatrix(own))
        let both = try scores(InteractionMatrix(own + randomAccesses(tenant: "z", count: 90)))
        #expect((alone == both) == !joint)
    }

    @Test("end no higher than where fits by themselves converge")
    func converged() throws {
        let detectors = try detectors(Self.cases[0], ["sweeps": .integer(200)])
        for (detector, result) in zip(detectors, try ALSImplicit.fit(detectors, to: ALSCase.matrix, .standard)) {
            func objective(_ model: any FittedDetector) throws -> Double {
                try #require(detector.training(on: ALSCase.matrix, .standard, from: model.tensors).objective())
            }
            var training = try detector.training(on: ALSCase.matrix, .standard)
            try training.converge()
            let alone = try objective(training.fitted())
            let found = try objective(result.get())
            #expect(found <= alone * (1 + 1e-5))
        }
    }

    @Test("fail alone, with a sentence, where numbers overflow")
    func overflow() throws {
        let matrix = InteractionMatrix([
            access("u", "r", weight: 1e37), access("u", "s"), access("v", "s", weight: 1e37), access("v", "t"),
        ])
        let detectors = try [1.0, 1e-9, 1e6, 0].map {
            try ALSImplicit(["alpha": .real($0), "values": .string("counts"), "rank": .integer(3)])
        }
        let results = try ALSImplicit.fit(detectors, to: matrix, .standard)
        #expect(throws: DetectorError.self) { try results[2].get() }
        let scores = try matrix.scores(of: results[3].get())
        #expect(scores.values.allSatisfy { $0.isFinite })
    }

    @Test("are only for settings that differ in what lanes may differ in")
    func batches() throws {
        func parameters(_ changes: [String: ParameterValue]) throws -> ParameterSet {
            try Normalized<ALSImplicit>.parameters.checked(changes)
        }
        let all = try [
            ["alpha": .real(1)], ["alpha": .real(2), "normalization": .string("user-scale")],
            ["rank": .integer(8)], ["regularization": .real(3)], ["unobserved_weight": .real(0.5)],
            ["non_negative": .boolean(true)], ["rank": .integer(17)], ["rank": .integer(17), "alpha": .real(3)],
            ["rank": .integer(8), "alpha": .real(7)],
        ].map(parameters)
        #expect(Normalized<ALSImplicit>.batches(of: all) == [[0, 1, 3, 4], [2, 8], [5], [6], [7]])
        let many = try (0..<20).map { try parameters(["alpha": .real(Double($0))]) }
        #expect(Normalized<ALSImplicit>.batches(of: many).map(\.count) == [16, 4])
    }

    @Test("stop when they are cancelled")
    func cancellation() throws {
        let context = FitContext(seed: FitContext.standard.seed, isCancelled: { true })
        #expect(throws: CancellationError.self) {
            try ALSImplicit.fit(detectors(Self.cases[0]), to: ALSCase.matrix, context)
        }
    }
}
