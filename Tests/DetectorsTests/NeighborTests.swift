import ContractTesting
import AccessLogs
import Detectors
import Interactions
import Parameters
import Testing

@Suite("Nearest neighbours")
struct NeighborTests {
    /// a and b share r and s; c shares r with them.
    private let matrix = InteractionMatrix([
        access("a", "r"), access("a", "s"), access("b", "r"), access("b", "s"), access("b", "x"),
        access("c", "r"), access("c", "y"),
    ])

    private func score(
        _ detector: some Detector, _ user: String, _ resource: String, in matrix: InteractionMatrix? = nil
    ) throws -> Double {
        let matrix = matrix ?? self.matrix
        let scores = try matrix.scores(of: try detector.fit(matrix, .standard))
        return try #require(scores[["t", user, resource]])
    }

    @Test("by cosine, worked out by hand")
    func cosine() throws {
        // sim(a, b) = 2/√6, sim(a, c) = 1/2.
        let near = 2 / 6.0.squareRoot()
        let mean = try score(UserKNN([:]), "a", "x"),
            sum = try score(UserKNN(["aggregation": .string("sum")]), "a", "x")
        #expect(abs(mean + near / (near + 0.5)) < 1e-12)
        #expect(abs(sum + near) < 1e-12)
        #expect(try score(UserKNN(["neighbours": .integer(1)]), "a", "x") == -1)
        #expect(try score(UserKNN(["neighbours": .integer(1)]), "a", "y") == 0)
    }

    @Test("by Jaccard with shrinkage, worked out by hand")
    func jaccard() throws {
        let detector = try UserKNN([
            "similarity": .string("jaccard"), "shrinkage": .real(2), "aggregation": .string("sum"),
        ])
        #expect(abs(try score(detector, "a", "x") + 2.0 / 5) < 1e-12)
        #expect(abs(try score(detector, "a", "y") + 1.0 / 5) < 1e-12)
    }

    @Test("of a resource are found by the users in common")
    func items() throws {
        // x is had by b alone: sim(x, r) = 1/√3, sim(x, s) = 1/√2; c has r of these.
        let near = 1 / 2.0.squareRoot(), far = 1 / 3.0.squareRoot()
        #expect(abs(try score(ItemKNN([:]), "c", "x") + far / (near + far)) < 1e-12)
        #expect(try score(ItemKNN(["neighbours": .integer(1)]), "c", "x") == 0)
    }

    @Test("that tie for the last ranks share them")
    func ties() throws {
        // Three users are equally similar to u; one of them has t.
        let tied = InteractionMatrix(
            [access("u", "r")] + ["a", "b", "c"].flatMap { [access($0, "r"), access($0, "\($0)s")] })
        for neighbors in 1...3 {
            let parameters: [String: ParameterValue] = ["neighbours": .integer(neighbors)]
            for own in ["a", "b", "c"] {
                #expect(abs(try score(UserKNN(parameters), "u", "\(own)s", in: tied) + 1.0 / 3) < 1e-12)
            }
        }
    }

    @Test("are sought in the user's community where asked")
    func communities() throws {
        // Two teams; u2 of the first also uses a resource of the second.
        var accesses: [AccessEvent] = []
        for user in 0..<6 {
            for resource in 0..<6 where user / 3 == resource / 3 { accesses.append(access("u\(user)", "r\(resource)")) }
        }
        accesses.append(access("u2", "r3"))
        let teams = InteractionMatrix(accesses)
        let parameters: [String: ParameterValue] = ["peers": .string("community")]
        #expect(try score(UserKNN([:]), "u2", "r4", in: teams) < 0)
        #expect(try score(UserKNN(parameters), "u2", "r4", in: teams) == 0)
        #expect(try score(UserKNN(parameters), "u2", "r0", in: teams) == -1)
        #expect(try score(ItemKNN(parameters), "u2", "r4", in: teams) < 0)

        for detector in [try UserKNN(parameters) as any Detector, try ItemKNN(parameters)] {
            let fitted = try detector.fit(teams, .standard)
            let restored = try detector.restore(fitted.tensors, for: teams)
            #expect(try teams.scores(of: restored) == teams.scores(of: fitted))
            #expect(throws: DetectorError.self) { try detector.restore([:], for: teams) }
        }
    }

    @Test("of a tenant's communities do not depend on other tenants")
    func tenants() throws {
        let detector = try UserKNN(["peers": .string("community")])
        let alone = InteractionMatrix(randomAccesses())
        let among = InteractionMatrix(randomAccesses(tenant: "a", count: 40) + randomAccesses())
        let expected = try alone.scores(of: try detector.fit(alone, .standard))
        let scores = try among.scores(of: try detector.fit(among, .standard))
        #expect(scores.filter { $0.key[0] == "t" } == expected)
    }
}
