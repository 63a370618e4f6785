import ContractTesting
import AccessLogs
@testable import Detectors
import Interactions
import LinearAlgebra
import Parameters
import Statistics
import Testing

@Suite("Explicit alternating least squares")
struct ALSExplicitTests {
    @Test("draws unobserved pairs of a user without replacement", arguments: [0, 1, 3, 50])
    func sample(ratio: Int) {
        let random = RandomStream(seed: Seed(1))
        var marks = [Bool](repeating: false, count: 60)
        let row: [Int32] = [12, 20, 21, 40]
        for _ in 0..<20 {
            let sample = NegativeSample.resources(
                notAccessedIn: row[...], among: 10..<50, ratio: ratio, random, marks: &marks)
            #expect(sample.count == min(4 * ratio, 36))
            #expect(Set(sample).count == sample.count && sample == sample.sorted())
            #expect(sample.allSatisfy { (10..<50).contains($0) && !row.contains($0) })
            #expect(!marks.contains(true))
        }
    }

    @Test("draws every unobserved pair alike", arguments: [1, 5])
    func uniform(ratio: Int) {
        let random = RandomStream(seed: Seed(2))
        var marks = [Bool](repeating: false, count: 12), drawn = [Int](repeating: 0, count: 12)
        for _ in 0..<4000 {
            for resource in NegativeSample.resources(
                notAccessedIn: [3, 7][...], among: 0..<12, ratio: ratio > 1 ? 4 : 1, random, marks: &marks)
            { drawn[Int(resource)] += 1 }
        }
        let expected = 4000 * (ratio > 1 ? 8.0 : 2.0) / 10
        for resource in 0..<12 where resource != 3 && resource != 7 {
            // Five standard deviations of a count.
            #expect(abs(Double(drawn[resource]) - expected) <= 5 * expected.squareRoot())
        }
    }

    @Test("draws a tenant's pairs whatever other tenants there are, and others for another seed")
    func tenants() throws {
        let alone = InteractionMatrix(randomAccesses())
        let both = InteractionMatrix(randomAccesses(tenant: "a") + randomAccesses())
        func problem(_ matrix: InteractionMatrix, _ seed: UInt64) throws -> ALSProblem {
            let settings = ALSSettings(
                ALSExplicit.parameters.standard, regularization: ALSExplicit.regularization)
            return try ALSProblem(
                matrix, .explicit(negatives: 1, negativeRating: 0), settings, seed: Seed(seed), .standard)
        }
        let one = try problem(alone, 1).users[0], second = try problem(both, 1).users[1]
        let offset = second.regressors.lowerBound
        for (first, other) in zip(one.rows, second.rows) {
            #expect(
                one.weights.columnIndices[one.weights.range(ofRow: first)].map { Int($0) + offset }
                    == second.weights.columnIndices[second.weights.range(ofRow: other)].map { Int($0) })
        }
        #expect(try problem(alone, 2).users[0].weights != one.weights)
    }

    @Test("predicts the observed values where they have the form of its model")
    func recovers() throws {
        // Counts of rank one: 1, 2 or 3 times 1, 2 or 4.
        var accesses: [AccessEvent] = []
        for user in 0..<12 {
            for resource in 0..<12 where (user + 2 * resource) % 5 != 0 {
                accesses.append(
                    access("u\(user)", "r\(resource)", weight: Double((1 + user % 3) * (1 << (resource % 3)))))
            }
        }
        let matrix = InteractionMatrix(accesses)
        let detector = try ALSExplicit([
            "values": .string("counts"), "negatives": .integer(0), "rank": .integer(1), "regularization": .real(1e-4),
            "sweeps": .integer(50),
        ])
        for (pair, score) in try matrix.scores(of: try detector.fit(matrix, .standard)) {
            let user = try #require(Int(pair[1].dropFirst())), resource = try #require(Int(pair[2].dropFirst()))
            #expect(abs(-score - Double((1 + user % 3) * (1 << (resource % 3)))) <= 1e-2)
        }
    }

    @Test("maps counts to 5 to 10 within each tenant, as the reference system does")
    func rescaled() {
        let values = ObservedValues.rescaled
        #expect([1, 3, 5].map { values.value(ofCount: $0, among: 1...5) } == [5, 7.5, 10])
        #expect(values.value(ofCount: 4, among: 4...4) == 7.5)
    }
}
