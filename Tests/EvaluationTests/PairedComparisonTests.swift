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
        let tests = try comparison.tests(by: estimation, exchanges: 99)
        for test in [tests.area, tests.precision] { #expect(!test.isSignificant(at: 0.05)) }
    }

    @Test("finds a clear difference, with intervals on the same side")
    func clear() throws {
        let comparison = try compare(SimulatedCases(), better: 2)
        let tests = try comparison.tests(by: estimation, exchanges: 99)
        for test in [tests.area, tests.precision] { #expect(test.isSignificant(at: 0.05)) }
        for metric in [ROCAUC(), AveragePrecision(), RPrecision(), RecallAtBudget()] as [any Metric] {
            let difference = try comparison.difference(of: metric, budget: 3, by: estimation)
            #expect(try #require(difference.interval).lowerBound > 0, "\(metric.name)")
            #expect(Equivalence(of: difference, within: 0.01) == .larger)
        }
    }

    @Test("uses DeLong where cases are independent and many, as computed directly")
    func independent() throws {
        let simulated = SimulatedCases(attacks: 34, isClustered: false), comparison = try compare(simulated)
        let positive = simulated.cases().map(\.isInjected)
        let areas = try [1, 2].map { detector in
            try DeLong(scores: simulated.cases(detector: detector).map { $0.score ?? 0 }, positive: positive)
        }
        let tests = try comparison.tests(by: estimation, exchanges: 99)
        guard case .performed(let result) = tests.area, case .performed(let other) = tests.precision else {
            Issue.record("\(tests)")
            return
        }
        #expect(result.method.hasPrefix("DeLong"))
        #expect(other.method == "exchange of ranks by cluster, 99 exchanges, 102 + 400 clusters")
        let direct = try areas[0].compared(with: areas[1])
        #expect(abs(result.pValue - direct.pValue) < 1e-12)
        let difference = try comparison.difference(of: ROCAUC(), by: estimation)
        #expect(abs(difference.value - (areas[0].area - areas[1].area)) < 1e-12)
        #expect(difference.method.hasPrefix("DeLong"))
    }

    @Test("tests both measures by exchanges within attacks and users, and within few independent cases")
    func exchanged() throws {
        for (simulated, clusters) in [(SimulatedCases(), "20 + 30"), (SimulatedCases(isClustered: false), "60 + 400")] {
            let comparison = try compare(simulated), tests = try comparison.tests(by: estimation, exchanges: 99)
            let differences = [comparison.areaDifference, comparison.precisionDifference]
            for (test, difference) in zip([tests.area, tests.precision], differences) {
                guard case .performed(let result) = test else {
                    Issue.record("\(test)")
                    return
                }
                #expect(result.method == "exchange of ranks by cluster, 99 exchanges, \(clusters) clusters")
                #expect(abs(result.statistic - (try #require(difference))) < 1e-12)
            }
        }
    }

    @Test("allows for cases of one user and of one resource together where resources are known")
    func resources() throws {
        // Both scorers err on single resources, and on all users of these alike: equal on resources that are not drawn.
        func results(_ seed: UInt64, areKnown: Bool) throws -> TestResult {
            let random = RandomStream(seed: Seed(seed))
            let errors = (0..<44).map { _ in random.gaussian() }
            func ranked(_ scorer: Int) throws -> ScoredCases {
                let rows = (0..<400).map { (index: Int) -> ScoredCases.Case in
                    let isInjected = index < 60, resource = isInjected ? index % 10 : 10 + index % 12
                    let score = random.gaussian(mean: isInjected ? 1.5 : 0) + errors[22 * scorer + resource]
                    return ScoredCases.Case(
                        score: score, isInjected: isInjected, attack: isInjected ? Int32(index / 3) : -1,
                        user: Int32(index / 10), resource: areKnown ? Int32(resource) : -1)
                }
                return try ScoredCases(
                    rows, window: ScoredCases.Window(days: nil, activeUsers: 40, accesses: 400), policy: .rankLast,
                    scenarios: [])
            }
            let tests = try PairedComparison(ranked(0), ranked(1)).tests(by: estimation, exchanges: 99)
            guard case .performed(let result) = tests.area else { throw ComparisonError("\(tests)") }
            return result
        }
        var found: [TestResult] = []
        for seed in 1...10 as ClosedRange<UInt64> {
            let both = try results(seed, areKnown: true), byUser = try results(seed, areKnown: false)
            #expect(both.statistic == byUser.statistic)
            #expect(both.pValue >= byUser.pValue)
            #expect(both.method.hasSuffix(", widened for users and resources together"))
            if both.pValue > byUser.pValue { found.append(both) }
        }
        #expect(found.count >= 5)
        #expect(found.contains { $0.method.contains("99 exchanges, 10 + 12 clusters by resource") })
    }

    @Test("refuses what the sample cannot support")
    func refused() throws {
        func reasons(_ simulated: SimulatedCases) throws -> [String?] {
            let tests = try compare(simulated, better: 3).tests(by: estimation, exchanges: 99)
            return [tests.area, tests.precision].map { test in
                if case .refused(let reason) = test { reason } else { nil }
            }
        }
        func few(_ counts: String) -> [String] {
            [10, 20].map { "\(counts) are too few for a test; it takes \($0) of each" }
        }
        #expect(try reasons(SimulatedCases(attacks: 9)) == few("9 attacks and 30 benign users"))
        // The test of average precision takes more than that of areas.
        #expect(try reasons(SimulatedCases(attacks: 10)) == [nil, few("10 attacks and 30 benign users")[1]])
        #expect(try reasons(SimulatedCases(attacks: 19)) == [nil, few("19 attacks and 30 benign users")[1]])
        #expect(try reasons(SimulatedCases(attacks: 20)) == [nil, nil])
        #expect(try reasons(SimulatedCases(users: 9)) == few("20 attacks and 9 benign users"))
        #expect(try reasons(SimulatedCases(users: 19)) == [nil, few("20 attacks and 19 benign users")[1]])
        #expect(try reasons(SimulatedCases(attacks: 3, isClustered: false)) == few("9 injected and 400 benign cases"))
    }

    @Test("goes no further once asked to stop")
    func stopped() throws {
        var estimation = estimation
        estimation.isCancelled = { true }
        let comparison = try compare(SimulatedCases())
        #expect(throws: CancellationError.self) { try comparison.tests(by: estimation) }
    }

    @Test("refuses to test weighted cases for their weights")
    func weighted() throws {
        let simulated = SimulatedCases(isClustered: false)
        let cases = simulated.cases().map { item in
            var item = item
            item.weight = 2
            return item
        }
        let comparison = try PairedComparison(try simulated.ranked(cases), try simulated.ranked(cases))
        let reason = "the tests take each case to count once; these have weights"
        #expect(try comparison.tests(by: estimation).area == .refused(reason))
    }

    @Test("of one scenario sees its attacks alone")
    func slice() throws {
        let comparison = try compare(SimulatedCases(attacks: 40), better: 2, slice: .scenario(1))
        guard case .performed(let result) = try comparison.tests(by: estimation, exchanges: 99).precision else {
            Issue.record("twenty attacks suffice")
            return
        }
        #expect(result.method.hasSuffix("20 + 30 clusters"))
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
