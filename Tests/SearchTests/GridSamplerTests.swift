import Parameters
import Search
import Statistics
import Testing

@Suite("The grid sampler")
struct GridSamplerTests {
    let grid = GridSampler()

    @Test("gives ranges what the listed values leave of the trials")
    func quickstart() throws {
        let space = try SearchSpace([
            "rank": .integer(low: 4, high: 32, scale: .log2), "regularization": .real(low: 0.1, high: 50, scale: .log),
            "alpha": .categorical([.integer(1), .integer(10)]), "sweeps": .constant(.integer(15)),
        ])
        let points = try points(of: space, trials: 32)
        #expect(points.count == 32)
        #expect(Set(points).count == 32)
        #expect(Set(points.map { $0["rank"] }) == [.integer(4), .integer(8), .integer(16), .integer(32)])
        #expect(points.allSatisfy { $0["sweeps"] == .integer(15) })
        let levels = points.prefix(4).compactMap { $0["regularization"]?.number }
        #expect(levels.first == 0.1)
        #expect(levels.last == 50)
        for (lower, upper) in zip(levels, levels.dropFirst()) {
            let ratio = upper / lower
            #expect(abs(ratio * ratio * ratio - 500) < 1e-6)
        }
    }

    @Test("numbers the combinations with the last name varying fastest")
    func order() throws {
        let space = try SearchSpace([
            "b": .categorical([.string("x"), .string("y")]), "a": .integer(low: 1, high: 2, scale: .linear),
        ])
        #expect(
            try points(of: space, trials: 9) == [
                ["a": .integer(1), "b": .string("x")], ["a": .integer(1), "b": .string("y")],
                ["a": .integer(2), "b": .string("x")], ["a": .integer(2), "b": .string("y")],
            ])
    }

    @Test("gives the earlier name the odd level")
    func sharing() throws {
        let unit = Dimension.real(low: 0, high: 1, scale: .linear)
        let points = try points(of: SearchSpace(["a": unit, "b": unit]), trials: 7)
        #expect(Set(points.map { $0["a"] }) == [.real(0), .real(0.5), .real(1)])
        #expect(Set(points.map { $0["b"] }) == [.real(0), .real(1)])
    }

    @Test("uses each value of a narrow integer range once")
    func narrow() throws {
        let linear = try SearchSpace(["a": .integer(low: 3, high: 5, scale: .linear)])
        #expect(try points(of: linear, trials: 100).map { $0["a"] } == [.integer(3), .integer(4), .integer(5)])
        let logarithmic = try SearchSpace(["a": .integer(low: 1, high: 8, scale: .log)])
        let values = try points(of: logarithmic, trials: 6).map { $0["a"] }
        #expect(Set(values).count == values.count)
        #expect(values.last == .integer(8))
    }

    @Test("doubles from a low that is no power of two")
    func doublings() throws {
        let space = try SearchSpace(["a": .integer(low: 5, high: 50, scale: .log2)])
        #expect(
            try points(of: space, trials: 9).map { $0["a"] } == [
                .integer(5), .integer(10), .integer(20), .integer(40),
            ])
    }

    @Test("tries a space without dimensions once")
    func empty() throws {
        #expect(try points(of: SearchSpace(), trials: 32) == [[:]])
    }

    @Test("refuses a grid that does not fit, and says how large it is")
    func tooLarge() throws {
        let space = try SearchSpace([
            "rank": .integer(low: 4, high: 32, scale: .log2), "weight": .real(low: 0, high: 1, scale: .linear),
        ])
        #expect(
            throws: SearchError(
                "the smallest grid has 8 points (rank 4 × weight 2), but trials is 7; "
                    + "raise trials to 8 or narrow the space")
        ) { try grid.trialCount(in: space, atMost: 7) }
    }

    private func points(of space: SearchSpace, trials: Int) throws -> [[String: ParameterValue]] {
        try (0..<grid.trialCount(in: space, atMost: trials)).map {
            try grid.parameters(ofTrial: $0, in: space, seed: Seed(1), atMost: trials)
        }
    }
}
