import Statistics
import Testing

@Suite("The interval of bootstrap replicates")
struct BootstrapIntervalTests {
    @Test("is the one that SciPy reads from the same replicates", arguments: BootstrapFixture.all)
    func oracle(fixture: BootstrapFixture) throws {
        func estimate(_ jackknife: [[Double]]?) throws -> Estimate {
            try .bootstrap(
                fixture.value, replicates: fixture.replicates, jackknife: jackknife, level: fixture.level, of: "cases")
        }
        #expect(isClose(try estimate(nil).interval, fixture.percentile, within: 1e-9))
        #expect(isClose(try estimate(fixture.jackknife).interval, fixture.bca, within: 1e-9))
        #expect(try estimate(fixture.jackknife).method.hasPrefix("cluster bootstrap, BCa, "))
    }

    @Test("of a symmetric sample is the percentile interval")
    func symmetric() throws {
        let replicates = (-500...500).map(Double.init)
        let bca = try Estimate.bootstrap(0, replicates: replicates, jackknife: [[-1, 0, 1]], of: "cases")
        #expect(isClose(bca.interval, [-475, 475], within: 1e-9))
    }

    @Test("is left out where there is none, and the reason said")
    func none() throws {
        func reason(_ replicates: [Double], _ jackknife: [[Double]]? = nil, value: Double = 1) throws -> String {
            let estimate = try Estimate.bootstrap(value, replicates: replicates, jackknife: jackknife, of: "cases")
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

    @Test("leaves a few undefined replicates out, and counts them")
    func undefined() throws {
        let estimate = try Estimate.bootstrap(50, replicates: (0..<99).map(Double.init) + [.nan], of: "9 cases")
        #expect(isClose(estimate.interval, [2.45, 95.55], within: 1e-9))
        #expect(estimate.method == "cluster bootstrap, 95 %, 100 replicates, 1 undefined, 9 cases")
    }
}
