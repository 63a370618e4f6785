import AccessLogs
import Detectors
import Interactions
import LinearAlgebra
import Parameters
import Scenarios
import Statistics
@testable import Studies
import StudySupport
import Testing
import TestSupport

/// Checks of the workbench itself: what must come out where the answer is known.
@Suite("The workbench")
struct SelfCheckTests {
    let folder = TemporaryFolder()

    @Test("promises nothing where there is nothing to learn: the best of many random scorers is no better on the test")
    func selectionBias() throws {
        // Each of the random scorers is as good as labels drawn at random, so that choosing among them is chance.
        let seeds = (1...25).map(String.init).joined(separator: ", ")
        let result = try StudyWatch().run(
            .tiny(algorithms: "[{id: random, space: {seed: {type: categorical, values: [\(seeds)]}}}]"),
            in: folder["s"])
        let winner = try #require(result.datasets.first?.ranking.first)
        let validation = try #require(winner.validation.estimate(metric: "roc_auc", slice: "pooled"))
        let test = try #require(winner.test.estimate(metric: "roc_auc", slice: "pooled"))
        #expect(validation.value > 0.52)
        #expect(abs(test.value - 0.5) < 0.1)
    }

    @Test("learns the same model whether or not the test window exists")
    func truncation() throws {
        let log = try Simulators.standard.simulator(
            "block-model",
            parameters: [
                "users": .integer(80), "shares": .integer(40), "departments": .integer(3), "days": .integer(28),
            ]
        ).simulate(seed: Seed(4)).log
        let fold = try TimeSplit().split(log, population: .newPairs).test
        let start = Int64(try #require(fold.window.days).lowerBound) * Timestamp.day
        // A log that ends where the window begins, with the names of its own accesses only.
        let before = (0..<log.count).filter { log.microseconds[$0] < start }
        let users = Vocabulary(Set(before.map { log.users[Int(log.user[$0])] }).sorted())
        let resources = Vocabulary(Set(before.map { log.resources[Int(log.resource[$0])] }).sorted())
        let truncated = AccessLog(
            users: users, resources: resources, userSIDs: Array(repeating: nil, count: users.count),
            user: before.map { users.index(of: log.users[Int(log.user[$0])]) ?? -1 },
            resource: before.map { resources.index(of: log.resources[Int(log.resource[$0])]) ?? -1 },
            microseconds: before.map { log.microseconds[$0] }, weight: before.map { log.weight[$0] },
            outcome: before.map { log.outcome[$0] })
        let training = Set(fold.training)
        let kept = before.indices.filter { training.contains(before[$0]) }
        let parameters = try ALSImplicit.parameters.checked(["rank": .integer(4)])
        let models = try [
            InteractionMatrix(counting: fold.training, of: log), InteractionMatrix(counting: kept, of: truncated),
        ].map { try FittedModel(ALSImplicit.self, parameters: parameters, fittedTo: $0, FitContext(seed: Seed(1))) }
        #expect(models[0].detector.tensors == models[1].detector.tensors)
    }
}
