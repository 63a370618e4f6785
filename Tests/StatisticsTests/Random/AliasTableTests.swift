import Statistics
import Testing

@Suite("An alias table")
struct AliasTableTests {
    @Test(
        "draws outcomes as often as their weights say", arguments: [[1.0], [1, 1, 1], [5, 0, 3, 2], [0.1, 0.7, 0.2]])
    func frequencies(weights: [Double]) {
        let random = RandomStream(seed: Seed(3))
        let table = AliasTable(weights: weights)
        let draws = 40_000
        var counts = [Int](repeating: 0, count: weights.count)
        for _ in 0..<draws { counts[table.draw(using: random)] += 1 }
        let sum = weights.reduce(0, +)
        for (count, weight) in zip(counts, weights) {
            let probability = weight / sum
            let deviation = (Double(draws) * probability * (1 - probability)).squareRoot()
            #expect(abs(Double(count) - Double(draws) * probability) <= 5 * deviation)
        }
    }
}
