import Concurrency
@testable import Evaluation
import Interactions
import Statistics
import Testing

@Suite("Operating points")
struct OperatingPointsTests {
    private let targets: [OperatingPoints.Level: OperatingPoints.Target] = [
        .quiet: .alertsPerDay(0.5), .normal: .alertsPerDay(2), .hunting: .noiseRate(0.2),
    ]
    private let estimation = IntervalEstimation(replicates: 400, seed: Seed(6))

    @Test("are thresholds from quiet to hunting, each within its interval and its budget")
    func levels() throws {
        let cases = try SimulatedCases().ranked()
        let promises = try OperatingPoints(targets, on: cases, by: estimation).promises
        #expect(promises.map(\.level) == [.quiet, .normal, .hunting])
        #expect(promises.map(\.point.alertBudget) == [0.5, 2, 0.2 * 30])
        #expect(promises[0].point.threshold > promises[1].point.threshold)
        #expect(promises[1].point.threshold > promises[2].point.threshold)
        for promise in promises {
            #expect(promise.point == OperatingPoint(within: promise.point.alertBudget, on: cases))
            let benignAlerts = try #require(promise.benignAlerts)
            #expect(Double(benignAlerts) <= promise.point.alertBudget * 10)
            #expect(promise.noiseRate == Double(benignAlerts) / 300)
            let interval = try #require(promise.threshold.interval)
            #expect(interval.contains(promise.point.threshold))
            let recalls = promise.recall.compactMap(\.recall)
            #expect(promise.recall.map(\.scenario) == ["first", "second"])
            // Both scenarios have thirty accesses.
            #expect(abs(recalls.reduce(0, +) / 2 - (try #require(promise.point.expectedRecall))) < 1e-12)
        }
    }

    @Test("state the precision where attacks are rare")
    func precision() throws {
        let cases = try SimulatedCases().ranked()
        let promise = try OperatingPoints([.normal: .alertsPerDay(2)], on: cases, by: estimation).promises[0]
        let tpr = try #require(promise.point.expectedRecall)
        let fpr = Double(try #require(promise.benignAlerts)) / 400
        for (item, rare) in zip(promise.precision, [1e-4, 1e-5]) {
            #expect(item.prevalence == rare)
            let expected = tpr * rare / (tpr * rare + fpr * (1 - rare))
            #expect(abs(try #require(item.precision) - expected) < 1e-12)
        }
    }

    @Test("state no precision where no benign case alerts")
    func noAlarm() throws {
        let cases = try SimulatedCases().ranked()
        let promise = try OperatingPoints([.quiet: .alertsPerDay(0)], on: cases, by: estimation).promises[0]
        #expect(promise.point.expectedRecall ?? 0 > 0)
        #expect(promise.precision.allSatisfy { $0.precision == nil })
    }

    @Test("do not depend on the number of workers, and need no attacks")
    func unlabeled() throws {
        let simulated = SimulatedCases(attacks: 0), cases = try simulated.ranked()
        var one = estimation
        one.workers = Workers(1)
        let points = try OperatingPoints(targets, on: cases, by: estimation)
        #expect(try points == OperatingPoints(targets, on: cases, by: one))
        #expect(
            points.promises.allSatisfy { $0.point.expectedRecall == nil && $0.recall.allSatisfy { $0.recall == nil } })
        #expect(points.promises.allSatisfy { $0.threshold.interval != nil })
    }

    @Test("do not exist without a benign score, or for a negative budget")
    func invalid() throws {
        let cases = try SimulatedCases(benign: 0).ranked()
        #expect(throws: StatisticsError.empty) { try OperatingPoints(targets, on: cases, by: estimation) }
        #expect(throws: StatisticsError.self) {
            try OperatingPoints([.quiet: .alertsPerDay(-1)], on: try SimulatedCases().ranked(), by: estimation)
        }
    }

    @Test("are those of the accesses themselves, counted one by one", arguments: 0..<20)
    func counted(seed: UInt64) throws {
        let random = RandomStream(seed: Seed(seed)), days = 1 + random.index(below: 4)
        let accesses = (0..<1 + random.index(below: 50)).map { _ in
            let score = Double(random.index(below: 12)) / 3, day = random.index(below: days)
            return random.uniform() < 0.2
                ? (random.uniform() < 0.5 ? Cases.injected(score, day: day) : Cases.benign(.unknownUser, day: day))
                : Cases.benign(score, day: day)
        }
        let budget = Double(random.index(below: 20)) / 4
        let ranked = try Cases.scored(accesses, days: 0..<days)
        let point = OperatingPoint(within: budget, on: ranked)
        let benign = accesses.compactMap { $0.access.isInjected ? nil : $0.score.value }.sorted(by: >)
        guard let lowest = benign.last else {
            #expect(point == nil)
            return
        }
        let allowed = Int((budget * Double(days)).rounded(.down))
        let threshold = allowed < benign.count ? benign[allowed] : lowest.nextDown
        #expect(point?.threshold == threshold)
        #expect(point?.isPerDay == true)
        let injected = accesses.filter(\.access.isInjected)
        let hits = injected.count { ($0.score.value ?? -.infinity) > threshold }
        let alerts = hits + benign.count { $0 > threshold }
        #expect(point?.expectedRecall == (injected.isEmpty ? nil : Double(hits) / Double(injected.count)))
        #expect(
            point?.expectedPrecision == (injected.isEmpty || alerts == 0 ? nil : Double(hits) / Double(alerts)))
    }
}

@Suite("A threshold on other cases")
struct AchievedOperationTests {
    private let estimation = IntervalEstimation(replicates: 400, seed: Seed(6))

    @Test("achieves alerts a day with the interval of a Poisson count where cases are independent")
    func achieved() throws {
        let simulated = SimulatedCases(isClustered: false, seed: 2)
        let validation = try SimulatedCases(seed: 1).ranked(), test = try simulated.ranked()
        let point = try #require(OperatingPoint(within: 3, on: validation))
        let achieved = try AchievedOperation(point, on: test, by: estimation)
        let above = simulated.cases().filter { ($0.score ?? 0) > point.threshold }
        let alarms = above.count { !$0.isInjected }, hits = above.count - alarms
        #expect(achieved.benignAlerts == alarms)
        #expect(achieved.alertsPerDay == (try Estimate.rate(ofEvents: alarms, exposure: 10)))
        #expect(abs(try #require(achieved.budgetError) - (Double(alarms) / 30 - 1)) < 1e-12)
        #expect(achieved.recall == (try Estimate.proportion(hits, of: 60)))
        #expect(achieved.precision == (try Estimate.proportion(hits, of: above.count)))
    }

    @Test("has intervals of drawn users and attacks where these are known, wider where cases of one are alike")
    func clustered() throws {
        // All cases of a user, and all of an attack, have the same score.
        let cases = SimulatedCases().cases().map { item in
            var item = item
            item.score = item.isInjected ? Double(item.attack % 5) : item.user % 6 == 0 ? 3 : 0
            return item
        }
        let test = try SimulatedCases().ranked(cases)
        let point = try #require(OperatingPoint(within: 0, on: try SimulatedCases(benign: 50).ranked()))
        var fixed = point
        fixed.threshold = 1.5
        let achieved = try AchievedOperation(fixed, on: test, by: estimation)
        let recall = try #require(achieved.recall), rate = try #require(achieved.alertsPerDay)
        let precision = try #require(achieved.precision)
        #expect(recall.method.hasPrefix("cluster bootstrap") && recall.method.hasSuffix("20 + 0 clusters"))
        #expect(rate.method.hasSuffix("0 + 30 clusters") && precision.method.hasSuffix("20 + 30 clusters"))
        // Three scores of five exceed 1.5; each attack is three accesses that are found together or not at all.
        let wilson = try #require(try Estimate.proportion(36, of: 60).interval), found = try #require(recall.interval)
        #expect(recall.value == 0.6)
        #expect(found.upperBound - found.lowerBound > 1.4 * (wilson.upperBound - wilson.lowerBound))
        let alarms = try #require(achieved.benignAlerts)
        let poisson = try #require(try Estimate.rate(ofEvents: alarms, exposure: 10).interval)
        let drawn = try #require(rate.interval)
        #expect(drawn.upperBound - drawn.lowerBound > 1.5 * (poisson.upperBound - poisson.lowerBound))
        var one = estimation
        one.workers = Workers(1)
        #expect(try achieved == AchievedOperation(fixed, on: test, by: one))
    }

    @Test("has neither recall nor precision without attacks, and no rate without time")
    func missing() throws {
        let benign = try SimulatedCases(attacks: 0).ranked()
        let point = try #require(OperatingPoint(within: 3, on: benign))
        let achieved = try AchievedOperation(point, on: benign, by: estimation)
        #expect(achieved.recall == nil && achieved.precision == nil)
        #expect(achieved.budgetError == 0)
        let untimed = try Cases.scored([Cases.benign(9), Cases.benign(-9)])
        let other = try AchievedOperation(point, on: untimed, by: estimation)
        #expect(other.alertsPerDay == nil && other.budgetError == nil && other.benignAlerts == 1)
    }

    @Test("for each user keeps to the budget, and lies between the user's own quantile and that of all")
    func perUser() throws {
        let cases = try SimulatedCases(benign: 3_000, seed: 3).ranked()
        let thresholds = try UserThresholds(within: 4, on: cases)
        #expect(thresholds.benignAlerts <= 40 && thresholds.benignAlerts > 20)
        let all = (0..<cases.count).filter { !cases.isInjected[$0] }
        for user in Int32(0)..<30 {
            let own = all.filter { cases.user[$0] == user }.map { cases.scores[$0] }
            let quantiles = try #require(Quantiles(of: own))
            let quantile = quantiles(1 - thresholds.tail)
            let weight = Double(own.count) / Double(own.count + 20)
            let expected = weight * quantile + (1 - weight) * thresholds.global
            #expect(abs(thresholds.threshold(of: user) - expected) < 1e-12)
        }
        #expect(thresholds.threshold(of: 99) == thresholds.global)
        let stiff = try UserThresholds(within: 4, on: cases, shrinkage: 1e12)
        #expect((0..<30).allSatisfy { abs(stiff.threshold(of: $0) - stiff.global) < 1e-6 })
    }

    @Test("for each user finds more where users differ, at the same promised noise")
    func comparison() throws {
        // Half of the users score higher by 4 as a matter of habit.
        func cases(_ seed: UInt64) throws -> ScoredCases {
            let simulated = SimulatedCases(benign: 4_000, shift: 3, seed: seed)
            return try simulated.ranked(
                simulated.cases().map { item in
                    var item = item
                    item.score = (item.score ?? 0) + (item.user % 2 == 0 ? 4 : 0)
                    return item
                })
        }
        let compared = try ThresholdComparison(
            within: 8, validation: try cases(1), test: try cases(1), by: estimation)
        let global = try #require(compared.global.recall), perUser = try #require(compared.perUser.recall)
        #expect(perUser.value > global.value)
        #expect(try #require(compared.perUser.budgetError) <= 0)
        #expect(try #require(compared.global.budgetError) <= 0)
    }
}
