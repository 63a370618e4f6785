import ContractTesting
import AccessLogs
@testable import Detectors
import Foundation
import Interactions
import Parameters
import Testing

/// Scores of Tests/Oracles/cyberml.py.
struct ReferenceFixture: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let rank: Int
    let iterations: Int
    let regularization: Double
    /// Nil for explicit feedback.
    let alpha: Double?
    let separate: Bool
    let seed: Int
    let complement: [[String]]
    let table: [Row]
    let scores: [Row]

    /// Tenant, user, resource and a number.
    struct Row: Decodable, Sendable {
        let access: ReferenceModel.Access
        let value: Double

        init(from decoder: any Decoder) throws {
            var container = try decoder.unkeyedContainer()
            access = ReferenceModel.Access(
                tenant: try container.decode(String.self), user: try container.decode(String.self),
                resource: try container.decode(String.self))
            value = try container.decode(Double.self)
        }
    }

    var testDescription: String { name }

    static func all() throws -> [ReferenceFixture] {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/cyberml.json")
        return try JSONDecoder().decode([ReferenceFixture].self, from: Data(contentsOf: url))
    }

    func likelihoods() throws -> LikelihoodTable {
        try LikelihoodTable(
            table.map {
                LikelihoodTable.Row(
                    tenant: $0.access.tenant, user: $0.access.user, resource: $0.access.resource, likelihood: $0.value)
            })
    }

    /// The detector; the complement is given, so that none is drawn.
    func detector() throws -> CyberML {
        try CyberML([
            "rank": .integer(rank), "iterations": .integer(iterations), "regularization": .real(regularization),
            "alpha": .real(alpha ?? 1), "mode": .string(alpha == nil ? "explicit" : "implicit"),
            "separate_tenants": .boolean(separate), "seed": .integer(seed), "complement_factor": .integer(0),
        ])
    }
}

@Suite("The reference by NumPy")
struct ReferenceFixtureTests {
    @Test("gives the same scores from the seed on, with a repeated pair, components and a tenant of one pair")
    func scores() throws {
        let fixtures = try ReferenceFixture.all()
        #expect(fixtures.count == 5)
        for fixture in fixtures {
            let detector = try fixture.detector(), table = try fixture.likelihoods()
            var rated = try detector.ratings(of: table, .standard)
            for pair in fixture.complement {
                let tenant = try #require(table.tenants.firstIndex { $0.name == pair[0] })
                rated[tenant].append(
                    RatedPairs.Row(
                        user: try #require(table.users.index(of: .init(tenant: pair[0], name: pair[1]))),
                        resource: try #require(table.resources.index(of: .init(tenant: pair[0], name: pair[2]))),
                        rating: 1))
            }
            let fitted = try detector.model(of: table, rated: rated, .standard)
            let model = ReferenceModel(fitted, of: table, history: nil)
            #expect(fixture.scores.count > 30)
            for row in fixture.scores {
                let score = try #require(model.score(of: row.access).value)
                #expect(
                    abs(score - row.value) <= 1e-6 * max(1, abs(row.value)), "\(fixture.name): \(row.access)")
                let user = try #require(table.users.index(of: .init(tenant: row.access.tenant, name: row.access.user)))
                let resource = try #require(
                    table.resources.index(of: .init(tenant: row.access.tenant, name: row.access.resource)))
                let unfolded = fitted.scores(users: [user], resources: [resource])[0]
                #expect(abs(unfolded - score) <= 1e-9 * max(1, abs(score)))
            }
        }
    }
}
