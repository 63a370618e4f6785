import AccessLogs
import Interactions
import Statistics
import Testing

@Suite("A walk-forward split")
struct WalkForwardSplitTests {
    private func days(_ accesses: [Int], of log: AccessLog) -> [Int] {
        accesses.map { Timestamp(microseconds: log.microseconds[$0]).dayNumber }
    }

    @Test(
        "trains before the gap before each window, and its windows follow one another",
        arguments: 0..<8, [WalkForwardSplit.Training.expanding, .rolling(days: 9)])
    func windows(seed: Int, training: WalkForwardSplit.Training) throws {
        let log = randomLog(seed: seed, count: 900, days: 40)
        for gap in 0...2 {
            let split = try WalkForwardSplit(fractions: TimeSplit(gapDays: gap), windows: 2, training: training)
                .split(log, population: .allPairs)
            #expect(split.validation.count == 2)
            var end = Int.min
            for fold in split.validation + [split.test] {
                let window = try #require(fold.window.days), trained = days(fold.training, of: log)
                #expect(try #require(trained.max()) < window.lowerBound - gap)
                #expect(window.lowerBound >= end)
                #expect(fold.window.benign.allSatisfy { $0.day.map(window.contains) == true })
                end = window.upperBound
            }
        }
    }

    @Test("with one window is a time split", arguments: 0..<5)
    func single(seed: Int) throws {
        let log = randomLog(seed: seed, count: 400, days: 30)
        let time = try TimeSplit().split(log, population: .newPairs)
        let walk = try WalkForwardSplit(windows: 1).split(log, population: .newPairs)
        #expect(walk.validation.map(\.training) == time.validation.map(\.training))
        #expect(walk.validation.map(\.window.benign) == time.validation.map(\.window.benign))
        #expect(walk.validation.map(\.window.days) == time.validation.map(\.window.days))
    }

    @Test("reports on the test fold of a time split, whatever validation looks like", arguments: 0..<5)
    func test(seed: Int) throws {
        let log = randomLog(seed: seed, count: 900, days: 40)
        let time = try TimeSplit().split(log, population: .newPairs).test
        for training in [WalkForwardSplit.Training.expanding, .rolling(days: 5)] {
            let walk = try WalkForwardSplit(windows: 3, windowDays: 4, training: training)
                .split(log, population: .newPairs).test
            #expect(walk.training == time.training)
            #expect(walk.window.benign == time.window.benign && walk.window.days == time.window.days)
        }
    }

    @Test("has windows of whole weeks if asked to, which may reach back into the training days")
    func weeks() throws {
        let log = randomLog(seed: 1, count: 2000, days: 70, tenants: 30)
        let split = try WalkForwardSplit(windows: 4, windowDays: 7).split(log, population: .newPairs)
        let windows = split.validation.compactMap(\.window.days)
        #expect(windows.map(\.count) == [7, 7, 7, 7])
        #expect(zip(windows, windows.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
        // 80 % of seventy days.
        #expect(windows.last?.upperBound == 20_000 + 56)
    }

    @Test("trains on ever more days, or on the same number of days")
    func training() throws {
        let log = randomLog(seed: 2, count: 3000, days: 60, tenants: 30)
        let first = try #require(log.timeRange).lowerBound.dayNumber
        let expanding = try WalkForwardSplit(windowDays: 4).split(log, population: .newPairs).validation
        for fold in expanding {
            let start = try #require(fold.window.days).lowerBound
            #expect(Set(days(fold.training, of: log)) == Set(first..<start - 1))
        }
        let rolling = try WalkForwardSplit(windowDays: 4, training: .rolling(days: 10))
            .split(log, population: .newPairs).validation
        for fold in rolling {
            let window = try #require(fold.window.days)
            #expect(Set(days(fold.training, of: log)) == Set(window.lowerBound - 11..<window.lowerBound - 1))
            // What was accessed before the days that are trained on is not new.
            let earlier = PairSet(
                of: (0..<log.count).filter { days([$0], of: log)[0] < window.lowerBound }, in: log)
            #expect(fold.window.benign.allSatisfy { !earlier.contains(user: $0.user, resource: $0.resource) })
        }
    }

    @Test("says why it cannot be")
    func errors() {
        let log = randomLog(seed: 3, count: 900, days: 20)
        func error(_ split: WalkForwardSplit, _ log: AccessLog) -> String? {
            #expect(throws: SplitError.self) { try split.split(log, population: .newPairs) }?.description
        }
        #expect(
            error(WalkForwardSplit(windows: 9), log)
                == "3 days of validation cannot be divided into 9 windows; "
                + "choose fewer windows or a larger validation share")
        #expect(error(WalkForwardSplit(windows: 0), log)?.contains("at least one") == true)
        #expect(
            error(WalkForwardSplit(windows: 2, windowDays: 7, training: .rolling(days: 5)), log)
                == "a validation window begins 2 days after the log does, too early for 5 days of training and a gap "
                + "of 1; choose fewer or shorter windows")
        #expect(error(WalkForwardSplit(windows: 3, windowDays: 7), log)?.contains("too early") == true)
        #expect(error(WalkForwardSplit(), randomLog(seed: 1, isTimed: false))?.contains("type: pairs") == true)
    }
}
