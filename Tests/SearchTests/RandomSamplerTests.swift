import Parameters
import Search
import Statistics
import Testing

@Suite("The random sampler")
struct RandomSamplerTests {
    let random = RandomSampler()

    @Test("visits a finite space in a random order, each point once")
    func withoutRepetition() throws {
        let space = try SearchSpace([
            "a": .integer(low: 1, high: 5, scale: .linear), "b": .categorical([.string("x"), .string("y")]),
        ])
        #expect(random.trialCount(in: space, atMost: 32) == 10)
        let points = points(of: space, trials: 32)
        #expect(Set(points).count == 10)
        #expect(points != self.points(of: space, trials: 32, seed: 2))
    }

    @Test("stays within the bounds and honours the log scale")
    func logScale() throws {
        let space = try SearchSpace(["a": .real(low: 0.01, high: 100, scale: .log)])
        let values = points(of: space, trials: 2000).compactMap { $0["a"]?.number }
        #expect(values.count == 2000)
        #expect(values.allSatisfy { (0.01...100).contains($0) })
        // Half of the draws lie below the geometric mean of the bounds; three standard deviations are 67.
        #expect(abs(values.count { $0 < 1 } - 1000) < 67)
    }

    @Test("draws whole numbers on a log scale by their ratios, bounds included")
    func logIntegers() throws {
        let space = try SearchSpace(["a": .integer(low: 1, high: 4, scale: .log)])
        var counts: [ParameterValue: Int] = [:]
        for trial in 0..<4000 {
            let point = random.parameters(ofTrial: trial, in: space, seed: Seed(3), atMost: 4000)
            if let value = point["a"] { counts[value, default: 0] += 1 }
        }
        // ln(1.5/0.5) : ln(2.5/1.5) : ln(3.5/2.5) : ln(4.5/3.5) = 0.50 : 0.23 : 0.15 : 0.11
        #expect(counts.keys.count == 4)
        #expect(abs(counts[.integer(1), default: 0] - 2000) < 100)
        #expect(abs(counts[.integer(4), default: 0] - 457) < 65)
    }

    @Test("draws one dimension alike whatever the others are")
    func independence() throws {
        let rank = Dimension.real(low: 1, high: 9, scale: .linear)
        let one = try SearchSpace(["rank": rank])
        let two = try SearchSpace(["rank": rank, "alpha": .real(low: 0, high: 1, scale: .linear)])
        #expect(points(of: one, trials: 5).map { $0["rank"] } == points(of: two, trials: 5).map { $0["rank"] })
    }

    private func points(of space: SearchSpace, trials: Int, seed: UInt64 = 1) -> [[String: ParameterValue]] {
        (0..<random.trialCount(in: space, atMost: trials)).map {
            random.parameters(ofTrial: $0, in: space, seed: Seed(seed), atMost: trials)
        }
    }
}
