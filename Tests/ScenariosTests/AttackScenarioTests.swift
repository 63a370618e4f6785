import AccessLogs
import Interactions
import LinearAlgebra
import Parameters
import Scenarios
import Statistics
import Testing

@Suite("Attacks")
struct AttackScenarioTests {
    private let target: InjectionTarget
    private let organization: Organization

    init() throws { (target, organization) = try simulatedTarget() }

    private func attacks(
        _ id: String, _ parameters: [String: ParameterValue] = [:], count: Int = 120
    ) throws -> [Attack] {
        try target.attacks(id, parameters, count: count).filter { $0.kind == .hostile }
    }

    private func meanPopularity(_ accesses: [InjectedAccess]) -> Double {
        let sum = accesses.reduce(0) { $0 + target.profile.popularity(ofResource: $1.resource) }
        return Double(sum) / Double(accesses.count)
    }

    private func twins(_ id: String, _ parameters: [String: ParameterValue] = [:]) throws -> [Attack] {
        try target.attacks(id, parameters, count: 120).filter { $0.kind == .twin }
    }

    /// The fraction of accesses to resources of the user's own community.
    private func fractionAtHome(_ accesses: [InjectedAccess]) -> Double {
        let home = accesses.count {
            target.profile.community(ofUser: $0.user) == target.profile.community(ofResource: $0.resource)
        }
        return Double(home) / Double(accesses.count)
    }

    @Test("across departments are on foreign resources, at distance 1 on ones that no peer knows")
    func crossDepartment() throws {
        let near = try attacks("cross-department", ["distance": .real(0)]).flatMap(\.accesses)
        #expect(fractionAtHome(near) == 0)
        let far = try attacks("cross-department", ["distance": .real(1)]).flatMap(\.accesses)
        let profile = target.profile
        for access in far {
            let communities = profile.users(ofResource: access.resource).map { profile.community(ofUser: $0) }
            #expect(!communities.contains(profile.community(ofUser: access.user)))
        }
        let uniform = try attacks("cross-department", ["distance": .real(0), "resources": .string("uniform")])
        #expect(meanPopularity(uniform.flatMap(\.accesses)) < 0.9 * meanPopularity(near))
    }

    @Test("across departments have project groups as twins, whose members share resources")
    func projectGroups() throws {
        for twin in try twins("cross-department", ["group_size": .integer(3)]) {
            let members = Dictionary(grouping: twin.accesses, by: \.user)
            #expect((1...3).contains(members.count))
            #expect(Set(twin.accesses.map(\.resource)).count <= 4)
        }
    }

    @Test("with a compromised account last hours, and prefer what few have")
    func compromisedAccount() throws {
        let picky = try attacks("compromised-account", ["selectivity": .integer(8), "hours": .real(2)])
        for attack in picky {
            #expect(attack.users == 1)
            #expect(try #require(attack.seconds) <= 2 * 3600)
        }
        let careless = try attacks("compromised-account", ["selectivity": .integer(1)])
        #expect(
            meanPopularity(picky.flatMap(\.accesses)) < 0.6 * meanPopularity(careless.flatMap(\.accesses)))
        #expect(careless.allSatisfy { $0.severity == 0 } && picky.allSatisfy { $0.severity == 0.875 })
    }

    @Test("by night begin between ten and five")
    func night() throws {
        for attack in try attacks("compromised-account", ["night": .real(1), "hours": .real(0.01)]) {
            let time = try #require(attack.accesses[0].time)
            let hour = Double(time.microseconds % Timestamp.day) / 3600e6
            #expect(hour >= 22 - 0.01 || hour <= 5.01)
        }
    }

    @Test("by lateral movement go through distinct computers first, within minutes")
    func lateralMovement() throws {
        for attack in try attacks("lateral-movement", ["computers": .integer(3), "minutes": .real(5)]) {
            let computers = attack.accesses.map { access in
                target.log.resources[Int(access.resource)].name.split(separator: "\\")[0]
            }
            // There are three file servers.
            #expect(Set(computers).count >= min(2, computers.count))
            #expect(try #require(attack.seconds) <= 300)
        }
    }

    @Test("by lateral movement use administrative shares where there are any")
    func administrativeShares() throws {
        var log = AccessLog()
        let random = RandomStream(seed: Seed(2))
        for day in 0..<30 {
            for user in 0..<40 where random.bernoulli(0.5) {
                let share = ["ADMIN$", "data", "C$", "home"][random.index(below: 4)]
                let time = Timestamp(microseconds: Int64(20_000 + day) * Timestamp.day + Int64(user))
                log.append(
                    AccessEvent(
                        user: AccountIdentity(name: "u\(user)"),
                        resource: ResourceIdentity(name: "\\\\pc\(random.index(below: 40))\\\(share)"), time: time))
            }
        }
        let target = InjectionTarget(
            log: log, fold: try TimeSplit().split(log, population: .newPairs).test, side: .whole(of: log))
        let attacks = try target.attacks("lateral-movement", ["computers": .integer(10)], count: 50)
        for access in attacks.filter({ $0.kind == .hostile }).flatMap(\.accesses) {
            #expect(log.resources[Int(access.resource)].name.hasSuffix("$"))
        }
    }

    @Test("by a change of roles drift from the own community to another, and only the thefts are anomalous")
    func roleChange() throws {
        let attacks = try attacks("role-change", ["drift_accesses": .integer(12)])
        let thefts = attacks.flatMap(\.accesses).filter(\.isAnomalous)
        let drift = attacks.map { $0.accesses.filter { !$0.isAnomalous } }
        #expect(thefts.count == 120)
        let early = drift.flatMap { $0.prefix($0.count / 3) }, late = drift.flatMap { $0.suffix($0.count / 3) }
        #expect(fractionAtHome(early) > fractionAtHome(late) + 0.2)
        #expect(fractionAtHome(thefts) > fractionAtHome(late))
        for attack in attacks {
            let span = try #require(attack.seconds)
            #expect(span <= 10 * 86_400)
        }
    }

    @Test("that are low and slow stay near home and take days")
    func lowAndSlow() throws {
        let attacks = try attacks("low-and-slow", ["gap_days": .real(2), "accesses": .integer(3)])
        #expect(
            fractionAtHome(attacks.flatMap(\.accesses))
                > fractionAtHome(try self.attacks("uniform-pairs").flatMap(\.accesses)))
        let several = attacks.filter { $0.accesses.count > 1 }
        let gaps = try several.map { try #require($0.seconds) / Double($0.accesses.count - 1) / 86_400 }
        #expect(!gaps.isEmpty && gaps.reduce(0, +) / Double(gaps.count) > 0.7)
        #expect(
            meanPopularity(attacks.flatMap(\.accesses)) < 0.8
                * meanPopularity(try twins("low-and-slow").flatMap(\.accesses)))
    }

    @Test("by mimicry are at home at temperature 1, and uniform when hot")
    func mimicry() throws {
        let cold = try attacks("mimicry", ["temperature": .real(1)]).flatMap(\.accesses)
        let warm = try attacks("mimicry", ["temperature": .real(3)]).flatMap(\.accesses)
        let hot = try attacks("mimicry", ["temperature": .real(1000)]).flatMap(\.accesses)
        #expect(fractionAtHome(cold) > fractionAtHome(warm) && fractionAtHome(warm) > fractionAtHome(hot))
        let uniform = try attacks("uniform-pairs", count: 500).flatMap(\.accesses)
        #expect(abs(meanPopularity(hot) / meanPopularity(uniform) - 1) < 0.2)
    }

    @Test("by hoarding are on pairs that training has")
    func hoarding() throws {
        let seen = PairSet(of: target.fold.training, in: target.log)
        for attack in try target.attacks("hoarding", count: 120) {
            #expect(attack.accesses.allSatisfy { seen.contains(user: $0.user, resource: $0.resource) })
        }
    }

    @Test("with dormant accounts come from users who were idle, in the pattern of one other user")
    func dormantAccount() throws {
        let attacks = try target.attacks("dormant-account", ["idle_days": .integer(4)], count: 60)
        let days = target.fold.training.compactMap { target.log.time(of: $0)?.dayNumber }
        let last = try #require(days.max())
        let active = Set(
            target.fold.training.filter { (target.log.time(of: $0)?.dayNumber ?? 0) > last - 4 }.map {
                target.log.user[$0]
            })
        #expect(attacks.flatMap(\.accesses).allSatisfy { !active.contains($0.user) })
        for attack in attacks where attack.kind == .hostile {
            let wanted = Set(attack.accesses.map(\.resource))
            let models = target.knownUsers.filter { wanted.isSubset(of: target.profile.resources(ofUser: $0)) }
            #expect(!models.isEmpty)
        }
        #expect(throws: InjectionError.self) {
            try target.attacks("dormant-account", ["idle_days": .integer(3000)], count: 1)
        }
    }

    @Test("by newcomers are of users or resources beyond the log's, others each time", arguments: ["user", "resource"])
    func newcomer(_ kind: String) throws {
        var target = target
        let first = try target.attacks("newcomer", ["newcomer": .string(kind)], count: 40)
        target.occupy(first)
        let second = try target.attacks("newcomer", ["newcomer": .string(kind)], count: 40)
        func newcomers(_ attacks: [Attack]) -> [Set<Int32>] {
            attacks.map { Set($0.accesses.map { kind == "user" ? $0.user : $0.resource }) }
        }
        let limit = kind == "user" ? target.log.users.count : target.log.resources.count
        let all = newcomers(first) + newcomers(second)
        #expect(all.allSatisfy { $0.count == 1 && $0.allSatisfy { $0 >= limit } })
        #expect(Set(all).count == all.count)
        // They are numbered densely, so that nothing is large that is indexed by them.
        #expect(all.joined().allSatisfy { Int($0) < limit + 2 * all.count + 2 })
    }

    @Test(
        "that contaminate training make up the asked fraction of its pairs, and leave the others alone",
        arguments: [0, 0.01, 0.05])
    func contamination(fraction: Double) throws {
        let attacks = try target.attacks("training-contamination", ["share": .real(fraction)], count: 40)
        let contamination = attacks.filter { $0.kind == .contamination }.flatMap(\.accesses)
        let pairs = Double(target.profile.resourcesOfUsers.count)
        #expect(abs(Double(contamination.count) / (pairs + Double(contamination.count)) - fraction) < 1 / pairs)
        let cut = try #require(target.window.days).lowerBound
        #expect(contamination.allSatisfy { ($0.time?.dayNumber ?? cut) < cut })
        let none = try target.attacks("training-contamination", ["share": .real(0)], count: 40)
        #expect(attacks.filter { $0.kind != .contamination }.map(\.accesses) == none.map(\.accesses))
    }

    @Test("that fan out as a red team did reach one computer half the time, and seldom very many")
    func fanOut() throws {
        let sizes = try attacks("red-team-fan-out", count: 400).map(\.accesses.count)
        let single = Double(sizes.count { $0 == 1 }) / Double(sizes.count)
        #expect((0.35...0.62).contains(single))
        #expect(sizes.contains { $0 >= 9 } && (sizes.max() ?? 0) <= 71)
    }

    @Test("find communities that agree with the departments of a simulated organisation")
    func agreement() throws {
        let simulation = try Simulators.standard.simulator("block-model").simulate(seed: Seed(7))
        let profile = TrainingProfile(of: Array(0..<simulation.log.count), in: simulation.log)
        var truth: [Int] = [], found: [Int] = []
        for user in 0..<simulation.log.users.count {
            guard let department = simulation.organization.department(ofUser: user),
                let community = profile.community(ofUser: Int32(user))
            else { continue }
            truth.append(department)
            found.append(Int(community))
        }
        let agreement = normalizedMutualInformation(truth, found)
        #expect(agreement > 0.8, "\(agreement)")
    }
}

extension Attack {
    fileprivate var users: Int { Set(accesses.map(\.user)).count }

    /// From the first access to the last.
    fileprivate var seconds: Double? {
        guard let first = accesses.first?.time, let last = accesses.last?.time else { return nil }
        return Double(last.microseconds - first.microseconds) / 1e6
    }
}
