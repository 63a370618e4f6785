import AccessLogs
import ContractTesting
@testable import Detectors
import Interactions
import LinearAlgebra
import Parameters
import Statistics
import Testing

@Suite("Values a day")
struct DailyValuesTests {
    /// What was accessed on which day, by whom and how often.
    private static let accesses: [(user: String, resource: String, day: Int64, count: Double)] = [
        ("u", "r", 1, 1000), ("u", "s", 1, 6), ("u", "s", 4, 2), ("v", "r", 1, 10), ("v", "r", 20, 20),
        ("v", "s", 3, 1), ("v", "s", 5, 1), ("w", "s", 2, 4), ("w", "q", 2, 1),
    ]

    private static func log(isTimed: Bool = true) -> AccessLog {
        var log = AccessLog()
        for access in accesses {
            log.append(
                AccessEvent(
                    tenant: "t", user: AccountIdentity(name: access.user),
                    resource: ResourceIdentity(name: access.resource),
                    time: isTimed ? Timestamp(microseconds: access.day * Timestamp.day + 3_600_000_000) : nil,
                    weight: access.count))
        }
        return log
    }

    private let matrix = InteractionMatrix(counting: log())
    private let untimed = InteractionMatrix(counting: log(isTimed: false))

    /// By pairs in the order u r, u s, v r, v s, w q, w s.
    private static let expected: [(values: String, [Double])] = [
        // u was active on two days, v on four, w on one.
        ("per-active-day", [500, 4, 7.5, 0.5, 1, 4]),
        // A burst of a thousand on a day is a thousand a day; thirty from the first day to the twentieth are 1.5.
        ("per-span-day", [1000, 2, 1.5, 2.0 / 3, 1, 4]),
    ]

    @Test("are accesses divided by the user's active days, or by the days from first to last", arguments: expected)
    func confidences(values: String, expected: [Double]) throws {
        let detector = try ALSImplicit([
            "values": .string(values), "alpha": .real(2), "rank": .integer(2), "solver": .string("cholesky"),
        ])
        let problem = try detector.training(on: matrix, .standard).problem().users[0]
        for (entry, weight) in problem.weights.values.enumerated() {
            let confidence = problem.targets.target(ofEntry: entry, weight: weight)
            #expect(abs(Double(confidence) - (1 + 2 * expected[entry])) <= 1e-5 * expected[entry])
        }
        let explicit = try ALSExplicit([
            "values": .string(values), "negatives": .integer(0), "rank": .integer(3), "regularization": .real(1e-4),
            "sweeps": .integer(200),
        ]).fit(matrix, .standard)
        let scores = try explicit.scores(users: [0, 1, 1, 2], resources: [2, 1, 2, 0])
        for (score, entry) in zip(scores, [1, 2, 3, 4]) { #expect(abs(score + expected[entry]) < 0.05) }
        let table = try LikelihoodTable(matrix, try #require(LikelihoodValues(rawValue: values)))
        #expect(zip(table.tenants[0].rows, expected).allSatisfy { abs($0.likelihood - $1) < 1e-6 })
    }

    @Test("are explained alike, and folded in by what is known of the users", arguments: expected)
    func explained(values: String, expected: [Double]) throws {
        let detector = try ALSImplicit([
            "values": .string(values), "rank": .integer(2), "sweeps": .integer(2_000), "solver": .string("cholesky"),
        ])
        let model = try #require(try detector.fit(matrix, .standard) as? ALSModel)
        for user in 0..<3 as Range<Int32> {
            let sum = try model.contributions(user: user, resource: 2).reduce(0) { $0 + $1.amount }
            #expect(abs(sum + model.scores(users: [user], resources: [2])[0]) <= 2e-3)
        }
        // A new resource's accesses lie on one day; of their users the active days are known.
        let counts: [Float] = values == "per-active-day" ? [2, 4, 1] : [1, 1, 1]
        let all = (0..<3).map { Int32($0) }
        let binary = try ALSImplicit(["values": .string("counts"), "rank": .integer(2)])
        let plain = try #require(
            try binary.restore(model.tensors, for: InteractionMatrix(counting: Self.log())) as? ALSModel)
        let folded = try model.scores(ofNewResource: zip(all, counts).map { (user: $0, count: $1) }, for: all)
        let unit = try plain.scores(ofNewResource: all.map { (user: $0, count: 1) }, for: all)
        for (one, other) in zip(folded, unit) { #expect(abs(one - other) < 1e-9) }
    }

    @Test("are not to be had without times, which is said", arguments: ["per-active-day", "per-span-day", "recent"])
    func withoutTimes(values: String) throws {
        for id in ["als-implicit", "als-explicit", "cyberml"] where !(id == "cyberml" && values == "recent") {
            let detector = try Detectors.standard.detector(id, parameters: ["values": .string(values)])
            let error = try #require(throws: DetectorError.self) { try detector.fit(untimed, .standard) }
            #expect(error.description.hasPrefix("values: \(values) needs the time of every access"))
            #expect(throws: Never.self) { try detector.fit(matrix, .standard) }
            let parameter = try #require(
                try Detectors.standard.type(of: id).parameters.first { $0.name == "values" })
            #expect(parameter.needingTimes.contains(.string(values)))
        }
    }

    @Test("can be calibrated and combined, for which pairs are left out and tenants taken apart")
    func parts() throws {
        let random = RandomStream(seed: Seed(4))
        var log = AccessLog()
        for access in 0..<600 {
            log.append(
                AccessEvent(
                    tenant: access % 3 == 0 ? "a" : "b",
                    user: AccountIdentity(name: "u\(random.index(below: 20))"),
                    resource: ResourceIdentity(name: "r\(random.index(below: 15))"),
                    time: Timestamp(microseconds: Int64(access) * Timestamp.day / 20)))
        }
        let matrix = InteractionMatrix(counting: log)
        for values in ["per-span-day", "recent"] {
            let detector = try Detectors.standard.detector(
                "als-implicit", parameters: ["values": .string(values), "calibration": .string("tail")])
            #expect(try matrix.scores(of: detector.fit(matrix, .standard)).values.allSatisfy { $0.isFinite })
        }
        #expect(throws: Never.self) {
            try Ensemble(["members": .string("cyberml popularity")]).fit(matrix, .standard)
        }
    }

    @Test(
        "are the reference's where the reference detector learns from accesses with times, and rows where it does not")
    func reference() throws {
        let standard = try CyberML([:]), spans = try CyberML(["values": .string("per-span-day")])
        #expect(try standard.fit(matrix, .standard).tensors == spans.fit(matrix, .standard).tensors)
        let counts = try CyberML(["values": .string("counts")])
        #expect(try standard.fit(matrix, .standard).tensors != counts.fit(matrix, .standard).tensors)
        let rows = try LikelihoodTable(untimed, .reference).tenants[0].rows
        #expect(rows.map(\.likelihood) == [1000, 2, 6, 10, 20, 1, 1, 1, 4])
        #expect(try LikelihoodTable(untimed, .counts).tenants[0].rows.map(\.likelihood) == [1000, 8, 30, 2, 1, 4])
    }

    @Test(
        "make the recorded model of the original from a log whose pairs stand twice",
        .enabled(if: ReferenceGolden.isPresent, ReferenceGolden.absence))
    func golden() throws {
        let golden = try #require(ReferenceGolden.all.first { $0.testDescription == "handmade/implicit_joint" })
        var log = AccessLog()
        for row in try golden.rows() {
            log.append(
                AccessEvent(
                    tenant: row.tenant, user: AccountIdentity(name: row.user),
                    resource: ResourceIdentity(name: row.resource), weight: row.likelihood))
        }
        let matrix = InteractionMatrix(counting: log)
        #expect(matrix.rows != nil, "the recorded table has a pair twice")
        let type = try Detectors.standard.type(of: "cyberml")
        let model = try FittedModel(
            type, parameters: type.parameters.checked(golden.parameters), fittedTo: matrix, .standard)
        var compared = 0
        for (access, expected) in try golden.scores("training") + golden.scores("queries") {
            guard let expected, expected.isFinite else { continue }
            let event = AccessEvent(
                tenant: access.tenant, user: AccountIdentity(name: access.user),
                resource: ResourceIdentity(name: access.resource))
            let score = try #require(try model.scores(of: [event])[0].value)
            #expect(abs(score - expected) <= 1e-6 * max(1, abs(expected)))
            compared += 1
        }
        #expect(compared > 20)
    }
}
