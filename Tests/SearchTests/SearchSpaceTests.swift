import Parameters
import Search
import Testing

@Suite("A search space")
struct SearchSpaceTests {
    @Test("orders its dimensions by name and counts its points")
    func order() throws {
        let space = try SearchSpace([
            "rank": .integer(low: 4, high: 32, scale: .log2), "alpha": .categorical([.integer(1), .integer(10)]),
            "sweeps": .constant(.integer(15)), "neighbors": .integer(low: 5, high: 7, scale: .linear),
        ])
        #expect(space.ordered.map(\.name) == ["alpha", "neighbors", "rank", "sweeps"])
        #expect(space.pointCount == 2 * 3 * 4)
        #expect(SearchSpace().pointCount == 1)
        #expect(try SearchSpace(["weight": .real(low: 0, high: 1, scale: .linear)]).pointCount == nil)
    }

    @Test("begins with the standard values of parameters, or with those that they name for searches")
    func parameters() throws {
        let list: ParameterList = [
            Parameter<Int>("rank", in: 1...512, standard: 8, tuned: [4, 8], "Length of the factors."),
            Parameter<Double>("alpha", in: 0...100, standard: 10, "Weight of a count."),
        ]
        #expect(
            SearchSpace(of: list).dimensions == ["rank": .constant(.integer(8)), "alpha": .constant(.real(10))])
        let tuning = SearchSpace(tuning: list)
        #expect(
            tuning.dimensions == [
                "rank": .categorical([.integer(4), .integer(8)]), "alpha": .constant(.real(10)),
            ])
        var varied = tuning
        try varied.vary("alpha", over: .real(low: 1, high: 2, scale: .log))
        #expect(varied.dimensions["alpha"] == .real(low: 1, high: 2, scale: .log))
        #expect(throws: SearchError("alpha: low and high must be finite")) {
            try varied.vary("alpha", over: .real(low: 1, high: .infinity, scale: .log))
        }
        #expect(varied.dimensions["alpha"] == .real(low: 1, high: 2, scale: .log))
    }

    @Test("counts no further than integers go")
    func huge() throws {
        let all = Dimension.integer(low: .min, high: .max, scale: .linear)
        #expect(all.count == .max)
        #expect(try SearchSpace(["a": all, "b": all]).pointCount == .max)
    }

    @Test(
        "refuses dimensions without sense",
        arguments: [
            (Dimension.categorical([]), "x: a categorical dimension needs at least one value"),
            (.categorical([.integer(1), .integer(1)]), "x: the value '1' is listed more than once"),
            (.integer(low: 5, high: 4, scale: .linear), "x: low (5) must not exceed high (4)"),
            (.integer(low: 0, high: 4, scale: .log2), "x: a log2 scale needs a low of at least 1, not 0"),
            (.real(low: 2, high: 1, scale: .linear), "x: low (2.0) must not exceed high (1.0)"),
            (.real(low: 0, high: 1, scale: .log), "x: a log scale needs a low above 0, not 0.0"),
            (.real(low: 1, high: 2, scale: .log2), "x: the scale log2 is for whole numbers; use log"),
            (.real(low: .nan, high: 2, scale: .linear), "x: low and high must be finite"),
        ])
    func refusals(dimension: Dimension, message: String) {
        #expect(throws: SearchError(message)) { try SearchSpace(["x": dimension]) }
    }
}
