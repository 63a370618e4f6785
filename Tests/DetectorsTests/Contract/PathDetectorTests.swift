import ContractTesting
@testable import Detectors
import Interactions
import Parameters
import Statistics
import Testing

@Suite("Fits along a path")
struct PathDetectorTests {
    private let matrix = InteractionMatrix(randomAccesses(users: 80, resources: 50, count: 1_500))

    private func detector(_ regularization: Double, sweeps: Int = 200) throws -> ALSImplicit {
        try ALSImplicit([
            "rank": .integer(4), "regularization": .real(regularization), "sweeps": .integer(sweeps),
            "solver": .string("cholesky"),
        ])
    }

    /// Fits a detector by itself or from where the fit of another one ended.
    private func training(_ detector: ALSImplicit, after previous: ALSTraining? = nil) throws -> ALSTraining {
        var training = try previous.map(detector.training(after:)) ?? detector.training(on: matrix, .standard)
        try training.converge()
        return training
    }

    private func objective(of model: any FittedDetector, _ detector: ALSImplicit) throws -> Double {
        try #require(try detector.training(on: matrix, .standard, from: model.tensors).objective())
    }

    @Test("end as low as fits of many sweeps, to a part of the tolerance", arguments: [20.0, 5, 1])
    func converged(regularization: Double) throws {
        let previous = try training(detector(2 * regularization))
        let detector = try detector(regularization)
        let warm = try #require(try training(detector, after: previous).objective())
        let exact = try objective(of: detector.fit(matrix, .standard), detector)
        #expect(abs(warm / exact - 1) < 0.02)
    }

    @Test("make no more sweeps than they may")
    func bounded() throws {
        let one = try detector(1, sweeps: 1)
        #expect(try training(one).userFactors == (try one.fit(matrix, .standard)).tensors["user_factors"])
    }

    @Test("stay where they are where nothing changes")
    func warm() throws {
        let settled = try detector(5)
        var first = try settled.training(on: matrix, .standard)
        try first.advance(to: .max)
        #expect(try training(settled, after: first).steps == 1)
    }

    @Test("minimise the objective of their own regularisation")
    func regularized() throws {
        let previous = try training(detector(20)), detector = try detector(5)
        let warm = detector.training(after: previous)
        let fresh = try detector.training(on: matrix, .standard, from: previous.fitted().tensors)
        #expect(warm.objective() == fresh.objective())
        #expect(warm.steps == 0)
    }

    @Test("go by the raw scores, and normalise the result anew")
    func normalized() throws {
        let parameters: [String: ParameterValue] = ["rank": .integer(4), "normalization": .string("user-scale")]
        let high = try Normalized<ALSImplicit>(parameters.merging(["regularization": .real(20)]) { $1 })
        let low = try Normalized<ALSImplicit>(parameters.merging(["regularization": .real(5)]) { $1 })
        var normalized = try low.training(after: high.training(on: matrix, .standard))
        try normalized.converge()
        let plainLow = try ALSImplicit(["rank": .integer(4), "regularization": .real(5)])
        let plainHigh = try ALSImplicit(["rank": .integer(4), "regularization": .real(20)])
        let plain = try training(plainLow, after: plainHigh.training(on: matrix, .standard))
        let model = try normalized.fitted()
        #expect(model.tensors["user_factors"] == plain.userFactors)
        #expect(model.tensors["normalization_users"] != nil)
    }
}
