import ContractTesting
@testable import Detectors
import Interactions
import LinearAlgebra
import Parameters
import Statistics
import Testing

@Suite("The reference detector")
struct CyberMLTests {
    private let matrix = InteractionMatrix(randomAccesses(users: 30, resources: 20, count: 200))

    /// Mean and deviation of the scores of the training pairs.
    private func moments(_ detector: CyberML) throws -> (mean: Double, deviation: Double) {
        let fitted = try detector.fit(matrix, .standard)
        let rows = try LikelihoodTable(matrix, detector.values).tenants[0].rows
        let scores = try fitted.scores(users: rows.map(\.user), resources: rows.map(\.resource))
        let mean = scores.reduce(0, +) / Double(scores.count)
        let squares = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (mean, (squares / Double(scores.count)).squareRoot())
    }

    @Test("gives the training pairs mean 0 and deviation 1, with implicit feedback or without a complement")
    func standardized() throws {
        for parameters: [String: ParameterValue] in [
            [:], ["alpha": .real(10)], ["mode": .string("explicit"), "complement_factor": .integer(0)],
        ] {
            let moments = try moments(CyberML(parameters))
            #expect(abs(moments.mean) <= 1e-3)
            #expect(abs(moments.deviation - 1) <= 1e-3)
        }
        #expect(try moments(CyberML(["mode": .string("explicit")])).mean < -0.1)
    }

    @Test("has no factor below zero", arguments: ["implicit", "explicit"])
    func nonnegative(mode: String) throws {
        let tensors = try CyberML(["mode": .string(mode)]).fit(matrix, .standard).tensors
        for name in ["user_factors", "resource_factors"] {
            let factors = try #require(tensors[name])
            #expect(factors.elements.allSatisfy { $0 >= 0 })
            #expect(factors.elements.contains { $0 > 0 })
        }
    }

    @Test("isolates tenants where they are separate, and does not by default", arguments: ["implicit", "explicit"])
    func tenants(mode: String) throws {
        let alone = InteractionMatrix(randomAccesses())
        let among = InteractionMatrix(randomAccesses(tenant: "a", count: 40) + randomAccesses())
        for isSeparate in [true, false] {
            let detector = try CyberML(["separate_tenants": .boolean(isSeparate), "mode": .string(mode)])
            let expected = try alone.scores(of: try detector.fit(alone, .standard))
            let scores = try among.scores(of: try detector.fit(among, .standard)).filter { $0.key[0] == "t" }
            #expect((scores == expected) == isSeparate)
        }
    }

    @Test("scales likelihoods to the range, and equal ones to its middle")
    func scale() throws {
        let scale = LikelihoodScale(of: [3, 1, 2], low: 5, high: 10)
        #expect([1, 2, 3].map { scale($0) } == [5, 7.5, 10])
        #expect(LikelihoodScale(of: [4, 4], low: 5, high: 10)(4) == 7.5)
        #expect(LikelihoodScale(of: [1, 2], low: 7, high: 7)(2) == 7)
        let extreme = LikelihoodScale(of: [-1e308, 1e308], low: 5, high: 10)
        #expect((5...10).contains(extreme(1e308)))
    }

    @Test("accepts equal low and high, and an empty complement, which fail in the original")
    func degenerate() throws {
        for parameters: [String: ParameterValue] in [
            ["low": .real(7), "high": .real(7)], ["mode": .string("explicit"), "complement_factor": .integer(0)],
            ["blocks": .integer(1000)], ["seed": .integer(.min)], ["seed": .integer(.max)],
        ] {
            let scores = try matrix.scores(of: try CyberML(parameters).fit(matrix, .standard))
            #expect(scores.values.allSatisfy { $0.isFinite })
        }
    }

    @Test(
        "refuses contradictory parameters and an empty table",
        arguments: [
            (["low": 8, "high": 7], "high must be at least low"),
            (["negative_score": 5], "negative_score must be below low"),
        ])
    func refused(values: [String: Double], message: String) throws {
        var parameters = values.mapValues { ParameterValue.real($0) }
        parameters["mode"] = .string("explicit")
        let detector = try CyberML(parameters)
        let error = try #require(throws: DetectorError.self) { try detector.fit(matrix, .standard) }
        #expect(error.description == message)
        #expect(throws: DetectorError.self) { try CyberML([:]).referenceModel(of: LikelihoodTable([]), .standard) }
        #expect(throws: DetectorError.self) {
            try LikelihoodTable([.init(tenant: "t", user: "u", resource: "r", likelihood: .nan)])
        }
    }

    @Test("draws a complement of new pairs of the tenant, at most factor times as many, from the seed")
    func complement() throws {
        let two = InteractionMatrix(randomAccesses(tenant: "a") + randomAccesses(users: 30, resources: 20))
        let table = LikelihoodTable(two)
        for tenant in table.tenants {
            let sample = ComplementSample(of: tenant, factor: 2, seed: Seed(1))
            let keys = Set(sample.pairs.map { [$0.user, $0.resource] })
            #expect(keys.count == sample.pairs.count)
            #expect(!keys.isEmpty && keys.count <= 2 * tenant.rows.count)
            #expect(keys.isDisjoint(with: tenant.rows.map { [$0.user, $0.resource] }))
            #expect(keys.allSatisfy { tenant.users ~= Int($0[0]) && tenant.resources ~= Int($0[1]) })
            #expect(ComplementSample(of: tenant, factor: 2, seed: Seed(1)).pairs.elementsEqual(sample.pairs, by: ==))
            #expect(!ComplementSample(of: tenant, factor: 2, seed: Seed(2)).pairs.elementsEqual(sample.pairs, by: ==))
            #expect(ComplementSample(of: tenant, factor: 0, seed: Seed(1)).pairs.isEmpty)
        }
    }

    @Test("can be stopped in the middle")
    func cancelledLater() throws {
        let questions = Counter()
        let context = FitContext(seed: Seed(1), isCancelled: { questions.next() > 7 })
        #expect(throws: CancellationError.self) { try CyberML([:]).fit(matrix, context) }
        #expect(questions.next() == 9)
    }
}

@Suite("The reference's numbers for cases")
struct ReferencePolicyTests {
    private let cases: [AnomalyScore] = [
        .scored(1.5), .seen(-0.5), .disconnected(3), .unknownUser, .unknownResource,
    ]

    @Test("are 0 for an access of the history, +∞ between components, none for the unknown")
    func numbers() {
        let policy = ScorePolicy.reference(hasHistory: true)
        #expect(cases.map { policy.number(for: $0) } == [1.5, 0, .infinity, nil, nil])
    }

    @Test("keep the score of a training access where there is no history")
    func withoutHistory() {
        let policy = ScorePolicy.reference(hasHistory: false)
        #expect(cases.map { policy.number(for: $0) } == [1.5, -0.5, .infinity, nil, nil])
        #expect(cases.map { ScorePolicy.own.number(for: $0) } == [1.5, -0.5, 3, nil, nil])
        let undefined = ScorePolicy(seen: .undefined, disconnected: .undefined)
        #expect(cases.map { undefined.number(for: $0) } == [1.5, nil, nil, nil, nil])
    }
}
