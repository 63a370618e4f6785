import ContractTesting
import Detectors
import Foundation
import Interactions
import Testing

@Suite("The plain rules")
struct PlainRuleTests {
    private let matrix = InteractionMatrix([
        access("u", "r", weight: 7), access("u", "s"), access("v", "s"), access("w", "s"), access("w", "s"),
    ])

    @Test("score by the user's degree alone")
    func userDegree() throws {
        let scores = try matrix.scores(of: try UserDegree([:]).fit(matrix, .standard))
        #expect(scores.count == 6)
        for (pair, score) in scores { #expect(score == (pair[1] == "u" ? -log(2) : 0)) }
    }

    @Test("score a pair by whether it was seen")
    func firstSeen() throws {
        let scores = try matrix.scores(of: try FirstSeen([:]).fit(matrix, .standard))
        let new = scores.filter { $0.value == 1 }.keys
        #expect(Set(new) == [["t", "v", "r"], ["t", "w", "r"]])
        #expect(scores.values.count { $0 == 0 } == 4)
    }
}
