import AccessLogs
import ContractTesting
@testable import Detectors
import Foundation
import Interactions
import LinearAlgebra
import Parameters
import Statistics
import Testing

/// What newcomers' scores must be: those that the trained model gives where it had the same accesses, wherever the
/// algorithm makes that so.
@Suite("Folding in")
struct FoldingInTests {
    private let accesses = randomAccesses(users: 14, resources: 11, count: 90)

    private var matrix: InteractionMatrix { InteractionMatrix(accesses) }

    private func folding(
        _ id: String, _ values: [String: ParameterValue] = [:], _ matrix: InteractionMatrix
    ) throws -> any FoldingIn {
        try #require(
            try Detectors.standard.detector(id, parameters: values).fit(matrix, .standard) as? any FoldingIn)
    }

    private func expectEqual(_ scores: [Double], _ expected: [Double], within tolerance: Double) throws {
        try #require(scores.count == expected.count)
        for (score, expected) in zip(scores, expected) {
            #expect(abs(score - expected) <= tolerance * max(1, abs(expected)), "\(score) for \(expected)")
        }
    }

    /// A detector and how near its newcomers' scores are to what they must be.
    struct Case: CustomTestStringConvertible {
        let id: String
        var values: [String: ParameterValue] = [:]
        var tolerance = 1e-5
        var testDescription: String { id + " \(values)" }
    }

    static let ofOwnRow = [
        Case(id: "svd", values: ["rank": .integer(4), "iterations": .integer(60)], tolerance: 1e-4),
        Case(
            id: "svd", values: ["rank": .integer(5), "degree_exponent": .real(0), "iterations": .integer(60)],
            tolerance: 1e-4),
        Case(id: "pagerank"), Case(id: "pagerank", values: ["restart": .real(0.2), "degree_exponent": .real(1)]),
        Case(id: "popularity"), Case(id: "first-seen"),
    ]

    @Test("gives a user and a resource of the training their own scores", arguments: ofOwnRow)
    func ownRow(one: Case) throws {
        let matrix = matrix, model = try folding(one.id, one.values, matrix), byResource = matrix.counts.transposed()
        let resources = (0..<matrix.resources.count).map { Int32($0) },
            users = (0..<matrix.users.count).map { Int32($0) }
        for user in users {
            try expectEqual(
                model.scores(ofNewUser: matrix.accesses(ofUser: Int(user)), for: resources),
                model.scores(users: resources.map { _ in user }, resources: resources), within: one.tolerance)
        }
        for resource in resources {
            let own = byResource.range(ofRow: Int(resource)).map {
                (user: byResource.columnIndices[$0], count: byResource.values[$0])
            }
            try expectEqual(
                model.scores(ofNewResource: own, for: users),
                model.scores(users: users, resources: users.map { _ in resource }), within: one.tolerance)
        }
    }

    static let ofNewUser = [
        Case(id: "random-paths"), Case(id: "adamic-adar"),
        Case(
            id: "random-paths",
            values: ["user_exponent": .real(0.5), "resource_exponent": .real(1.5), "damping": .real(1)]),
        Case(id: "user-knn", values: ["neighbours": .integer(4)]),
        Case(id: "user-knn", values: ["neighbours": .integer(3), "similarity": .string("jaccard")]),
        Case(id: "ease", values: ["side": .string("users"), "regularization": .real(2)]),
        Case(id: "user-degree"),
    ]

    @Test("gives a user who is left out of training the scores that the whole training gives", arguments: ofNewUser)
    func newUser(one: Case) throws {
        let whole = matrix, trained = try folding(one.id, one.values, whole)
        for user in 0..<whole.users.count {
            let name = whole.users[user].name
            let rest = InteractionMatrix(accesses.filter { $0.user.name != name })
            try #require(rest.resources == whole.resources)
            let all = (0..<whole.resources.count).map { Int32($0) }
            try expectEqual(
                folding(one.id, one.values, rest).scores(ofNewUser: whole.accesses(ofUser: user), for: all),
                trained.scores(users: all.map { _ in Int32(user) }, resources: all), within: one.tolerance)
        }
    }

    static let ofNewResource = [
        Case(id: "random-paths"), Case(id: "adamic-adar"),
        Case(id: "item-knn", values: ["neighbours": .integer(4)]),
        Case(id: "ease", values: ["side": .string("resources"), "regularization": .real(2)]),
    ]

    @Test(
        "gives a resource that is left out of training the scores that the whole training gives",
        arguments: ofNewResource)
    func newResource(one: Case) throws {
        let whole = matrix, trained = try folding(one.id, one.values, whole), byResource = whole.counts.transposed()
        for resource in 0..<whole.resources.count {
            let name = whole.resources[resource].name
            let rest = InteractionMatrix(accesses.filter { $0.resource.name != name })
            try #require(rest.users == whole.users)
            let own = byResource.range(ofRow: resource).map {
                (user: byResource.columnIndices[$0], count: byResource.values[$0])
            }
            let all = (0..<whole.users.count).map { Int32($0) }
            try expectEqual(
                folding(one.id, one.values, rest).scores(ofNewResource: own, for: all),
                trained.scores(users: all, resources: all.map { _ in Int32(resource) }), within: one.tolerance)
        }
    }

    @Test("predicts a new user from the weights between resources as the training does")
    func easeOfResources() throws {
        let matrix = matrix, model = try folding("ease", ["regularization": .real(2)], matrix)
        let all = (0..<matrix.resources.count).map { Int32($0) }
        for user in 0..<matrix.users.count {
            try expectEqual(
                model.scores(ofNewUser: matrix.accesses(ofUser: user), for: all),
                model.scores(users: all.map { _ in Int32(user) }, resources: all), within: 1e-6)
        }
    }

    @Test("takes the fraction of a new resource's users among the nearest of a user")
    func newResourceOfNeighbors() throws {
        let matrix = matrix, model = try folding("user-knn", ["neighbours": .integer(1_000)], matrix)
        let sets = (0..<matrix.users.count).map { Set(matrix.accesses(ofUser: $0).map(\.resource)) }
        func similarity(_ one: Int, _ other: Int) -> Double {
            one == other
                ? 0
                : Double(sets[one].intersection(sets[other]).count)
                    / Double(sets[one].count * sets[other].count).squareRoot()
        }
        let members = [1, 4, 5, 9]
        let users = (0..<matrix.users.count).map { Int32($0) }
        let expected = users.map { user in
            let all = users.reduce(0) { $0 + similarity(Int(user), Int($1)) }
            return -members.reduce(0) { $0 + similarity(Int(user), $1) } / all
        }
        try expectEqual(
            model.scores(ofNewResource: members.map { (user: Int32($0), count: 1) }, for: users), expected,
            within: 1e-9)
    }

    @Test("gives a user of a Poisson factorisation nearly its own scores", arguments: ["counts", "binary"])
    func poisson(values: String) throws {
        // A prior of a shape above one leaves each row a single optimum.
        let matrix = matrix
        let model = try folding(
            "poisson-factorization",
            [
                "values": .string(values), "rank": .integer(3), "shape": .real(2), "sweeps": .integer(3_000),
                "tolerance": .real(0),
            ], matrix)
        let all = (0..<matrix.resources.count).map { Int32($0) }
        for user in 0..<matrix.users.count {
            try expectEqual(
                model.scores(ofNewUser: matrix.accesses(ofUser: user), for: all),
                model.scores(users: all.map { _ in Int32(user) }, resources: all), within: 1e-3)
        }
    }

    @Test("finds the minimum of a newcomer's logistic loss")
    func logistic() throws {
        let random = RandomStream(seed: Seed(3))
        let factors = Matrix<Float>(rows: 8, columns: 3, elements: (0..<24).map { _ in Float(random.gaussian()) })
        for free in [2, 3] {
            let regression = ContrastiveRegression(
                factors, rows: 1..<8, own: [2, 5, 6], free: free, shift: log(5),
                draws: (1..<8).map { 0.5 * Double($0) }, ridge: 0.3)
            let point = try regression.solution(), least = regression.loss(at: point)
            #expect(point[free...].allSatisfy { $0 == 1 })
            for column in 0..<free {
                for step in [-1e-3, 1e-3, -0.1, 0.1] {
                    var other = point
                    other[column] += step
                    #expect(regression.loss(at: other) > least)
                }
            }
            // The loss by its definition.
            func softplus(_ value: Double) -> Double { log(1 + exp(value)) }
            func product(_ row: Int) -> Double { (0..<3).reduce(0) { $0 + point[$1] * Double(factors[row, $1]) } }
            var expected = 0.15 * point[..<free].reduce(0) { $0 + $1 * $1 }
            for row in [2, 5, 6] { expected += softplus(log(5) - product(row)) }
            for row in 1..<8 { expected += 0.5 * Double(row) * softplus(product(row) - log(5)) }
            #expect(abs(least - expected) < 1e-9)
            try expectEqual(regression.scores(of: point, for: [0, 7]), [-product(0), -product(7)], within: 1e-12)
        }
    }

    @Test(
        "ranks the resources of a logistic factorisation nearly as for the user of the training",
        arguments: [
            "popularity", "uniform",
        ])
    func logisticOfTraining(sampling: String) throws {
        let teams = InteractionMatrix(
            (0..<40).flatMap { user in
                (0..<30).filter { $0 % 3 == user % 3 && ($0 * 7 + user * 3) % 5 != 0 }.map {
                    access("u\(10 + user)", "r\(10 + $0)")
                }
            })
        let model = try folding(
            "logistic-factorization",
            ["rank": .integer(4), "epochs": .integer(300), "sampling": .string(sampling)], teams)
        let all = (0..<teams.resources.count).map { Int32($0) }
        for user in [0, 7, 22] {
            let folded = try model.scores(ofNewUser: teams.accesses(ofUser: user), for: all)
            let trained = try model.scores(users: all.map { _ in Int32(user) }, resources: all)
            #expect(correlation(folded, trained) > 0.98)
            // Its own team's resources are usual, those of the others are not.
            let own = all.filter { Int($0) % 3 == user % 3 }.map { folded[Int($0)] }
            let others = all.filter { Int($0) % 3 != user % 3 }.map { folded[Int($0)] }
            #expect(try #require(own.max()) < #require(others.min()))
        }
        let byResource = teams.counts.transposed(), users = (0..<teams.users.count).map { Int32($0) }
        let own = byResource.range(ofRow: 4).map { (user: byResource.columnIndices[$0], count: Float(1)) }
        #expect(
            correlation(
                try model.scores(ofNewResource: own, for: users),
                try model.scores(users: users, resources: users.map { _ in 4 })) > 0.98)
    }

    private func correlation(_ first: [Double], _ second: [Double]) -> Double {
        let count = Double(first.count)
        let means = (first.reduce(0, +) / count, second.reduce(0, +) / count)
        var sums = (0.0, 0.0, 0.0)
        for (one, other) in zip(first, second) {
            sums.0 += (one - means.0) * (other - means.1)
            sums.1 += (one - means.0) * (one - means.0)
            sums.2 += (other - means.1) * (other - means.1)
        }
        return sums.0 / (sums.1 * sums.2).squareRoot()
    }

    @Test("weighs what an ensemble's members say of a newcomer, tenant by tenant")
    func ensemble() throws {
        let matrix = InteractionMatrix(
            accesses + randomAccesses(tenant: "v", users: 20, resources: 15, count: 200))
        let ensemble = try Ensemble(["members": .string("random-paths svd popularity")])
        let fitted = try ensemble.fit(matrix, .standard), model = try #require(fitted as? any FoldingIn)
        let tensors = fitted.tensors
        for (number, tenant) in matrix.tenants.enumerated() {
            let block = matrix.block(of: tenant), user = 3
            let all = (0..<block.resources.count).map { Int32($0) }
            var expected = all.map { _ in 0.0 }
            let weights = try #require(tensors["\(number)/weights"]).elements
            for (id, weight) in zip(["random-paths", "svd", "popularity"], weights) {
                let inner = tensors.within("\(number)").within(id)
                let member = try #require(
                    try Detectors.standard.detector(id, parameters: [:]).restore(inner.within("model"), for: block)
                        as? any FoldingIn)
                let transform = RankTransform(quantiles: try #require(inner["quantiles"]))
                for (index, vote) in try member.scores(ofNewUser: block.accesses(ofUser: user), for: all).enumerated() {
                    expected[index] += Double(weight) * transform(vote)
                }
            }
            let start = Int32(tenant.resources.lowerBound)
            try expectEqual(
                model.scores(
                    ofNewUser: matrix.accesses(ofUser: tenant.users.lowerBound + user), for: all.map { start + $0 }),
                expected, within: 1e-9)
        }
    }

    @Test("is not to be had of an ensemble with a member that cannot, nor of comparisons of pairs of pairs")
    func notFolding() throws {
        let ensemble = try Ensemble(["members": .string("random-paths random")]).fit(matrix, .standard)
        #expect(!(ensemble is any FoldingIn))
        let pairwise = try LogisticFactorization(["loss": .string("bpr")]).fit(matrix, .standard)
        #expect(!(pairwise is any FoldingIn))
    }
}
