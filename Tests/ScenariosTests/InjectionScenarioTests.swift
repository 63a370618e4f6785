import AccessLogs
import Interactions
@testable import Scenarios
import Statistics
import Synchronization
import Testing
import TestSupport

@Suite("Every injection scenario")
struct InjectionScenarioTests {
    private static let ids = InjectionScenarios.standard.types.map { $0.id }
    /// The scenarios whose accesses are single ones, each at the time of a benign case.
    private static let pairScenarios = ids(with: .singleAccesses)
    /// The scenarios that only make up pairs that were never observed.
    private static let ofNewPairs = ids.filter { !ids(with: .repeatsObservedPairs).contains($0) }
    /// The scenarios that need a free pair of a known user and a known resource.
    private static let ofKnown = ofNewPairs.filter { !ids(with: .bringsNewcomers).contains($0) }

    private static func ids(with trait: InjectionTraits) -> [String] {
        InjectionScenarios.standard.types.filter { $0.traits.contains(trait) }.map { $0.id }
    }

    @Test("reads the parameters that it declares, and no others", arguments: ids)
    func parameters(id: String) throws {
        let type = try InjectionScenarios.standard.type(of: id)
        #expect(type.parameters.isSound)
        #expect(try type.parameters.read { _ = try type.init($0) } == Set(type.parameters))
    }

    @Test("hides among the training pairs what is registered itself")
    func hidden() {
        #expect(TrainingContamination.Hidden.allCases.allSatisfy { Self.ids.contains($0.rawValue) })
    }

    @Test("injects the asked number of anomalous accesses, all of them in attacks", arguments: ids, [0, 1, 200])
    func number(id: String, count: Int) throws {
        let attacks = try InjectionScenarios.standard.scenario(id)
            .inject(into: try injectionTarget(), count: count, using: RandomStream(seed: Seed(1)))
        let anomalies = { (kind: Attack.Kind) in
            attacks.filter { $0.kind == kind }.flatMap(\.accesses).count(where: \.isAnomalous)
        }
        #expect(anomalies(.hostile) == count)
        #expect(anomalies(.twin) == 0)
        #expect(attacks.allSatisfy { (0...1).contains($0.severity) && !$0.accesses.isEmpty })
    }

    @Test("makes up pairs that were never observed", arguments: ofNewPairs)
    func neverObserved(id: String) throws {
        let target = try injectionTarget()
        let injected = try InjectionScenarios.standard.scenario(id)
            .inject(into: target, count: 200, using: RandomStream(seed: Seed(1)))
            .flatMap(\.accesses)
        let observed = PairSet(of: 0..<target.log.count, in: target.log)
        #expect(injected.allSatisfy { !observed.contains(user: $0.user, resource: $0.resource) })
    }

    @Test("pairs attacks with twins of other actors, without a pair in common", arguments: ids)
    func twins(id: String) throws {
        let attacks = try InjectionScenarios.standard.scenario(id)
            .inject(into: try injectionTarget(), count: 100, using: RandomStream(seed: Seed(1)))
        let hostile = attacks.count { $0.kind == .hostile }, twins = attacks.count { $0.kind == .twin }
        #expect(Self.pairScenarios.contains(id) ? twins == 0 : twins > hostile / 2)
        for (attack, twin) in zip(attacks, attacks.dropFirst()) where twin.kind == .twin {
            if !Self.ids(with: .bringsNewcomers).contains(id) {
                #expect(Set(attack.accesses.map(\.user)).isDisjoint(with: twin.accesses.map(\.user)))
            }
            #expect(attack.severity == twin.severity)
        }
        guard !Self.pairScenarios.contains(id) else { return }
        var pairs = PairSet()
        #expect(attacks.flatMap(\.accesses).allSatisfy { pairs.insert(user: $0.user, resource: $0.resource) })
    }

    @Test("keeps to the users and resources of its side", arguments: ofNewPairs, [true, false])
    func sides(id: String, isFirst: Bool) throws {
        // These two choose among all resources, so that they are as frequent as among benign cases.
        guard !Self.pairScenarios.contains(id) else { return }
        let whole = try injectionTarget()
        let sides = InjectionSide.both(of: whole.log, seed: Seed(4))
        let side = isFirst ? sides.validation : sides.test
        let target = InjectionTarget(log: whole.log, fold: whole.fold, side: side, profile: whole.profile)
        let accesses = try InjectionScenarios.standard.scenario(id)
            .inject(into: target, count: 30, using: RandomStream(seed: Seed(1)))
            .flatMap(\.accesses)
        for access in accesses {
            let user = Int(access.user), resource = Int(access.resource)
            #expect(
                user < side.users.count ? side.users[user] : ((user - side.users.count) % 2 == 0) == isFirst)
            #expect(
                resource < side.resources.count
                    ? side.resources[resource] : ((resource - side.resources.count) % 2 == 0) == isFirst)
        }
    }

    @Test("is on users and resources that training knows, whatever is measured", arguments: ofKnown)
    func known(id: String) throws {
        guard !Self.ids(with: .recombinesBenignCases).contains(id) else { return }
        let log = try injectionTarget().log
        let fold = try TimeSplit(train: 0.2, validation: 0.3, test: 0.5).split(log, population: .newPairs).validation[0]
        let target = InjectionTarget(log: log, fold: fold, side: .whole(of: log))
        let accesses = try InjectionScenarios.standard.scenario(id)
            .inject(into: target, count: 60, using: RandomStream(seed: Seed(1)))
            .flatMap(\.accesses)
        #expect(accesses.allSatisfy { target.profile.activity(ofUser: $0.user) > 0 })
        #expect(accesses.allSatisfy { target.profile.popularity(ofResource: $0.resource) > 0 })
    }

    @Test("happens in the window, each attack in the order of time", arguments: ids)
    func inWindow(id: String) throws {
        let target = try injectionTarget()
        let attacks = try InjectionScenarios.standard.scenario(id)
            .inject(into: target, count: 100, using: RandomStream(seed: Seed(1)))
        let days = try #require(target.window.days)
        for attack in attacks where attack.kind != .contamination {
            let times = attack.accesses.compactMap { $0.time?.microseconds }
            #expect(times.count == attack.accesses.count && times == times.sorted())
            #expect(attack.accesses.allSatisfy { $0.time.map { days.contains($0.dayNumber) } ?? false })
        }
    }

    @Test("stays within a tenant", arguments: ids)
    func tenants(id: String) throws {
        let target = try injectionTarget()
        let injected = try InjectionScenarios.standard.scenario(id)
            .inject(into: target, count: 200, using: RandomStream(seed: Seed(1)))
            .flatMap(\.accesses)
        // Newcomers are of the tenant of what they turn to.
        let log = target.log, known = injected.filter { $0.user < log.users.count && $0.resource < log.resources.count }
        #expect(known.allSatisfy { log.users[Int($0.user)].tenant == log.resources[Int($0.resource)].tenant })
        let tenants = Dictionary(grouping: injected, by: \.user).values.map { accesses in
            Set(accesses.filter { $0.resource < log.resources.count }.map { log.resources[Int($0.resource)].tenant })
        }
        #expect(tenants.allSatisfy { $0.count == 1 })
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

    @Test("keeps off what was injected before", arguments: ofNewPairs)
    func successiveInjections(id: String) throws {
        var target = try injectionTarget()
        let scenario = try InjectionScenarios.standard.scenario(id)
        let first = try scenario.inject(into: target, count: 100, using: RandomStream(seed: Seed(1)))
        target.occupy(first)
        // The same stream would propose the same pairs again.
        let second = try scenario.inject(into: target, count: 100, using: RandomStream(seed: Seed(1)))
        var earlier = PairSet()
        for access in first.flatMap(\.accesses) { earlier.insert(user: access.user, resource: access.resource) }
        #expect(!second.flatMap(\.accesses).contains { earlier.contains(user: $0.user, resource: $0.resource) })
    }

    @Test("spreads single accesses over the days as benign cases are", arguments: pairScenarios)
    func days(id: String) throws {
        let target = try injectionTarget()
        let injected = try InjectionScenarios.standard.scenario(id)
            .inject(into: target, count: 1000, using: RandomStream(seed: Seed(1)))
            .flatMap(\.accesses)
        let fraction = { (days: [Int?], day: Int) in Double(days.count { $0 == day }) / Double(days.count) }
        let benignDays = target.window.benign.map(\.day), injectedDays = injected.map { $0.time?.dayNumber }
        for day in try #require(target.window.days) {
            let expected = fraction(benignDays, day)
            let deviation = (expected * (1 - expected) / 1000).squareRoot()
            #expect(abs(fraction(injectedDays, day) - expected) <= 4.5 * deviation)
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

    @Test("gives up on a full matrix and says what to do", arguments: ofKnown)
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

    @Test("stops when told to, however much is asked for", .timeLimit(.minutes(1)), arguments: ids)
    func cancelled(id: String) throws {
        let target = try injectionTarget()
        // Told so at once, and after some questions.
        for patience in [0, 3] {
            let questions = Mutex(0)
            let impatient = InjectionTarget(
                log: target.log, fold: target.fold, side: target.side, profile: target.profile,
                isCancelled: {
                    questions.withLock {
                        $0 += 1; return $0 > patience
                    }
                })
            // Single pairs run out before the first question.
            let count = Self.pairScenarios.contains(id) ? 5000 : 100_000
            #expect(throws: CancellationError.self) { try impatient.attacks(id, count: count) }
        }
    }

    @Test("says at once that it is asked for more pairs than there are")
    func tooMany() throws {
        let error = #expect(throws: InjectionError.self) {
            try injectionTarget().attacks(UniformPairs.id, count: 10_000_000)
        }
        #expect(error?.description.contains("of 10000000 pairs can be found") == true)
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
