import Search
import Testing

@Suite("Successive halving")
struct SuccessiveHalvingTests {
    @Test("compares trials on rungs that grow, each below the longest trial")
    func rungs() throws {
        let halving = try SuccessiveHalving()
        #expect(halving.rungs(below: 15) == [3, 6, 12])
        #expect(halving.rungs(below: 12) == [3, 6])
        #expect(halving.rungs(below: 3).isEmpty)
        #expect(try SuccessiveHalving(firstRung: 4, growth: 3).rungs(below: 100) == [4, 12, 36])
        #expect(try SuccessiveHalving(growth: .max).rungs(below: .max) == [3])
    }

    @Test("lets one in `reduction` continue, and always at least one")
    func survivors() throws {
        let halving = try SuccessiveHalving()
        #expect([24, 8, 3, 1].map(halving.survivors) == [8, 3, 1, 1])
        #expect(try [24, 9, 5].map(SuccessiveHalving(reduction: 4).survivors) == [6, 3, 2])
        #expect(try [5, 0].map(SuccessiveHalving(reduction: .max).survivors) == [1, 1])
    }

    @Test("does not compare after fewer than three steps, and says why", arguments: [2, 1, 0, -3])
    func early(rung: Int) throws {
        let error = try #require(throws: SearchError.self) { try SuccessiveHalving(firstRung: rung) }
        #expect(error.description.hasPrefix("first_rung must be at least 3, not \(rung): after fewer steps the order"))
    }

    @Test("grows and reduces")
    func sizes() {
        #expect(throws: SearchError.self) { try SuccessiveHalving(growth: 1) }
        #expect(throws: SearchError.self) { try SuccessiveHalving(reduction: 1) }
    }
}
