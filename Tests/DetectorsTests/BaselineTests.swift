import ContractTesting
@testable import Detectors
import Foundation
import Interactions
import Parameters
import Statistics
import Testing

@Suite("The popularity rule")
struct PopularityTests {
    @Test("is the negative logarithm of both degrees, however often a pair was accessed")
    func closedForm() throws {
        // u has three resources and v one; r has two users.
        let matrix = InteractionMatrix([
            access("u", "r", weight: 50), access("u", "r"), access("u", "s"), access("u", "t"), access("v", "r"),
        ])
        let scores = try matrix.scores(of: Popularity([:]).fit(matrix, .standard))
        let products: [[String]: Double] = [
            ["u", "r"]: 3 * 2, ["u", "s"]: 3, ["u", "t"]: 3, ["v", "r"]: 2, ["v", "s"]: 1, ["v", "t"]: 1,
        ]
        #expect(scores.count == products.count)
        for (pair, product) in products {
            let score = try #require(scores[["t"] + pair])
            #expect(abs(score + log(product)) <= 1e-6)
        }
    }
}

@Suite("The random score")
struct RandomScoreTests {
    private let matrix = InteractionMatrix((0..<60).map { access("u\($0)", "r\($0 % 50)") })

    private func scores(seed: Int) throws -> [Double] {
        let pairs = matrix.allPairs
        return try RandomScore(["seed": .integer(seed)]).fit(matrix, .standard)
            .scores(users: pairs.users, resources: pairs.resources)
    }

    @Test("is uniform in [0, 1)")
    func uniform() throws {
        let scores = try scores(seed: 0)
        #expect(scores.count == 3000)
        #expect(scores.allSatisfy { (0..<1).contains($0) })
        // The largest distance from the uniform distribution function, to the level of 0.1 % (Kolmogorov).
        let distances = scores.sorted().enumerated().map { abs(Double($0.offset) / 3000 - $0.element) }
        let largest = try #require(distances.max())
        #expect(largest <= 1.95 / 3000.0.squareRoot())
    }

    @Test("ranks no better than chance", arguments: 0..<5)
    func chance(seed: Int) throws {
        let scores = try scores(seed: seed)
        let curve = try RankingCurve(scores: scores, positive: scores.indices.map { $0 % 3 == 0 })
        // Five standard deviations of the area: √((n + m + 1) / 12nm) for 1000 and 2000 cases.
        let area = try #require(curve.rocAUC)
        #expect(abs(area - 0.5) <= 5 * (3001.0 / 12 / 2e6).squareRoot())
    }

    @Test("is another one for another seed, and for each pair")
    func distinct() throws {
        let first = try scores(seed: 0)
        #expect(Set(first).count == first.count)
        #expect(try scores(seed: 1) != first)
    }
}
