import AccessLogs
import Interactions
import Statistics
import Testing

@Suite("A time split")
struct TimeSplitTests {
    private func day(_ log: AccessLog, _ access: Int) -> Int {
        Timestamp(microseconds: log.microseconds[access]).dayNumber
    }

    @Test("trains on the past and measures on the future, a gap apart", arguments: 0..<10, [0, 1])
    func cut(seed: Int, gap: Int) throws {
        let log = randomLog(seed: seed, count: 300)
        for population in Population.allCases {
            let split = try TimeSplit(gapDays: gap).split(log, population: population)
            for fold in split.validation + [split.test] {
                let last = try #require(fold.training.map { day(log, $0) }.max())
                let days = try #require(fold.window.days)
                #expect(last + gap < days.lowerBound)
                #expect(fold.window.benign.allSatisfy { $0.day.map(days.contains) == true })
            }
            // The test fold trains on the validation window, which lies before its cut.
            #expect(split.validation[0].training.count < split.test.training.count)
            let validationDays = try #require(split.validation[0].window.days)
            let testDays = try #require(split.test.window.days)
            #expect(validationDays.upperBound + gap <= testDays.lowerBound)
        }
    }

    @Test("never measures on a new pair that was seen before the window", arguments: 0..<10)
    func noLeak(seed: Int) throws {
        let log = randomLog(seed: seed, count: 200)
        for population in [Population.newPairs, .newPairsOfKnown] {
            let split = try TimeSplit().split(log, population: population)
            for fold in split.validation + [split.test] {
                let start = try #require(fold.window.days).lowerBound
                // The gap counts too: what happened there is not new in the window.
                let before = PairSet(of: (0..<log.count).filter { day(log, $0) < start }, in: log)
                #expect(fold.window.benign.allSatisfy { !before.contains(user: $0.user, resource: $0.resource) })
                #expect(PairSet(fold).count == fold.window.benign.count)
            }
        }
    }

    @Test("takes from known users and resources only, if asked to", arguments: 0..<10)
    func known(seed: Int) throws {
        let log = randomLog(seed: seed, count: 200)
        let fold = try TimeSplit().split(log, population: .newPairsOfKnown).test
        let users = Set(fold.training.map { log.user[$0] }), resources = Set(fold.training.map { log.resource[$0] })
        #expect(fold.window.benign.allSatisfy { users.contains($0.user) && resources.contains($0.resource) })
    }

    @Test("does not learn from rows that come after the window begins", arguments: 0..<5)
    func truncation(seed: Int) throws {
        let log = randomLog(seed: seed, count: 300)
        let fold = try TimeSplit().split(log, population: .allPairs).validation[0]
        let start = try #require(fold.window.days).lowerBound
        var truncated = AccessLog()
        for event in log.events where event.time.map({ $0.dayNumber < start - 1 }) == true { truncated.append(event) }
        let trained = InteractionMatrix(counting: fold.training, of: log)
        let alone = InteractionMatrix(counting: truncated)
        #expect(trained.counts == alone.counts && trained.users == alone.users)
    }

    @Test("needs times, and says what to do without")
    func untimed() {
        let error = #expect(throws: SplitError.self) {
            try TimeSplit().split(randomLog(seed: 1, isTimed: false), population: .newPairs)
        }
        #expect(error?.description.contains("split: {type: pairs}") == true)
    }

    @Test("needs days enough for each window")
    func tooShort() {
        var log = AccessLog()
        for event in randomLog(seed: 1).events where event.time?.dayNumber == 20_000 { log.append(event) }
        #expect(throws: SplitError.self) { try TimeSplit().split(log, population: .allPairs) }
    }
}
