import Statistics
import Testing

@Suite("A paired sample")
struct PairedSampleTests {
    private static let first = [0.71, 0.80, 0.65, 0.90, 0.77, 0.83]
    private static let second = [0.68, 0.79, 0.66, 0.85, 0.70, 0.81]
    private static let third = [0.52, 0.60, 0.50, 0.70, 0.71, 0.66]

    @Test("has the tests of a published example")
    func example() throws {
        let close = try PairedSample(Self.first, Self.second)
        let wilcoxon = close.wilcoxon()
        #expect(wilcoxon.statistic == 1.5)
        #expect(isClose(wilcoxon.pValue, 0.09375, within: 1e-6))
        let t = try close.tTest()
        #expect(isClose(t.statistic, 2.428571, within: 1e-6))
        #expect(isClose(t.pValue, 0.059485, within: 1e-6))
        #expect(t.method == "paired t, df = 5")
        let far = try PairedSample(Self.first, Self.third).wilcoxon()
        #expect(far.statistic == 0)
        #expect(isClose(far.pValue, 0.03125, within: 1e-6))
        #expect(close.winsTiesLosses == (5, 0, 1))
    }

    @Test("agrees with SciPy", arguments: PairedFixture.all)
    func oracle(fixture: PairedFixture) throws {
        let sample = try PairedSample(fixture.first, fixture.second)
        #expect(isClose(sample.wilcoxon().statistic, fixture.statistics[0], within: 1e-12))
        #expect(isClose(sample.wilcoxon().pValue, fixture.wilcoxon[0], within: 1e-10))
        let (wins, ties, losses) = sample.winsTiesLosses
        #expect([wins, ties, losses] == fixture.winsTiesLosses)
        // Without common cases what is left of replicates that divide their dataset anew is Nadeau and Bengio's test.
        let nothing = [0.0, 0, 0]
        let corrected = try SharedReplicates(
            values: sample.differences,
            draws: SharedReplicates.Draws(users: nothing, resources: nothing, cells: nothing),
            units: SharedReplicates.Units(users: 20, resources: 20, cells: 20), testToTraining: 1.0 / 9
        ).test()
        for (test, expected) in [(try sample.tTest(), fixture.t), (corrected, fixture.corrected)] {
            #expect(isClose(test.statistic, expected[0], within: 1e-9))
            #expect(isClose(test.pValue, expected[1], within: 1e-10))
        }
    }

    @Test("has R's Hodges–Lehmann estimate and interval", arguments: HodgesLehmannFixture.all)
    func hodgesLehmann(fixture: HodgesLehmannFixture) throws {
        let estimate = try PairedSample(fixture.first, fixture.second).hodgesLehmann(level: fixture.level)
        #expect(isClose(estimate.value, fixture.estimate, within: 1e-9))
        // R stays exact above 25 pairs, where the normal approximation may choose a neighbouring mean.
        let width = fixture.interval[1] - fixture.interval[0]
        let tolerance = fixture.first.count <= PairedSample.exactPairs ? 1e-9 : 0.03 * width
        #expect(isClose(estimate.interval?.lowerBound, fixture.interval[0], within: tolerance))
        #expect(isClose(estimate.interval?.upperBound, fixture.interval[1], within: tolerance))
    }

    @Test("of five pairs or fewer cannot be significant at 5 %, and says so", arguments: 1...7)
    func tooFew(pairs: Int) throws {
        let sample = try PairedSample((0..<pairs).map { Double($0) + 1 }, Array(repeating: 0, count: pairs))
        let expected: TestResult.Verdict = pairs < 6 ? .notEnoughPairs : .significant
        #expect(sample.wilcoxon().verdict() == expected)
        #expect(try sample.hodgesLehmann().interval == nil || pairs >= 6)
    }

    @Test("without differences is no evidence")
    func equal() throws {
        let sample = try PairedSample(Self.first, Self.first)
        #expect(sample.wilcoxon().pValue == 1)
        #expect(try sample.tTest().pValue == 1)
        #expect(sample.wilcoxon().verdict() == .notEnoughPairs)
    }

    @Test("gives the same p-value when its sides are exchanged", arguments: PairedFixture.all)
    func swapped(fixture: PairedFixture) throws {
        let sample = try PairedSample(fixture.first, fixture.second)
        let swapped = try PairedSample(fixture.second, fixture.first)
        #expect(sample.wilcoxon().pValue == swapped.wilcoxon().pValue)
        #expect(isClose(try sample.hodgesLehmann().value, -(try swapped.hodgesLehmann().value), within: 1e-12))
    }

    @Test("refuses what has no meaning")
    func impossible() throws {
        #expect(throws: StatisticsError.empty) { try PairedSample([], []) }
        #expect(throws: StatisticsError.infinite) { try PairedSample([1], [.infinity]) }
        #expect(throws: StatisticsError.notANumber) { try PairedSample([.nan], [1]) }
        #expect(throws: StatisticsError.tooFew(needed: 2, found: 1)) { try PairedSample([1], [0]).tTest() }
        #expect(throws: StatisticsError.noVariation) { try PairedSample([0.3, 0.4], [0.1, 0.2]).tTest() }
    }
}

@Suite("A region of practical equivalence")
struct EquivalenceTests {
    @Test("decides by a 90 % interval as two one-sided tests of statsmodels", arguments: EquivalenceFixture.all)
    func oracle(fixture: EquivalenceFixture) throws {
        let sample = try PairedSample(fixture.first, fixture.second)
        let difference = try #require(Estimate.mean(of: sample.differences, level: 0.9))
        #expect(Equivalence(of: difference, within: fixture.margin).rawValue == fixture.verdict)
    }

    @Test(
        "decides by the whole interval",
        arguments: [
            (-0.005...0.008, Equivalence.equivalent), (0.011...0.02, .larger), (-0.03...(-0.02), .smaller),
            (0.005...0.02, .undecided), (-0.02...0.02, .undecided),
        ])
    func decision(interval: ClosedRange<Double>, expected: Equivalence) {
        #expect(Equivalence(of: Estimate(value: 0, interval: interval, method: ""), within: 0.01) == expected)
    }

    @Test("decides nothing without an interval")
    func undecided() {
        #expect(Equivalence(of: Estimate(value: 0, interval: nil, method: ""), within: 0.01) == .undecided)
    }
}

@Suite("Holm's correction")
struct HolmTests {
    @Test("is the one of statsmodels", arguments: HolmFixture.all)
    func oracle(fixture: HolmFixture) throws {
        for (value, expected) in zip(try MultipleTests.holm(fixture.pValues), fixture.adjusted) {
            #expect(isClose(value, expected, within: 1e-12))
        }
    }

    @Test("takes probabilities only")
    func impossible() throws {
        #expect(try MultipleTests.holm([]).isEmpty)
        #expect(throws: StatisticsError.notANumber) { try MultipleTests.holm([0.1, .nan]) }
        #expect(throws: StatisticsError.self) { try MultipleTests.holm([1.1]) }
    }
}

@Suite("A paired sample of huge values")
struct HugePairedSampleTests {
    @Test("is refused where a difference is infinite, though the values are not")
    func overflow() {
        #expect(throws: StatisticsError.infinite) { try PairedSample([1e308, 1], [-1e308, 0]) }
    }

    @Test("has a typical difference, with an interval or without")
    func huge() throws {
        let sample = try PairedSample([1.7e308, 1e308, -1e308, 0, 1, 2, 3, 4], [0, 0, 0, 1, 0, 0, 0, 0])
        let estimate = try sample.hodgesLehmann()
        #expect(!estimate.value.isNaN)
    }
}
