import ContractTesting
import AccessLogs
@testable import Detectors
import Interactions
import LinearAlgebra
import Statistics
import Testing

/// The original program's own numbers, from its seed.
@Suite("The reference's recorded runs", .enabled(if: ReferenceGolden.isPresent, ReferenceGolden.absence))
struct ReferenceGoldenTests {
    /// A detector, the ratings that the original factorised, and the model that they make.
    private func fitted(
        _ golden: ReferenceGolden
    ) throws -> (detector: CyberML, table: LikelihoodTable, rated: [[RatedPairs.Row]], model: CyberMLModel) {
        let detector = try CyberML(golden.parameters), table = try golden.table()
        // The original draws the complement at random, so that its ratings are taken as they were recorded.
        let rated = golden.isExplicit ? try recorded(golden, table) : try detector.ratings(of: table, .standard)
        return (detector, table, rated, try detector.model(of: table, rated: rated, .standard))
    }

    private func recorded(_ golden: ReferenceGolden, _ table: LikelihoodTable) throws -> [[RatedPairs.Row]] {
        let rows = try golden.enriched()
        return table.tenants.map { tenant in
            // The indices begin at one, anew in each tenant where tenants are separate.
            let users = golden.isSeparate ? tenant.users.lowerBound - 1 : -1
            let resources = golden.isSeparate ? tenant.resources.lowerBound - 1 : -1
            return rows.filter { $0.tenant == tenant.name }.map {
                RatedPairs.Row(
                    user: Int32($0.user + users), resource: Int32($0.resource + resources), rating: Float($0.rating))
            }
        }
    }

    @Test("scale and index the likelihoods alike", arguments: ReferenceGolden.all)
    func ratings(golden: ReferenceGolden) throws {
        let table = try golden.table()
        let detector = try CyberML(golden.parameters)
        func ordered(_ rows: [RatedPairs.Row]) -> [RatedPairs.Row] {
            rows.sorted { ($0.user, $0.resource, $0.rating) < ($1.user, $1.resource, $1.rating) }
        }
        let ours = try detector.ratings(of: table, .standard), theirs = try recorded(golden, table)
        for (tenant, (ours, theirs)) in zip(table.tenants, zip(ours, theirs)) {
            // The complement has other pairs, with a rating that no training row has.
            let ours = ordered(ours).filter { $0.rating > 1 }, theirs = ordered(theirs).filter { $0.rating > 1 }
            #expect(ours.count == tenant.rows.count)
            #expect(ours.map(\.user) == theirs.map(\.user))
            #expect(ours.map(\.resource) == theirs.map(\.resource))
            #expect(zip(ours, theirs).allSatisfy { abs($0.rating - $1.rating) <= 1e-6 })
        }
    }

    @Test("start from the same factors", arguments: ReferenceGolden.all)
    func start(golden: ReferenceGolden) throws {
        let detector = try CyberML(golden.parameters), table = try golden.table()
        let factorization = detector.factorization(tenants: table.tenants.count)
        let tenants = golden.isSeparate ? table.tenants.indices.map { $0 } : [nil]
        for tenant in tenants {
            let count = tenant.map { table.tenants[$0].users.count } ?? table.users.count
            let expected = try golden.trace(side: "user", iteration: 0, tenant: tenant)
            let factors = factorization.initialUserFactors(count: count)
            #expect(expected.count == count)
            for (number, vector) in expected {
                for (factor, value) in vector.enumerated() {
                    #expect(abs(Double(factors[number - 1, factor]) - value) <= 1e-9)
                }
            }
        }
    }

    @Test(
        "have the same factors after each recorded iteration", arguments: ReferenceGolden.all.filter { !$0.isSeparate })
    func sweeps(golden: ReferenceGolden) throws {
        let (detector, table, rated, _) = try fitted(golden)
        let pairs = RatedPairs(
            users: table.users.count, resources: table.resources.count, rows: Array(rated.joined()))
        var largest = 0.0, compared = 0
        _ = try detector.factorization(tenants: table.tenants.count).factors(of: pairs, .standard) { sweep, factors in
            for (side, matrix) in [("user", factors.users), ("item", factors.resources)] {
                for (number, vector) in (try? golden.trace(side: side, iteration: sweep)) ?? [:] {
                    for (factor, value) in vector.enumerated() {
                        largest = max(largest, abs(Double(matrix[number - 1, factor]) - value))
                        compared += 1
                    }
                }
            }
        }
        #expect(largest <= 1e-6, "\(golden.testDescription): \(largest)")
        if try !golden.trace(side: "user", iteration: 1).isEmpty { #expect(compared > 0) }
    }

    @Test("have the same mean, deviation, vectors and components", arguments: ReferenceGolden.all)
    func model(golden: ReferenceGolden) throws {
        let (_, table, _, fitted) = try fitted(golden)
        let norms = try golden.norms()
        #expect(norms.count == table.tenants.count)
        for (tenant, standardization) in zip(table.tenants, fitted.standardizations) {
            let norm = try #require(norms[tenant.name])
            #expect(abs(standardization.mean - norm.mean) <= 1e-6)
            #expect(abs(standardization.deviation - norm.deviation) <= 1e-6)
        }
        let model = ReferenceModel(fitted, of: table, history: try golden.history())
        for (ours, theirs) in [
            (model.userVectors, try golden.vectors("user")), (model.resourceVectors, try golden.vectors("res")),
        ] {
            #expect(Set(ours.keys) == Set(theirs.keys))
            for (name, vector) in theirs {
                let own = try #require(ours[name])
                #expect(own.count == vector.count)
                // The file has nine digits.
                #expect(zip(own, vector).allSatisfy { abs($0 - $1) <= 1e-6 })
            }
        }
        #expect(model.components?.users == (try golden.components("user")))
        #expect(model.components?.resources == (try golden.components("res")))
    }

    @Test("have the same scores", arguments: ReferenceGolden.all)
    func scores(golden: ReferenceGolden) throws {
        let (_, table, _, fitted) = try fitted(golden)
        let model = ReferenceModel(fitted, of: table, history: try golden.history())
        var largest = 0.0, compared = 0
        for file in ["training", "queries", "intra", "inter"] {
            for (access, expected) in try golden.scores(file) {
                let score = model.policy.number(for: model.score(of: access))
                compared += 1
                if let expected, let score, expected.isFinite {
                    largest = max(largest, abs(score - expected) / max(1, abs(expected)))
                } else {
                    #expect(score == expected, "\(access)")
                }
            }
        }
        #expect(compared > 0)
        #expect(largest <= 1e-6, "\(golden.testDescription): \(largest)")
    }

    @Test("of its sample data tell the departments apart as its own test demands: means at least 2 apart")
    func acceptance() throws {
        let golden = ReferenceGolden("factory_default", "implicit")
        let model = try CyberML([:]).referenceModel(of: golden.table(), .standard)
        func mean(_ file: String) throws -> Double {
            let scores = try golden.scores(file).compactMap { model.score(of: $0.access).value }
            return scores.reduce(0, +) / Double(scores.count)
        }
        #expect(try mean("inter") - mean("intra") >= 2)
    }
}
