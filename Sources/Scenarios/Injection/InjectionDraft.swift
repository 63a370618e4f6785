import AccessLogs
import Foundation
import Interactions
import Statistics

/// Attacks under construction: who acted already, which pairs are taken, and the random stream.
///
/// Actors are the users of random benign cases, and so as active as benign users.
struct InjectionDraft {
    let target: InjectionTarget
    let random: RandomStream
    private let scenario: String
    /// The users of the window's benign cases who are known in training and may act, each as often as they have cases.
    private let actors: [Int32]
    private var hasActed: Set<Int32> = []
    private var taken = PairSet()
    private var peerResources: [Int32: [Int32]] = [:]

    /// - Parameter scenario: the scenario's name, for errors.
    /// - Throws: ``InjectionError`` where the window has no benign case of a user who may act.
    init(for scenario: String, in target: InjectionTarget, using random: RandomStream) throws {
        self.target = target
        self.random = random
        self.scenario = scenario
        actors = target.benign.lazy.map(\.user).filter { target.profile.activity(ofUser: $0) > 0 }
        guard !actors.isEmpty else {
            throw InjectionError("\(scenario): no benign case of the window has a known user who may act")
        }
    }

    var profile: TrainingProfile { target.profile }

    // MARK: Attacks

    /// Attacks until they hold `count` anomalous accesses, each followed by its twin.
    ///
    /// - Parameters:
    ///   - attack: an attack; nil where the attempt led to none. What exceeds the count is cut off.
    ///   - twin: the accesses of an attack's innocent double; empty where there is none.
    /// - Throws: ``InjectionError`` where many attempts in a row fail; `CancellationError`.
    mutating func attacks(
        count: Int, attack: (inout InjectionDraft) -> Attack?,
        twin: (inout InjectionDraft, Attack) -> [InjectedAccess]
    ) throws -> [Attack] {
        precondition(count >= 0, "a negative number of injections")
        var attacks: [Attack] = []
        var found = 0, failures = 0
        while found < count {
            if target.isCancelled() { throw CancellationError() }
            guard failures < 200 else {
                throw InjectionError(
                    "\(scenario): only \(found) of \(count) pairs found that were never observed and suit the scenario; "
                        + "inject fewer, or use a log in which users and resources leave more pairs free")
            }
            guard let attack = attack(&self)?.cut(to: count - found), attack.anomalies > 0 else {
                failures += 1
                continue
            }
            failures = 0
            found += attack.anomalies
            attacks.append(attack)
            let double = twin(&self, attack)
            if !double.isEmpty {
                attacks.append(Attack(.twin, severity: attack.severity, accesses: double))
            }
        }
        return attacks
    }

    // MARK: Actors

    /// A user who may act, preferably one who has not acted yet.
    mutating func actor(where suits: (Int32) -> Bool = { _ in true }) -> Int32? {
        actor(among: actors, where: suits)
    }

    /// One of the candidates, preferably one who has not acted yet.
    mutating func actor(among candidates: [Int32], where suits: (Int32) -> Bool = { _ in true }) -> Int32? {
        guard !candidates.isEmpty else { return nil }
        var second: Int32?
        for _ in 0..<50 {
            let user = candidates[random.index(below: candidates.count)]
            guard suits(user) else { continue }
            if hasActed.insert(user).inserted { return user }
            second = user
        }
        return second
    }

    // MARK: Resources

    /// Resources that are free for a user; from then on they count as taken.
    ///
    /// - Parameters:
    ///   - selectivity: the number of proposed resources of which the one with the fewest users is taken each time.
    ///   - propose: a resource of the user's tenant, free or not; nil where the attempt led to none.
    /// - Returns: `count` distinct resources, or fewer where many proposals failed.
    mutating func resources(
        _ count: Int, for user: Int32, selectivity: Int = 1, proposing propose: () -> Int32?
    ) -> [Int32] {
        var resources: [Int32] = []
        var patience = 50 + 20 * count * selectivity
        while resources.count < count {
            var rarest: Int32?
            var candidates = 0
            while candidates < selectivity, patience > 0 {
                patience -= 1
                // The resources so far are not used: the next attack asks before it begins.
                if patience % 1024 == 0, target.isCancelled() { patience = 0 }
                guard let resource = propose(), isFree(user, resource) else { continue }
                candidates += 1
                if rarest.map({ popularity(resource) < popularity($0) }) ?? true { rarest = resource }
            }
            guard let rarest else { break }
            take(user, rarest)
            resources.append(rarest)
        }
        return resources
    }

    /// Whether a pair may still be injected.
    func isFree(_ user: Int32, _ resource: Int32) -> Bool {
        isAllowed(resource) && !target.occupied.contains(user: user, resource: resource)
            && !taken.contains(user: user, resource: resource)
    }

    /// Whether a resource may be a target. Made-up ones may.
    func isAllowed(_ resource: Int32) -> Bool {
        Int(resource) >= target.side.resources.count || target.side.resources[Int(resource)]
    }

    /// Marks a pair as taken, and returns whether it was free.
    @discardableResult
    mutating func take(_ user: Int32, _ resource: Int32) -> Bool {
        taken.insert(user: user, resource: resource)
    }

    private func popularity(_ resource: Int32) -> Int { profile.popularity(ofResource: resource) }

    /// Resources that are free for a user, drawn as the users of a community use them.
    mutating func peerResources(
        _ count: Int, of community: Int32, for user: Int32, selectivity: Int = 1
    ) -> [Int32] {
        let peers = resourcesOfPeers(community), random = random
        return resources(count, for: user, selectivity: selectivity) { random.element(of: peers) }
    }

    /// The resources of a community's users, each as often as it has such users.
    mutating func resourcesOfPeers(_ community: Int32) -> [Int32] {
        if let known = peerResources[community] { return known }
        let resources = profile.communities.users[Int(community)].flatMap { profile.resources(ofUser: $0) }
        peerResources[community] = resources
        return resources
    }

    // MARK: Times

    /// The time of a random benign case; nil where the data have no time.
    func moment() -> Timestamp? {
        guard target.window.days != nil else { return nil }
        return random.element(of: target.window.benign)?.time
    }

    /// A time at night: from 22:00 to 5:00 (UTC), on the day of a random benign case.
    func nightlyMoment() -> Timestamp? {
        moment().map { moment in
            let hour = (22 + random.uniform() * 7).truncatingRemainder(dividingBy: 24)
            return Timestamp(microseconds: Int64(moment.dayNumber) * Timestamp.day + Int64(hour * 3600e6))
        }
    }

    /// Random times within `seconds` seconds from a start on, ascending; the start is moved earlier where the window
    /// ends too soon.
    func times(_ count: Int, from start: Timestamp?, within seconds: Double) -> [Timestamp?] {
        guard let start, let days = target.window.days else { return Array(repeating: nil, count: count) }
        let first = Int64(days.lowerBound) * Timestamp.day, end = Int64(days.upperBound) * Timestamp.day
        let span = min(Int64(min(seconds, 1e9) * 1e6), end - first)
        let begin = max(first, min(start.microseconds, end - span))
        return (0..<count).map { _ in begin + Int64(random.uniform() * Double(span)) }
            .sorted().map { Timestamp(microseconds: min($0, end - 1)) }
    }

    /// Times of random benign cases, ascending.
    func moments(_ count: Int) -> [Timestamp?] {
        let times = (0..<count).map { _ in moment() }
        return times.contains(nil) ? times : times.compactMap(\.self).sorted()
    }
}

extension Attack {
    /// The accesses of one user to some resources, one after the other.
    init(
        _ kind: Kind = .hostile, severity: Double, of user: Int32, on resources: [Int32], at times: [Timestamp?]
    ) {
        self.init(
            kind, severity: severity,
            accesses: InjectedAccess.series(of: user, on: resources, at: times, isAnomalous: kind != .twin))
    }

    /// The number of accesses to find.
    var anomalies: Int { accesses.count(where: \.isAnomalous) }

    /// The attack up to its `count`-th anomalous access.
    func cut(to count: Int) -> Attack {
        guard anomalies > count else { return self }
        var left = count
        let kept = accesses.prefix { access in
            if access.isAnomalous { left -= 1 }
            return left >= 0
        }
        return Attack(kind, severity: severity, accesses: Array(kept))
    }
}

extension InjectedAccess {
    /// The accesses of one user to some resources, one after the other.
    static func series(
        of user: Int32, on resources: [Int32], at times: [Timestamp?], isAnomalous: Bool
    ) -> [InjectedAccess] {
        zip(resources, times).map { resource, time in
            InjectedAccess(user: user, resource: resource, time: time, isAnomalous: isAnomalous)
        }
    }
}

extension InjectionTarget {
    /// The resource of a random benign case of the user's tenant, so that popular ones come often; nil where training
    /// does not contain it.
    func benignResource(forTenantOf user: Int32, using random: RandomStream) -> Int32? {
        let resource = random.element(of: benignResources(forTenantOf: user))
        return resource.flatMap { profile.popularity(ofResource: $0) > 0 ? $0 : nil }
    }

    /// Any resource of the user's tenant that is known in training.
    func knownResource(forTenantOf user: Int32, using random: RandomStream) -> Int32? {
        random.element(of: knownResources(forTenantOf: user))
    }
}

extension RandomStream {
    /// An exponential variate.
    func exponential(mean: Double) -> Double { -mean * log(1 - uniform()) }

    /// A random element; nil where there is none.
    func element<Element>(of elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[index(below: elements.count)]
    }
}

extension Attack {
    /// Who acts.
    var users: Set<Int32> { Set(accesses.lazy.map(\.user)) }
}

extension [InjectedAccess] {
    /// By time, where there is any; accesses of the same time keep their order.
    var inOrderOfTime: [InjectedAccess] {
        enumerated().sorted {
            let first = $0.element.time?.microseconds ?? 0, second = $1.element.time?.microseconds ?? 0
            return (first, $0.offset) < (second, $1.offset)
        }.map(\.element)
    }
}

extension InjectionDraft {
    /// The tenant of an attack's actors.
    ///
    /// - Precondition: its first actor is a user of the log.
    func tenant(of attack: Attack) -> String {
        target.log.users[Int(attack.accesses[0].user)].tenant
    }

    /// Another user than those of an attack, to be its twin's actor, of the same tenant.
    mutating func other(than attack: Attack, where suits: (Int32) -> Bool = { _ in true }) -> Int32? {
        let tenant = tenant(of: attack), actors = attack.users, log = target.log
        return actor { log.users[Int($0)].tenant == tenant && !actors.contains($0) && suits($0) }
    }
}
