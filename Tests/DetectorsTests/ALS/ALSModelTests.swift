import ContractTesting
import AccessLogs
@testable import Detectors
import Foundation
import Interactions
import LinearAlgebra
import Parameters
import Testing

@Suite("A factorisation by alternating least squares")
struct ALSModelTests {
    private let matrix = ALSCase.matrix

    private func accesses(ofUser user: Int) -> [(resource: Int32, count: Float)] {
        matrix.counts.range(ofRow: user).map { (matrix.counts.columnIndices[$0], matrix.counts.values[$0]) }
    }

    private func close(_ scores: [Double], _ expected: [Double], within tolerance: Double) -> Bool {
        let largest = expected.reduce(1e-3) { max($0, abs($1)) }
        return scores.count == expected.count
            && zip(scores, expected).allSatisfy { abs($0 - $1) <= tolerance * largest }
    }

    @Test("scores a known user's accesses, folded in, as the next half-sweep does", arguments: ALSCase.all)
    func newUser(loss: ALSCase) throws {
        var training = try loss.training()
        for _ in 0..<2 { try training.advance() }
        let model = try #require(training.fitted() as? ALSModel)
        var dense = loss.oracle(training)
        dense.solveUsers()
        let resources = matrix.resources.names.indices.map { Int32($0) }
        for user in 0..<5 {
            let scores = try model.scores(ofNewUser: accesses(ofUser: user), for: resources)
            #expect(close(scores, resources.map { -dense.prediction(user, Int($0)) }, within: 1e-6))
        }
    }

    @Test("scores a known resource's accesses, folded in, as it scores the resource", arguments: ALSCase.all)
    func newResource(loss: ALSCase) throws {
        let model = try loss.model(sweeps: 3)
        let byResource = matrix.counts.transposed()
        let users = matrix.users.names.indices.map { Int32($0) }
        for resource in 0..<5 {
            let accesses = byResource.range(ofRow: resource).map {
                (user: byResource.columnIndices[$0], count: byResource.values[$0])
            }
            let scores = try model.scores(ofNewResource: accesses, for: users)
            let expected = model.scores(users: users, resources: users.map { _ in Int32(resource) })
            #expect(close(scores, expected, within: 1e-3))
        }
    }

    @Test("folds in when restored as when fitted", arguments: ALSCase.all)
    func restored(loss: ALSCase) throws {
        let model = try loss.model(sweeps: 2)
        let detector = try Detectors.standard.detector(loss.detector, parameters: loss.values())
        let restored = try #require(try detector.restore(model.tensors, for: matrix) as? any FoldingIn)
        let resources: [Int32] = [0, 3, 7]
        let accesses: [(resource: Int32, count: Float)] = [(2, 1), (5, 4)]
        #expect(
            try restored.scores(ofNewUser: accesses, for: resources)
                == model.scores(ofNewUser: accesses, for: resources))
    }

    @Test("takes a prediction apart into the user's training pairs", arguments: ALSCase.all, [false, true])
    func contributions(loss: ALSCase, nonNegative: Bool) throws {
        // A rating of unobserved pairs is attributed to no resource.
        let changes: [String: ParameterValue] =
            loss.isImplicit
            ? ["non_negative": .boolean(nonNegative)]
            : ["non_negative": .boolean(nonNegative), "negative_rating": .real(0)]
        let model = try loss.model(sweeps: 3, changes)
        for user in 0..<4 {
            let accesses = accesses(ofUser: user)
            for resource: Int32 in [0, 9, 21] {
                let contributions = try model.contributions(user: Int32(user), resource: resource)
                #expect(contributions.map(\.resource) == accesses.map(\.resource))
                let prediction = -(try model.scores(ofNewUser: accesses, for: [resource]))[0]
                let sum = contributions.reduce(0) { $0 + $1.amount }
                #expect(abs(sum - prediction) <= 1e-7 * max(1, abs(prediction)))
            }
        }
    }

    @Test("predicts, once converged, what the contributions add up to")
    func converged() throws {
        let model = try ALSCase.all[0].model(sweeps: 200)
        for user: Int32 in 0..<5 {
            let sum = try model.contributions(user: user, resource: 4).reduce(0) { $0 + $1.amount }
            #expect(abs(sum + model.scores(users: [user], resources: [4])[0]) <= 2e-3)
        }
    }

    @Test("keeps folded-in factors from being negative where they must be")
    func nonNegative() throws {
        let model = try ALSCase.all[0].model(sweeps: 5, ["non_negative": .boolean(true)])
        let resources = matrix.resources.names.indices.map { Int32($0) }
        let scores = try model.scores(ofNewUser: [(1, 1), (2, 1)], for: resources)
        #expect(scores.allSatisfy { $0 <= 0 } && scores.contains { $0 < -0.01 })
    }

    @Test("weighs a pair by the time since its last access where values are recent")
    func recent() throws {
        let timed = InteractionMatrix(
            users: matrix.users, resources: matrix.resources, counts: matrix.counts,
            recency: (0..<matrix.pairCount).map { Float($0 % 50) })
        let values: [String: ParameterValue] = [
            "values": .string("recent"), "half_life_days": .real(10), "rank": .integer(3),
            "solver": .string("cholesky"), "sweeps": .integer(2),
        ]
        let detector = try ALSImplicit(values)
        #expect(throws: DetectorError.self) { try detector.training(on: matrix, .standard) }
        let problem = try detector.training(on: timed, .standard).problem().users[0]
        for (entry, weight) in problem.weights.values.enumerated() {
            let confidence = problem.targets.target(ofEntry: entry, weight: weight)
            #expect(abs(Double(confidence) - (1 + 10 * pow(0.5, Double(entry % 50) / 10))) <= 1e-5)
        }
        let model = try #require(try detector.fit(timed, .standard) as? ALSModel)
        #expect(try model.contributions(user: 0, resource: 1).count == accesses(ofUser: 0).count)
    }

    /// The slow way: folded in anew without the access.
    private func leaveOneOut(
        _ model: ALSModel, _ accesses: [(resource: Int32, count: Float)]
    ) throws -> [Double] {
        try accesses.indices.map { index in
            var others = accesses
            others.remove(at: index)
            return try model.scores(ofNewUser: others, for: [accesses[index].resource])[0]
        }
    }

    @Test("judges each access by the others as if it were not there", arguments: ALSCase.all, [false, true])
    func leaveOneOut(loss: ALSCase, nonNegative: Bool) throws {
        let model = try loss.model(sweeps: 3, ["non_negative": .boolean(nonNegative)])
        for user in 0..<6 {
            let accesses = accesses(ofUser: user)
            let scores = try model.leaveOneOutScores(ofNewUser: accesses, isCancelled: { false })
            #expect(close(scores, try leaveOneOut(model, accesses), within: 1e-6))
        }
        let byResource = matrix.counts.transposed(), entries = byResource.range(ofRow: 2)
        let accesses = entries.map { (user: byResource.columnIndices[$0], count: byResource.values[$0]) }
        let expected = try accesses.indices.map { index in
            var others = accesses
            others.remove(at: index)
            return try model.scores(ofNewResource: others, for: [accesses[index].user])[0]
        }
        #expect(
            close(try model.leaveOneOutScores(ofNewResource: accesses, isCancelled: { false }), expected, within: 1e-6))
    }

    /// Taken out of the sum, an access a billion times as heavy as the others would leave nothing but rounding errors.
    @Test("judges the others of a huge access as exactly, and the huge one by them", arguments: [1, 1e3, 1e6, 1e9])
    func leaveHugeOut(count: Float) throws {
        let model = try ALSCase.all[1].model(sweeps: 3, ["regularization": .real(0.01)])
        let accesses: [(resource: Int32, count: Float)] = [(0, 1), (3, count), (7, 2), (11, 1), (20, 0.5)]
        let scores = try model.leaveOneOutScores(ofNewUser: accesses, isCancelled: { false })
        #expect(close(scores, try leaveOneOut(model, accesses), within: 1e-6))
    }

    @Test("says where the other accesses do not determine the factors")
    func leaveOneOutSingular() throws {
        // Nothing but the accesses themselves, fewer than there are factors.
        let model = try ALSCase.all[4].model(sweeps: 2)
        let bare = ALSModel(
            model.factors, of: matrix, .implicit(alpha: 1, unobservedWeight: 0),
            ALSSettings(
                try ALSImplicit.parameters.checked(["rank": .integer(3), "regularization": .real(0)]),
                regularization: ALSImplicit.regularization))
        #expect(throws: DetectorError.self) {
            try bare.leaveOneOutScores(ofNewUser: [(0, 1), (3, 1), (7, 1)], isCancelled: { false })
        }
    }

    @Test("judges no access by others where there are none, and stops when asked to")
    func leaveOnlyOneOut() throws {
        let model = try ALSCase.all[0].model(sweeps: 2)
        #expect(try model.leaveOneOutScores(ofNewUser: [(3, 1)], isCancelled: { false }) == [0])
        #expect(throws: CancellationError.self) {
            try model.leaveOneOutScores(ofNewUser: [(3, 1), (4, 1)], isCancelled: { true })
        }
    }

    @Test("has no score to tell about a user without accesses")
    func nothingKnown() throws {
        let model = try ALSCase.all[0].model(sweeps: 2)
        #expect(try model.scores(ofNewUser: [], for: [0, 1]) == [0, 0])
    }
}
