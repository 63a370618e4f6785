import Evaluation
import Interactions
import Statistics
import Testing

@Suite("A paired comparison")
struct PairedComparisonTests {
    private let estimation = IntervalEstimation(replicates: 300, seed: Seed(2))

    private func compare(
        _ simulated: SimulatedCases, better: Double = 0, slice: Slice = .pooled
    ) throws -> PairedComparison {
        let first = simulated.cases(detector: 1).map { item in
            var item = item
            if item.isInjected, let score = item.score { item.score = score + better }
            return item
        }
        return try PairedComparison(
            try simulated.ranked(first), try simulated.ranked(detector: 2), slice: slice)
    }

    @Test("finds no difference between a scorer and itself")
    func same() throws {
        let cases = try SimulatedCases().ranked()
        let comparison = try PairedComparison(cases, cases)
        for metric in [ROCAUC(), AveragePrecision(), RPrecision()] as [any Metric] {
            #expect(try comparison.difference(of: metric, by: estimation).value == 0)
        }
        #expect(!comparison.precisionTest(seed: Seed(1), at: 0.05).isSignificant(at: 0.05))
    }

    @Test("finds a clear difference, with intervals on the same side")
    func clear() throws {
        let comparison = try compare(SimulatedCases(), better: 2)
        #expect(comparison.precisionTest(seed: Seed(1), at: 0.05).isSignificant(at: 0.05))
        for metric in [ROCAUC(), AveragePrecision(), RPrecision(), RecallAtBudget()] as [any Metric] {
            let difference = try comparison.difference(of: metric, budget: 3, by: estimation)
            #expect(try #require(difference.interval).lowerBound > 0, "\(metric.name)")
            #expect(Equivalence(of: difference, within: 0.01) == .larger)
        }
    }

    @Test("uses DeLong where cases are independent, as computed directly")
    func independent() throws {
        let simulated = SimulatedCases(isClustered: false), comparison = try compare(simulated)
        let positive = simulated.cases().map(\.isInjected)
        let areas = try [1, 2].map { detector in
            try DeLong(scores: simulated.cases(detector: detector).map { $0.score ?? 0 }, positive: positive)
        }
        guard case .performed(let result) = comparison.areaTest() else {
            Issue.record("\(comparison.areaTest())")
            return
        }
        let direct = try areas[0].compared(with: areas[1])
        #expect(abs(result.pValue - direct.pValue) < 1e-12)
        let difference = try comparison.difference(of: ROCAUC(), by: estimation)
        #expect(abs(difference.value - (areas[0].area - areas[1].area)) < 1e-12)
        #expect(difference.method.hasPrefix("DeLong"))
        #expect(
            comparison.precisionTest(seed: Seed(1), at: 0.05) == .refused("the injected cases belong to no incident"))
    }

    @Test("tests each attack's average precision by all swaps", arguments: Fixtures.Comparison.all.indices)
    func swaps(index: Int) throws {
        let fixture = Fixtures.Comparison.all[index]
        let comparison = try PairedComparison(fixture.cases(fixture.first), fixture.cases(fixture.second))
        guard case .performed(let result) = comparison.precisionTest(seed: Seed(1), at: 0.05) else {
            Issue.record("\(comparison.precisionTest(seed: Seed(1), at: 0.05))")
            return
        }
        #expect(abs(result.statistic - fixture.statistic) < 1e-12)
        #expect(abs(result.pValue - fixture.pValue) < 1e-12)
    }

    @Test("refuses what the sample cannot support")
    func refused() throws {
        let few = try compare(SimulatedCases(attacks: 5), better: 3)
        #expect(!few.precisionTest(seed: Seed(1), at: 0.05).isSignificant(at: 0.05))
        guard case .refused(let reason) = few.precisionTest(seed: Seed(1), at: 0.05) else {
            Issue.record("five attacks cannot reach p = 0.05")
            return
        }
        #expect(reason.contains("0.0625"))
        // At a level of 0.1 five attacks suffice.
        guard case .performed(let result) = few.precisionTest(seed: Seed(1), at: 0.1) else {
            Issue.record("\(few.precisionTest(seed: Seed(1), at: 0.1))")
            return
        }
        #expect(result.pValue == 0.0625)
        guard case .refused = few.areaTest() else {
            Issue.record("cases of users and attacks are not independent")
            return
        }
        let three = try compare(SimulatedCases(attacks: 3, isClustered: false), better: 3)
        #expect(!three.areaTest().isSignificant(at: 0.5))
    }

    @Test("says that a single injected case has no variance, not that there is none")
    func singleCase() throws {
        let rows = (0..<20).map { ScoredCases.Case(score: Double($0), isInjected: $0 == 12) }
        let cases = try ScoredCases(
            rows, window: ScoredCases.Window(days: nil, activeUsers: 0, accesses: rows.count), policy: .rankLast,
            scenarios: [])
        guard case .refused(let reason) = try PairedComparison(cases, cases).areaTest() else {
            Issue.record("one case has no variance")
            return
        }
        #expect(reason == "\(StatisticsError.tooFew(needed: 2, found: 1))")
    }

    @Test("goes no further once asked to stop")
    func stopped() throws {
        let many = try compare(SimulatedCases(attacks: 40), better: 3)
        var asked = 0
        _ = many.precisionTest(seed: Seed(1), at: 0.05) {
            asked += 1
            return asked > 3
        }
        #expect(asked == 4)
    }

    @Test("refuses DeLong's test of weighted cases for their weights")
    func weighted() throws {
        let simulated = SimulatedCases(isClustered: false)
        let cases = simulated.cases().map { item in
            var item = item
            item.weight = 2
            return item
        }
        let comparison = try PairedComparison(try simulated.ranked(cases), try simulated.ranked(cases))
        #expect(
            comparison.areaTest() == .refused("DeLong's test takes each case to count once; these have weights"))
    }

    @Test("of one scenario sees its attacks alone")
    func slice() throws {
        let comparison = try compare(SimulatedCases(), better: 2, slice: .scenario(1))
        guard case .performed(let result) = comparison.precisionTest(seed: Seed(1), at: 0.05) else {
            Issue.record("ten attacks suffice")
            return
        }
        #expect(result.method.hasSuffix("n = 10"))
    }

    @Test("needs the same cases")
    func different() throws {
        let cases = try SimulatedCases().ranked()
        #expect(throws: ComparisonError.self) { try PairedComparison(cases, try SimulatedCases(attacks: 21).ranked()) }
        #expect(throws: ComparisonError.self) { try PairedComparison(cases, try SimulatedCases(seed: 9).ranked()) }
        #expect(throws: ComparisonError.self) {
            try compare(SimulatedCases()).difference(of: HoursToDetection(), budget: 0, by: estimation)
        }
    }
}
