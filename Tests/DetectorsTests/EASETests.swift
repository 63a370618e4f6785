import ContractTesting
import AccessLogs
@testable import Detectors
import Foundation
import Interactions
import LinearAlgebra
import Parameters
import Testing

@Suite("The closed-form autoencoder")
struct EASETests {
    @Test("has a zero diagonal and leaves no gradient anywhere else", arguments: [0.5, 20], [0, 0.7])
    func stationary(regularization: Double, exponent: Double) throws {
        let matrix = InteractionMatrix(randomAccesses(users: 20, resources: 12, count: 90))
        let detector = try EASE(["regularization": .real(regularization), "degree_exponent": .real(exponent)])
        let weights = try #require(try detector.fit(matrix, .standard).tensors["resource_weights_0"])
        let users = matrix.users.count, resources = matrix.resources.count
        func has(_ user: Int, _ resource: Int) -> Double {
            matrix.counts.contains(row: user, column: resource) ? 1 : 0
        }
        for target in 0..<resources {
            #expect(weights[target, target] == 0)
            let errors = (0..<users).map { user in
                (0..<resources).reduce(has(user, target)) { $0 - has(user, $1) * Double(weights[target, $1]) }
            }
            for source in 0..<resources where source != target {
                // ½ ∂/∂b of Σ w(u)·error² + λ b².
                var gradient = regularization * Double(weights[target, source])
                for user in 0..<users where has(user, source) == 1 {
                    gradient -= matrix.weight(ofUser: user, exponent: exponent) * errors[user]
                }
                #expect(abs(gradient) < 1e-5)
            }
        }
    }

    @Test("of two resources, worked out by hand")
    func two() throws {
        // 2 users have both, 1 has r alone: XᵀX + λI = [3 + λ, 2; 2, 2 + λ], so that b(r → s) = 2 / (3 + λ).
        let matrix = InteractionMatrix([
            access("u", "r"), access("u", "s"), access("v", "r"), access("v", "s"), access("w", "r"),
        ])
        let scores = try matrix.scores(of: try EASE(["regularization": .real(1)]).fit(matrix, .standard))
        #expect(abs(try #require(scores[["t", "w", "s"]]) + 2.0 / 4) < 1e-6)
        #expect(abs(try #require(scores[["t", "w", "r"]])) < 1e-6)
    }

    @Test("says what to do where a tenant has too many resources")
    func tooMany() throws {
        let count = EASE.largest + 1
        let matrix = InteractionMatrix(
            users: Vocabulary([TenantName(tenant: "t", name: "u")]),
            resources: Vocabulary((0..<count).map { TenantName(tenant: "t", name: "r\(100_000 + $0)") }),
            counts: SparseMatrix(
                rows: 1, columns: count, rowOffsets: [0, count], columnIndices: (0..<count).map(Int32.init),
                values: [Float](repeating: 1, count: count)))
        let error = try #require(throws: DetectorError.self) { try EASE([:]).fit(matrix, .standard) }
        #expect(error.description.contains("side"))
    }
}

extension InteractionMatrix {
    fileprivate func weight(ofUser user: Int, exponent: Double) -> Double {
        pow(Double(counts.range(ofRow: user).count), -exponent)
    }
}
