import ContractTesting
import AccessLogs
import Detectors
import Foundation
import Interactions
import LinearAlgebra
import Parameters
import Testing

@Suite("Paths and walks")
struct GraphTests {
    /// The path a – r – b – s – c.
    private let chain = InteractionMatrix([
        access("a", "r"), access("b", "r"), access("b", "s"), access("c", "s"),
    ])

    private func scores(_ detector: some Detector, _ matrix: InteractionMatrix) throws -> [[String]: Double] {
        try matrix.scores(of: try detector.fit(matrix, .standard))
    }

    @Test("of three steps, worked out by hand")
    func paths() throws {
        let exponents: [String: ParameterValue] = [
            "user_exponent": .real(2), "resource_exponent": .real(3), "damping": .real(1),
        ]
        // a – r – b – s: 1⁻² · 2⁻³ · 2⁻² / 2.
        let weighted = try scores(RandomPaths(exponents), chain)
        #expect(abs(try #require(weighted[["t", "a", "s"]]) + 1.0 / 64) < 1e-15)
        let logarithms = try scores(AdamicAdar([:]), chain)
        let expected = -1 / (log(2.0) * log(2.0))
        #expect(abs(try #require(logarithms[["t", "a", "s"]]) - expected) < 1e-12)
    }

    @Test("do not use the pair's own edge", arguments: ["random-paths", "adamic-adar"])
    func ownEdge(id: String) throws {
        let detector = try Detectors.standard.detector(id, parameters: [:])
        for (pair, score) in try chain.scores(of: try detector.fit(chain, .standard)) {
            // A chain has one path between two nodes: of a pair that was seen, it is the edge itself.
            let isNew = pair[1] == "a" && pair[2] == "s" || pair[1] == "c" && pair[2] == "r"
            #expect((score < 0) == isNew)
        }
    }

    @Test("with exponents of 0 count the paths, one by one")
    func counted() throws {
        let matrix = InteractionMatrix(randomAccesses())
        let zero = ParameterValue.real(0)
        let detector = try RandomPaths(["user_exponent": zero, "resource_exponent": zero, "damping": zero])
        for (pair, score) in try scores(detector, matrix) {
            let user = Int(try #require(matrix.users.index(of: TenantName(tenant: "t", name: pair[1]))))
            let resource = Int(try #require(matrix.resources.index(of: TenantName(tenant: "t", name: pair[2]))))
            var paths = 0
            for other in 0..<matrix.users.count where other != user {
                for way in 0..<matrix.resources.count where way != resource {
                    let edges = [(user, way), (other, way), (other, resource)]
                    if edges.allSatisfy({ matrix.counts.contains(row: $0.0, column: $0.1) }) { paths += 1 }
                }
            }
            #expect(score == -Double(paths))
        }
    }

    @Test("with restart spend (1 − c) / (2 − c) of their time at the resources, none of it at unconnected ones")
    func mass() throws {
        let accesses = randomAccesses(users: 25, resources: 18, count: 90)
        let matrix = InteractionMatrix(accesses + [access("v", "y"), access("w", "y")])
        for restart in [0.05, 0.5, 0.9] {
            let detector = try PersonalizedPageRank(["restart": .real(restart), "degree_exponent": .real(0)])
            var totals: [String: Double] = [:]
            for (pair, score) in try scores(detector, matrix) {
                totals[pair[1], default: 0] -= score
                if ["v", "w"].contains(pair[1]) != (pair[2] == "y") { #expect(score == 0) }
            }
            // Every other step is at a resource: c Σ (1 − c)^t over the odd t.
            for total in totals.values { #expect(abs(total - (1 - restart) / (2 - restart)) < 1e-8) }
        }
    }

    @Test("with restart, worked out by hand for one user and two resources")
    func star() throws {
        let matrix = InteractionMatrix([access("u", "r"), access("u", "s")])
        let score = try scores(PersonalizedPageRank(["restart": .real(0.5)]), matrix)
        for resource in ["r", "s"] { #expect(abs(try #require(score[["t", "u", resource]]) + 1.0 / 6) < 1e-10) }
    }
}
