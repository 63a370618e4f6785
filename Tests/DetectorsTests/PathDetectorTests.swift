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

    private func objective(of model: any FittedDetector, _ detector: ALSImplicit) throws -> Double {
        try #require(try detector.training(on: matrix, .standard, from: model.tensors).objective())
    }

    @Test("end as low as fits of many sweeps, to a part of the tolerance", arguments: [20.0, 5, 1])
    func converged(regularization: Double) throws {
        let previous = try detector(2 * regularization).fit(matrix, .standard, after: nil)
        let detector = try detector(regularization)
        let warm = try objective(of: detector.fit(matrix, .standard, after: previous), detector)
        let exact = try objective(of: detector.fit(matrix, .standard), detector)
        #expect(abs(warm / exact - 1) < 0.02)
    }

    @Test("make no more sweeps than they may")
    func bounded() throws {
        let one = try detector(1, sweeps: 1)
        let after = try one.fit(matrix, .standard, after: nil)
        #expect(after.tensors["user_factors"] == (try one.fit(matrix, .standard)).tensors["user_factors"])
    }

    @Test("stay where they are where nothing changes")
    func warm() throws {
        let settled = try detector(5).fit(matrix, .standard)
        var training = try detector(5).training(on: matrix, .standard, from: settled.tensors)
        try training.converge(isWarm: true)
        #expect(training.steps == 1)
    }

    @Test("go by the raw scores, and normalise the result anew")
    func normalised() throws {
        let parameters: [String: ParameterValue] = ["rank": .integer(4), "normalization": .string("user-scale")]
        let high = try Normalized<ALSImplicit>(parameters.merging(["regularization": .real(20)]) { $1 })
        let low = try Normalized<ALSImplicit>(parameters.merging(["regularization": .real(5)]) { $1 })
        let model = try low.fit(matrix, .standard, after: high.fit(matrix, .standard, after: nil))
        let plain = try ALSImplicit(["rank": .integer(4), "regularization": .real(5)]).fit(
            matrix, .standard,
            after: ALSImplicit(["rank": .integer(4), "regularization": .real(20)]).fit(matrix, .standard, after: nil))
        #expect(model.tensors["user_factors"] == plain.tensors["user_factors"])
        #expect(model.tensors["normalization_users"] != nil)
    }
}
