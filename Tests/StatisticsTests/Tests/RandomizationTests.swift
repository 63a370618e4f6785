import Statistics
import Testing

@Suite("The randomisation test")
struct RandomizationTests {
    @Test(
        "agrees with an enumeration of all swaps, or within the error of a sample", arguments: RandomizationFixture.all)
    func oracle(fixture: RandomizationFixture) throws {
        let swaps = 10_000, p = fixture.pValue
        let test = try PairedSample(fixture.first, fixture.second).randomizationTest(swaps: swaps, seed: Seed(1))
        // More than sixteen pairs are sampled: four standard errors, and the observed order that counts as well.
        let isExact = test.method.contains("all swaps")
        let error = 4 * (p * (1 - p) / Double(swaps)).squareRoot() + 1 / Double(swaps)
        #expect(isClose(test.pValue, p, within: isExact ? 1e-12 : error))
    }

    @Test("of a sample of swaps agrees with the t test on normal differences")
    func sampled() throws {
        let random = RandomStream(seed: Seed(3))
        let sample = try PairedSample(
            (0..<40).map { _ in random.gaussian(mean: 0.3) }, Array(repeating: 0, count: 40))
        let test = try sample.randomizationTest(seed: Seed(1))
        #expect(isClose(test.pValue, try sample.tTest().pValue, within: 0.02))
        #expect(test == (try sample.randomizationTest(seed: Seed(1))))
    }

    @Test("never says zero, and not more than so few pairs can")
    func bounds() throws {
        let clear = try PairedSample((1...60).map(Double.init), Array(repeating: 0, count: 60))
        #expect(try clear.randomizationTest(swaps: 999, seed: Seed(1)).pValue == 0.001)
        let few = try PairedSample([1, 2, 3, 4], [0, 0, 0, 0]).randomizationTest(seed: Seed(1))
        #expect(few.pValue == 0.125)
        #expect(few.verdict() == .notEnoughPairs)
        #expect(try PairedSample([1, 2], [1, 2]).randomizationTest(seed: Seed(1)).pValue == 1)
    }
}
