import AccessLogs
import Interactions
import Scenarios
import Statistics
import Testing

@Suite("Every injection scenario")
struct InjectionScenarioTests {
    private static let ids = InjectionScenarios.standard.types.map { $0.id }

    @Test("injects the asked number of pairs that were never observed", arguments: ids, [0, 1, 400])
    func neverObserved(id: String, count: Int) throws {
        let target = try injectionTarget()
        let injected = try InjectionScenarios.standard.scenario(id)
            .inject(into: target, count: count, using: RandomStream(seed: Seed(1)))
            .flatMap(\.accesses)
        let observed = PairSet(of: 0..<target.log.count, in: target.log)
        #expect(injected.count == count)
        #expect(injected.allSatisfy { !observed.contains(user: $0.user, resource: $0.resource) })
    }

    @Test("stays within a tenant", arguments: ids)
    func tenants(id: String) throws {
        let target = try injectionTarget()
        let injected = try InjectionScenarios.standard.scenario(id)
            .inject(into: target, count: 300, using: RandomStream(seed: Seed(1)))
            .flatMap(\.accesses)
        let tenants = injected.map {
            [target.log.users[Int($0.user)].tenant, target.log.resources[Int($0.resource)].tenant]
        }
        #expect(tenants.allSatisfy { $0[0] == $0[1] })
        #expect(Set(tenants.joined()) == ["t1", "t2"])
    }

    @Test("is a function of its stream", arguments: ids)
    func determinism(id: String) throws {
        let target = try injectionTarget()
        let scenario = try InjectionScenarios.standard.scenario(id)
        let inject = { seed in
            try scenario.inject(into: target, count: 100, using: RandomStream(seed: Seed(seed)))
        }
        #expect(try inject(1) == inject(1))
        #expect(try inject(1) != inject(2))
    }

    @Test("keeps off what was injected before", arguments: ids)
    func successiveInjections(id: String) throws {
        var target = try injectionTarget()
        let scenario = try InjectionScenarios.standard.scenario(id)
        let first = try scenario.inject(into: target, count: 200, using: RandomStream(seed: Seed(1)))
        target.occupy(first)
        // The same stream would propose the same pairs again.
        let second = try scenario.inject(into: target, count: 200, using: RandomStream(seed: Seed(1)))
        var earlier = PairSet()
        for access in first.flatMap(\.accesses) { earlier.insert(user: access.user, resource: access.resource) }
        #expect(!second.flatMap(\.accesses).contains { earlier.contains(user: $0.user, resource: $0.resource) })
    }

    @Test("spreads its accesses over the days as benign cases are", arguments: ids)
    func days(id: String) throws {
        let target = try injectionTarget()
        let injected = try InjectionScenarios.standard.scenario(id)
            .inject(into: target, count: 1000, using: RandomStream(seed: Seed(1)))
            .flatMap(\.accesses)
        let share = { (days: [Int?], day: Int) in Double(days.count { $0 == day }) / Double(days.count) }
        let benignDays = target.window.benign.map(\.day), injectedDays = injected.map { $0.time?.dayNumber }
        for day in try #require(target.window.days) {
            let expected = share(benignDays, day)
            let deviation = (expected * (1 - expected) / 1000).squareRoot()
            #expect(abs(share(injectedDays, day) - expected) <= 4.5 * deviation)
        }
    }

    @Test("has no days where the data have none", arguments: ids)
    func untimed(id: String) throws {
        let timed = try injectionTarget().log
        let split = try PairSplit().split(timed, seed: Seed(1))
        let injected = try InjectionScenarios.standard.scenario(id).inject(
            into: InjectionTarget(log: timed, fold: split.test, side: .whole(of: timed)), count: 50,
            using: RandomStream(seed: Seed(1))
        )
        .flatMap(\.accesses)
        #expect(injected.allSatisfy { $0.time == nil })
    }

    @Test("gives up on a full matrix and says what to do", arguments: ids)
    func fullMatrix(id: String) throws {
        let log = fullLog(users: 6, resources: 5)
        let split = try PairSplit().split(log, seed: Seed(1))
        let target = InjectionTarget(log: log, fold: split.test, side: .whole(of: log))
        let error = #expect(throws: InjectionError.self) {
            try InjectionScenarios.standard.scenario(id).inject(
                into: target, count: 10, using: RandomStream(seed: Seed(1)))
        }
        #expect(error?.description.contains("only 0 of 10 pairs") == true)
        #expect(error?.description.contains("inject fewer") == true)
    }

    @Test("needs a benign case to go by", arguments: ids)
    func emptyWindow(id: String) throws {
        let log = fullLog(users: 2, resources: 2)
        let target = InjectionTarget(
            log: log,
            fold: Fold(
                training: Array(0..<log.count),
                window: EvaluationWindow(benign: [], days: nil, activeUsers: 0, accesses: 0)),
            side: .whole(of: log))
        #expect(throws: InjectionError.self) {
            try InjectionScenarios.standard.scenario(id).inject(
                into: target, count: 1, using: RandomStream(seed: Seed(1)))
        }
    }

    @Test("is found by its name, and a near miss is helped along")
    func registry() throws {
        #expect(try InjectionScenarios.standard.type(of: "uniform-pairs") == UniformPairs.self)
        let error = #expect(throws: InjectionError.self) { try InjectionScenarios.standard.type(of: "uniform-pair") }
        #expect(error?.description == "unknown scenario 'uniform-pair'; did you mean 'uniform-pairs'?")
        #expect(try Simulators.standard.type(of: "block-model") == BlockModel.self)
        #expect(throws: SimulationError.self) { try Simulators.standard.simulator("blocks") }
    }
}
