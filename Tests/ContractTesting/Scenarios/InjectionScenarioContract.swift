import AccessLogs
import Interactions
import Parameters
public import Scenarios
import Statistics
import Synchronization
import Testing
import TestSupport

/// What every injection scenario promises.
///
/// ```swift
/// @Test("keeps its promises", arguments: InjectionScenarioContract.Promise.allCases)
/// func contract(promise: InjectionScenarioContract.Promise) throws {
///     try InjectionScenarioContract(MyScenario.self).check(promise)
/// }
/// ```
///
/// Where attacks differ by nature, ``InjectionScenario/traits`` say so, and promises that do not apply are passed over.
public struct InjectionScenarioContract {
    private let type: any InjectionScenario.Type

    /// - Parameter type: the scenario to be checked, with its standard parameters.
    public init(_ type: any InjectionScenario.Type) {
        self.type = type
    }

    /// One of the promises, so that tests can report each by itself.
    public enum Promise: String, CaseIterable, Sendable {
        /// It has an id and a summary.
        case describesItself
        /// It reads the parameters that it declares, and no others.
        case readsItsParameters
        /// It injects the asked number of anomalous accesses, all of them in attacks.
        case injectsWhatIsAsked
        /// It makes up pairs that were never observed, unless it repeats observed ones.
        case makesUpNewPairs
        /// It pairs attacks with twins of other actors, without a pair in common.
        case hasTwins
        /// It keeps to the users and resources of its side.
        case keepsToItsSide
        /// It is on users and resources that training knows, unless it brings newcomers or recombines benign cases.
        case keepsToTheKnown
        /// It happens in the window, each attack in the order of time.
        case happensInTheWindow
        /// It stays within a tenant.
        case staysInATenant
        /// It is a function of its stream.
        case isAFunctionOfItsStream
        /// It keeps off what was injected before.
        case avoidsEarlierInjections
        /// It spreads single accesses over the days as benign cases are.
        case spreadsSingleAccesses
        /// It has no times where the data have none.
        case needsNoTimes
        /// It gives up on a full matrix and says what to do.
        case givesUpOnFullMatrices
        /// It needs a benign case to go by.
        case needsABenignCase
        /// It stops when told to, however much is asked for.
        case stops
    }

    /// Checks all promises; each broken one is an issue of the test that calls this.
    ///
    /// - Throws: what injecting throws.
    public func check() throws {
        for promise in Promise.allCases { try check(promise) }
    }

    /// Checks one promise; where it is broken, the test that calls this has an issue.
    ///
    /// - Throws: what injecting throws.
    public func check(_ promise: Promise) throws {
        switch promise {
        case .describesItself: checkDescription()
        case .readsItsParameters: try checkParameters()
        case .injectsWhatIsAsked: for count in [0, 1, 200] { try checkNumber(count) }
        case .makesUpNewPairs: try checkNewness()
        case .hasTwins: try checkTwins()
        case .keepsToItsSide: for isFirst in [true, false] { try checkSide(isFirst: isFirst) }
        case .keepsToTheKnown: try checkKnown()
        case .happensInTheWindow: try checkWindow()
        case .staysInATenant: try checkTenants()
        case .isAFunctionOfItsStream: try checkDeterminism()
        case .avoidsEarlierInjections: try checkSuccession()
        case .spreadsSingleAccesses: try checkDays()
        case .needsNoTimes: try checkTimeless()
        case .givesUpOnFullMatrices: try checkFullMatrix()
        case .needsABenignCase: checkEmptyWindow()
        case .stops: try checkCancellation()
        }
    }

    private var id: String { type.id }
    /// Whether the accesses are single ones, each at the time of a benign case.
    private var isOfPairs: Bool { type.traits.contains(.singleAccesses) }
    /// Whether it only makes up pairs that were never observed.
    private var isOfNewPairs: Bool { !type.traits.contains(.repeatsObservedPairs) }
    private var bringsNewcomers: Bool { type.traits.contains(.bringsNewcomers) }

    private func inject(into target: InjectionTarget, count: Int, seed: UInt64 = 1) throws -> [Attack] {
        try type.init(type.parameters.standard).inject(
            into: target, count: count, using: RandomStream(seed: Seed(seed)))
    }

    private func checkDescription() {
        #expect(id.isKebabCase, "\(id)")
        #expect(!type.summary.isEmpty, "\(id) has no summary")
    }

    private func checkParameters() throws {
        #expect(type.parameters.isSound, "\(id) does not accept its own standard values")
        let read = try type.parameters.read { _ = try type.init($0) }
        #expect(read == Set(type.parameters), "\(id) reads other parameters than it declares")
    }

    private func checkNumber(_ count: Int) throws {
        let attacks = try inject(into: injectionTarget(), count: count)
        let anomalies = { (kind: Attack.Kind) in
            attacks.filter { $0.kind == kind }.flatMap(\.accesses).count(where: \.isAnomalous)
        }
        #expect(anomalies(.hostile) == count, "\(id)")
        #expect(anomalies(.twin) == 0, "a twin of \(id) is anomalous")
        #expect(attacks.allSatisfy { (0...1).contains($0.severity) && !$0.accesses.isEmpty })
    }

    private func checkNewness() throws {
        guard isOfNewPairs else { return }
        let target = try injectionTarget()
        let injected = try inject(into: target, count: 200).flatMap(\.accesses)
        let observed = PairSet(of: 0..<target.log.count, in: target.log)
        #expect(
            injected.allSatisfy { !observed.contains(user: $0.user, resource: $0.resource) },
            "\(id) makes up a pair that was observed")
    }

    private func checkTwins() throws {
        let attacks = try inject(into: injectionTarget(), count: 100)
        let hostile = attacks.count { $0.kind == .hostile }, twins = attacks.count { $0.kind == .twin }
        #expect(isOfPairs ? twins == 0 : twins > hostile / 2, "\(id) has \(twins) twins of \(hostile) attacks")
        for (attack, twin) in zip(attacks, attacks.dropFirst()) where twin.kind == .twin {
            if !bringsNewcomers {
                #expect(Set(attack.accesses.map(\.user)).isDisjoint(with: twin.accesses.map(\.user)), "\(id)")
            }
            #expect(attack.severity == twin.severity, "\(id)")
        }
        guard !isOfPairs else { return }
        var pairs = PairSet()
        #expect(
            attacks.flatMap(\.accesses).allSatisfy { pairs.insert(user: $0.user, resource: $0.resource) },
            "\(id) injects a pair twice")
    }

    private func checkSide(isFirst: Bool) throws {
        // Single accesses are of all resources, so that they are as frequent as among benign cases.
        guard isOfNewPairs, !isOfPairs else { return }
        let whole = try injectionTarget()
        let sides = InjectionSide.both(of: whole.log, seed: Seed(4))
        let side = isFirst ? sides.validation : sides.test
        let target = InjectionTarget(log: whole.log, fold: whole.fold, side: side, profile: whole.profile)
        for access in try inject(into: target, count: 30).flatMap(\.accesses) {
            let user = Int(access.user), resource = Int(access.resource)
            #expect(
                user < side.users.count ? side.users[user] : ((user - side.users.count) % 2 == 0) == isFirst, "\(id)")
            #expect(
                resource < side.resources.count
                    ? side.resources[resource] : ((resource - side.resources.count) % 2 == 0) == isFirst, "\(id)")
        }
    }

    private func checkKnown() throws {
        guard isOfNewPairs, !bringsNewcomers, !type.traits.contains(.recombinesBenignCases) else { return }
        let log = try injectionTarget().log
        let fold = try TimeSplit(train: 0.2, validation: 0.3, test: 0.5).split(log, population: .newPairs).validation[0]
        let target = InjectionTarget(log: log, fold: fold, side: .whole(of: log))
        let accesses = try inject(into: target, count: 60).flatMap(\.accesses)
        #expect(accesses.allSatisfy { target.profile.activity(ofUser: $0.user) > 0 }, "\(id)")
        #expect(accesses.allSatisfy { target.profile.popularity(ofResource: $0.resource) > 0 }, "\(id)")
    }

    private func checkWindow() throws {
        let target = try injectionTarget()
        let days = try #require(target.window.days)
        for attack in try inject(into: target, count: 100) where attack.kind != .contamination {
            let times = attack.accesses.compactMap { $0.time?.microseconds }
            #expect(times.count == attack.accesses.count && times == times.sorted(), "\(id)")
            #expect(attack.accesses.allSatisfy { $0.time.map { days.contains($0.dayNumber) } ?? false }, "\(id)")
        }
    }

    private func checkTenants() throws {
        let target = try injectionTarget()
        let injected = try inject(into: target, count: 200).flatMap(\.accesses)
        // Newcomers are of the tenant of what they turn to.
        let log = target.log, known = injected.filter { $0.user < log.users.count && $0.resource < log.resources.count }
        #expect(
            known.allSatisfy { log.users[Int($0.user)].tenant == log.resources[Int($0.resource)].tenant }, "\(id)")
        let tenants = Dictionary(grouping: injected, by: \.user).values.map { accesses in
            Set(accesses.filter { $0.resource < log.resources.count }.map { log.resources[Int($0.resource)].tenant })
        }
        #expect(tenants.allSatisfy { $0.count == 1 }, "\(id)")
        #expect(Set(tenants.joined()) == ["t1", "t2"], "\(id) passes over a tenant")
    }

    private func checkDeterminism() throws {
        let target = try injectionTarget()
        #expect(try inject(into: target, count: 100) == inject(into: target, count: 100), "\(id)")
        #expect(try inject(into: target, count: 100) != inject(into: target, count: 100, seed: 2), "\(id)")
    }

    private func checkSuccession() throws {
        guard isOfNewPairs else { return }
        var target = try injectionTarget()
        let first = try inject(into: target, count: 100)
        target.occupy(first)
        // The same stream would propose the same pairs again.
        let second = try inject(into: target, count: 100)
        var earlier = PairSet()
        for access in first.flatMap(\.accesses) { earlier.insert(user: access.user, resource: access.resource) }
        #expect(
            !second.flatMap(\.accesses).contains { earlier.contains(user: $0.user, resource: $0.resource) }, "\(id)")
    }

    private func checkDays() throws {
        guard isOfPairs else { return }
        let target = try injectionTarget()
        let injected = try inject(into: target, count: 1000).flatMap(\.accesses)
        let fraction = { (days: [Int?], day: Int) in Double(days.count { $0 == day }) / Double(days.count) }
        let benignDays = target.window.benign.map(\.day), injectedDays = injected.map { $0.time?.dayNumber }
        for day in try #require(target.window.days) {
            let expected = fraction(benignDays, day)
            let deviation = (expected * (1 - expected) / 1000).squareRoot()
            #expect(abs(fraction(injectedDays, day) - expected) <= 4.5 * deviation, "\(id) on day \(day)")
        }
    }

    private func checkTimeless() throws {
        let timed = try injectionTarget().log
        let split = try PairSplit().split(timed, seed: Seed(1))
        let injected = try inject(
            into: InjectionTarget(log: timed, fold: split.test, side: .whole(of: timed)), count: 50
        ).flatMap(\.accesses)
        #expect(injected.allSatisfy { $0.time == nil }, "\(id) makes up times")
    }

    private func checkFullMatrix() throws {
        guard isOfNewPairs, !bringsNewcomers else { return }
        let log = fullLog(users: 6, resources: 5)
        let split = try PairSplit().split(log, seed: Seed(1))
        let target = InjectionTarget(log: log, fold: split.test, side: .whole(of: log))
        let error = #expect(throws: InjectionError.self, "\(id)") { try inject(into: target, count: 10) }
        #expect(error?.description.contains("only 0 of 10 pairs") == true, "\(id)")
        #expect(error?.description.contains("inject fewer") == true, "\(id)")
    }

    private func checkEmptyWindow() {
        let log = fullLog(users: 2, resources: 2)
        let target = InjectionTarget(
            log: log,
            fold: Fold(
                training: Array(0..<log.count),
                window: EvaluationWindow(benign: [], days: nil, activeUsers: 0, accesses: 0)),
            side: .whole(of: log))
        #expect(throws: InjectionError.self, "\(id)") { try inject(into: target, count: 1) }
    }

    private func checkCancellation() throws {
        let target = try injectionTarget()
        // Told so at once, and after some questions.
        for patience in [0, 3] {
            let questions = Mutex(0)
            let impatient = InjectionTarget(
                log: target.log, fold: target.fold, side: target.side, profile: target.profile,
                isCancelled: {
                    questions.withLock {
                        $0 += 1
                        return $0 > patience
                    }
                })
            // Single pairs run out before the first question.
            let count = isOfPairs ? 5000 : 100_000
            #expect(throws: CancellationError.self, "\(id)") { try inject(into: impatient, count: count) }
        }
    }
}
