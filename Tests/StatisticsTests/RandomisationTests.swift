import Statistics
import Testing

@Suite("The randomisation test")
struct RandomisationTests {
    @Test("of all swaps agrees with SciPy", arguments: PairedFixture.all.filter { $0.randomisation >= 0 })
    func oracle(fixture: PairedFixture) throws {
        let test = try PairedSample(fixture.first, fixture.second).randomisationTest(seed: Seed(1))
        #expect(isClose(test.pValue, fixture.randomisation, within: 1e-12))
    }

    @Test("of a sample of swaps agrees with the t test on normal differences")
    func sampled() throws {
        let random = RandomStream(seed: Seed(3))
        let sample = try PairedSample(
            (0..<40).map { _ in random.gaussian(mean: 0.3) }, Array(repeating: 0, count: 40))
        let test = try sample.randomisationTest(seed: Seed(1))
        #expect(isClose(test.pValue, try sample.tTest().pValue, within: 0.02))
        #expect(test == (try sample.randomisationTest(seed: Seed(1))))
    }

    @Test("never says zero, and not more than so few pairs can")
    func bounds() throws {
        let clear = try PairedSample((1...60).map(Double.init), Array(repeating: 0, count: 60))
        #expect(try clear.randomisationTest(swaps: 999, seed: Seed(1)).pValue == 0.001)
        let few = try PairedSample([1, 2, 3, 4], [0, 0, 0, 0]).randomisationTest(seed: Seed(1))
        #expect(few.pValue == 0.125)
        #expect(few.verdict() == .notEnoughPairs)
        #expect(try PairedSample([1, 2], [1, 2]).randomisationTest(seed: Seed(1)).pValue == 1)
    }
}
