import Foundation
import Statistics
import Testing

@Suite("The interval of bootstrap replicates")
struct BootstrapIntervalTests {
    @Test("is the one that SciPy reads from the same replicates", arguments: BootstrapFixture.all)
    func oracle(fixture: BootstrapFixture) throws {
        func estimate(_ interval: BootstrapInterval) throws -> Estimate {
            try .bootstrap(
                fixture.value, replicates: fixture.replicates, by: interval, jackknife: fixture.jackknife,
                level: fixture.level, of: "cases")
        }
        #expect(isClose(try estimate(.percentile).interval, fixture.percentile, within: 1e-9))
        #expect(isClose(try estimate(.bca).interval, fixture.bca, within: 1e-9))
        #expect(try estimate(.bca).method.hasPrefix("cluster bootstrap, BCa, "))
    }

    @Test("of a symmetric sample is the percentile interval")
    func symmetric() throws {
        let replicates = (-500...500).map(Double.init)
        let bca = try Estimate.bootstrap(0, replicates: replicates, by: .bca, jackknife: [[-1, 0, 1]], of: "cases")
        #expect(isClose(bca.interval, [-475, 475], within: 1e-9))
    }

    @Test("is left out where there is none, and the reason said")
    func none() throws {
        func reason(_ replicates: [Double], _ jackknife: [[Double]]? = nil, value: Double = 1) throws -> String {
            let estimate = try Estimate.bootstrap(
                value, replicates: replicates, by: jackknife == nil ? .percentile : .bca, jackknife: jackknife ?? [],
                of: "cases")
            #expect(estimate.interval == nil && estimate.value == value)
            return estimate.method
        }
        let varied = (0..<100).map(Double.init)
        #expect(try reason([]) == "no interval: there are no replicates")
        #expect(try reason([1, 1, 1]) == "no interval: the replicates do not vary")
        #expect(try reason([.nan, .nan]) == "no interval: 2 of 2 replicates are undefined")
        #expect(try reason([2] + Array(repeating: 1, count: 99)) == "no interval: nearly all replicates are equal")
        let unvaried = "no interval: the jackknife values of BCa are undefined or do not vary"
        #expect(try reason(varied, [[3, 3], []]) == unvaried)
        #expect(try reason(varied, [[3, .nan]]) == unvaried)
        #expect(
            try reason(varied, [[1, 2]], value: -1) == "no interval: BCa needs replicates on both sides of the value")
        #expect(throws: StatisticsError.notANumber) { try Estimate.bootstrap(.nan, replicates: varied, of: "cases") }
        #expect(throws: StatisticsError.self) { try Estimate.bootstrap(1, replicates: varied, level: 1, of: "cases") }
    }

    @Test("by t of the logit stays between 0 and 1, and is by percentiles where the value is one of them")
    func logit() throws {
        // Replicates with a standard deviation of 0.1.
        let replicates = [0.8, 1, 0.8, 1, 0.9]
        let estimate = try Estimate.bootstrap(
            0.9, replicates: replicates, by: .logit, units: ResampledUnits(11), of: "cases")
        // t(10) at 97.5 % is 2.228139; s/(p(1 − p)) = 0.1/0.09; log(0.9/0.1) = 2.197225.
        let half = 2.228_139 * 1.1.squareRoot() * 0.1 / 0.09
        #expect(
            isClose(
                estimate.interval, [1 / (1 + exp(half - 2.197_225)), 1 / (1 + exp(-half - 2.197_225))], within: 1e-6))
        #expect(estimate.method == "cluster bootstrap, t of the logit, 95 %, 5 replicates, cases")
        let certain = try Estimate.bootstrap(1, replicates: (0...100).map { Double($0) / 100 }, by: .logit, of: "cases")
        #expect(isClose(certain.interval, [0.025, 0.975], within: 1e-9))
    }

    @Test("is wider for few units, the more so for units in several strata")
    func units() throws {
        let replicates = (-1_000...1_000).map(Double.init)
        // Φ(−2.228139 · √1.1) = 0.009722; Φ(−2.262157 · √(11/9)) = 0.006194.
        for (strata, tail) in [(1, 0.009_722), (2, 0.006_194)] {
            let estimate = try Estimate.bootstrap(
                0, replicates: replicates, units: ResampledUnits(11, strata: strata), of: "cases")
            #expect(isClose(estimate.interval, [-1_000 + 2_000 * tail, 1_000 - 2_000 * tail], within: 1e-5))
        }
    }

    @Test("leaves a few undefined replicates out, and counts them")
    func undefined() throws {
        let estimate = try Estimate.bootstrap(50, replicates: (0..<99).map(Double.init) + [.nan], of: "9 cases")
        #expect(isClose(estimate.interval, [2.45, 95.55], within: 1e-9))
        #expect(estimate.method == "cluster bootstrap, 95 %, 100 replicates, 1 undefined, 9 cases")
    }
}
