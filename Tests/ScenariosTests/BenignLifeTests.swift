import AccessLogs
import Concurrency
import ContractTesting
import Datasets
import Foundation
import Interactions
import Parameters
@testable import Scenarios
import Statistics
import Testing
import TestSupport

@Suite("The life of a simulated organisation")
struct BenignLifeTests {
    private let folder = TemporaryFolder()

    private static let small: [String: ParameterValue] = [
        "users": .integer(200), "shares": .integer(120), "departments": .integer(4), "days": .integer(42),
    ]
    private static let models = Simulators.standard.ids

    private static func simulate(
        _ id: String, _ life: String?, _ parameters: [String: ParameterValue] = [:], seed: UInt64 = 7,
        workers: Workers = .one
    ) throws -> Simulation {
        var given = small.merging(parameters) { $1 }
        if let life { given["life"] = .string(life) }
        return try Simulators.standard.simulator(id, parameters: given).simulate(seed: Seed(seed), workers: workers)
    }

    /// Accesses by name, which do not depend on how accounts and shares are numbered.
    private static func names(_ log: AccessLog, _ access: Int) -> [String] {
        [log.users[Int(log.user[access])].name, log.resources[Int(log.resource[access])].name]
    }

    private static func day(_ log: AccessLog, _ access: Int) -> Int {
        Timestamp(microseconds: log.microseconds[access]).dayNumber - 20_458
    }

    private static func hour(_ log: AccessLog, _ access: Int) -> Int {
        Int(log.microseconds[access] % Timestamp.day / 3_600_000_000)
    }

    private static func users(_ event: LifeEvent, _ log: AccessLog) -> Set<Int32> {
        Set(event.accesses.map { log.user[$0] })
    }

    private static func resources(_ event: LifeEvent, _ log: AccessLog) -> Set<Int32> {
        Set(event.accesses.map { log.resource[$0] })
    }

    /// The accesses of all accounts to the resources of an event.
    private static func accesses(to resources: Set<Int32>, _ log: AccessLog) -> [Int] {
        (0..<log.count).filter { resources.contains(log.resource[$0]) }
    }

    @Test(
        "is uneventful unless asked for, and such organisations are to the byte what they were before there were events",
        arguments: [
            ("block-model", "76672ca40329f413e1110f3a381d67e45dc8885831f08b32d3c2e69c407eba9c"),
            ("role-model", "a3789a4b895adc74a5d7dca9c3cff250365da0924af8628222badd22ed1ad2ef"),
        ])
    func unchanged(id: String, digest: String) throws {
        for life in [nil, "none", "transfers=0, services=0"] {
            let simulation = try Self.simulate(id, life, ["tenants": .integer(2)], seed: 5)
            #expect(simulation.events.isEmpty && simulation.eventTable == nil)
            let card = try Dataset.write(
                simulation.log, to: folder["d"], origin: "", licence: "", importOptions: nil, replacing: true)
            #expect(card.digest == "sha256:" + digest)
        }
    }

    @Test("is left out where it is not given, so that cards and specifications stay as they were", arguments: models)
    func leftOut(id: String) throws {
        let parameters = try Simulators.standard.type(of: id).parameters
        #expect(!parameters.standard.description.contains("life"))
        #expect(try !parameters.checked(Self.small).description.contains("life"))
        #expect(try parameters.checked(["life": .string("eventful")]).description.contains("life=eventful"))
    }

    @Test("is a function of the seed, whatever the number of workers", arguments: models)
    func determinism(id: String) throws {
        let parameters: [String: ParameterValue] = [
            "users": .integer(1500), "days": .integer(20), "start_day": .integer(20_470),
        ]
        let one = try Self.simulate(id, "eventful", parameters)
        let three = try Self.simulate(id, "eventful", parameters, workers: Workers(3))
        let other = try Self.simulate(id, "eventful", parameters, seed: 8)
        #expect(one.log.user == three.log.user && one.log.resource == three.log.resource)
        #expect(one.log.microseconds == three.log.microseconds)
        #expect(one.events == three.events && one.organization == three.organization)
        #expect(one.events != other.events)
    }

    @Test("has as many events of each kind as asked, in each tenant, and each has accesses", arguments: models)
    func numbers(id: String) throws {
        let life =
            "project_starts=3 share_rollouts=2 month_ends=2 services=1 transfers=0.02 holidays=0.05 onboardings=0.03"
        let simulation = try Self.simulate(id, life, ["tenants": .integer(2)])
        let expected: [LifeEvent.Kind: Int] = [
            .projectStart: 6, .shareRollout: 4, .monthEnd: 4, .service: 2, .transfer: 8, .covering: 20, .onboarding: 12,
        ]
        for (kind, count) in expected { #expect(simulation.events.count { $0.kind == kind } == count, "\(kind)") }
        #expect(simulation.events.allSatisfy { !$0.accesses.isEmpty })
        let log = simulation.log
        #expect(
            simulation.events.allSatisfy { event in
                Set(event.accesses.map { log.users[Int(log.user[$0])].tenant }).count == 1
            })
        #expect(try Self.simulate(id, "eventful").events.count == 1 + 1 + 1 + 1 + 4 + 20 + 6)
    }

    @Test("labels each access with one event at most, in the order of the log", arguments: models)
    func labels(id: String) throws {
        let simulation = try Self.simulate(id, "eventful")
        let log = simulation.log, all = simulation.events.flatMap(\.accesses)
        #expect(Set(all).count == all.count && all.allSatisfy { (0..<log.count).contains($0) })
        #expect(simulation.events.allSatisfy { $0.accesses == $0.accesses.sorted() })
        #expect(zip(log.microseconds, log.microseconds.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(simulation.organization.users.count == log.users.count)
        #expect(simulation.organization.resources.count == log.resources.count)
        #expect(Set(log.user).count == log.users.count && Set(log.resource).count == log.resources.count)
    }

    @Test("adds what it labels to what would happen without it, and nothing else", arguments: models)
    func additions(id: String) throws {
        // Events that change nobody's accesses.
        let plain = try Self.simulate(id, nil)
        let eventful = try Self.simulate(id, "project_starts=2 share_rollouts=1 month_ends=1 services=1")
        let labeled = Set(eventful.events.flatMap(\.accesses))
        // Numbers differ; times do not.
        let times = (0..<eventful.log.count).filter { !labeled.contains($0) }.map { eventful.log.microseconds[$0] }
        #expect(times == plain.log.microseconds)
        func counts(_ numbers: [Int32]) -> [Int] {
            Dictionary(grouping: numbers) { $0 }.values.map(\.count).sorted()
        }
        let rest = (0..<eventful.log.count).filter { !labeled.contains($0) }
        #expect(counts(rest.map { eventful.log.user[$0] }) == counts(plain.log.user))
        #expect(counts(rest.map { eventful.log.resource[$0] }) == counts(plain.log.resource))
    }

    @Test("moves accesses of those who are away or transferred, and takes away what is not covered", arguments: models)
    func movements(id: String) throws {
        let plain = try Self.simulate(id, nil), eventful = try Self.simulate(id, "transfers=0.05 holidays=0.1")
        // Every access is one that happens without events, at the same time.
        func times(_ log: AccessLog) -> [Int64: Int] {
            Dictionary(log.microseconds.map { ($0, 1) }, uniquingKeysWith: +)
        }
        let before = times(plain.log)
        #expect(times(eventful.log).allSatisfy { $0.value <= before[$0.key] ?? 0 })
        #expect(eventful.log.count < plain.log.count)
        #expect(try Self.simulate(id, "transfers=0.05").log.microseconds == plain.log.microseconds)
    }

    @Test("starts projects: new shares that their members use together, within days", arguments: models)
    func projects(id: String) throws {
        let simulation = try Self.simulate(id, "project_starts=4")
        let log = simulation.log
        for event in simulation.events {
            let resources = Self.resources(event, log), users = Self.users(event, log)
            #expect((2...5).contains(resources.count) && users.count >= 4)
            #expect(Self.accesses(to: resources, log) == event.accesses)
            let first = users.map { user in
                event.accesses.first { log.user[$0] == user }.map { Self.day(log, $0) } ?? 0
            }
            let days = (first.min() ?? 0, first.sorted()[first.count / 2])
            #expect(days.0 >= 7 && days.1 - days.0 <= 6)
            let number = resources.compactMap {
                if case .project(let number) = simulation.organization.resources[Int($0)] { number } else { nil }
            }
            #expect(number.count == resources.count && Set(number).count == 1)
            let project = simulation.organization.projects[number[0]]
            #expect(users.isSubset(of: Set(project.members.map(Int32.init))))
            #expect(event.accesses.allSatisfy { project.days.contains(Self.day(log, $0) + 20_458) })
        }
    }

    @Test("rolls shares out: one share, taken up by many accounts over days", arguments: models)
    func rollouts(id: String) throws {
        let simulation = try Self.simulate(id, "share_rollouts=3")
        let log = simulation.log
        for event in simulation.events {
            #expect(Self.resources(event, log).count == 1)
            #expect(Self.accesses(to: Self.resources(event, log), log) == event.accesses)
            let users = Self.users(event, log)
            #expect(users.count >= 20)
            let first = users.compactMap { user in event.accesses.first { log.user[$0] == user } }
                .map { Self.day(log, $0) }.sorted()
            #expect(Set(first).count >= 4 || first[0] > 35)
        }
    }

    @Test("transfers accounts: their accesses move to shares of the other department", arguments: models)
    func transfers(id: String) throws {
        // No transfers of the simulator's own.
        var parameters: [String: ParameterValue] = [:]
        if id == "role-model" {
            parameters = [
                "transfers": .real(0), "second_roles": .real(0), "break_glass": .real(0), "duties": .integer(0),
            ]
        }
        let simulation = try Self.simulate(id, "transfers=0.05", parameters)
        let log = simulation.log, organization = simulation.organization
        #expect(simulation.events.count == 10)
        for event in simulation.events {
            let user = try #require(Self.users(event, log).first)
            #expect(Self.users(event, log).count == 1)
            let department = try #require(organization.department(ofUser: Int(user)))
            #expect(
                Self.resources(event, log).allSatisfy { organization.department(ofResource: Int($0)) == department })
            // The old department's shares, the most used before.
            let own = (0..<log.count).filter { log.user[$0] == user }
            let begins = Self.day(log, event.accesses[0])
            let before = Dictionary(
                grouping: own.filter { Self.day(log, $0) < begins }.compactMap {
                    organization.department(ofResource: Int(log.resource[$0]))
                }
            ) { $0 }
            guard let old = before.max(by: { ($0.value.count, $0.key) < ($1.value.count, $1.key) })?.key else {
                continue
            }
            #expect(old != department)
            let labeled = Set(event.accesses)
            #expect(
                own.allSatisfy { access in
                    Self.day(log, access) < begins + 30 || labeled.contains(access)
                        || organization.department(ofResource: Int(log.resource[access])) != old
                })
        }
    }

    @Test("has people away, whose shares a colleague uses meanwhile", arguments: models)
    func holidays(id: String) throws {
        let simulation = try Self.simulate(id, "holidays=0.1")
        let log = simulation.log
        var usual = 0
        for event in simulation.events {
            #expect(Self.users(event, log).count == 1)
            let days = event.accesses.map { Self.day(log, $0) }
            let first = try #require(days.min()), last = try #require(days.max())
            #expect(last - first < 15)
            let colleague = try #require(Self.users(event, log).first)
            let shares = Self.resources(event, log)
            // Somebody used these shares before, and is not there in these days.
            let before = Dictionary(grouping: (0..<log.count).filter { Self.day(log, $0) < first }) { log.user[$0] }
            let present = Set(
                (0..<log.count).filter { (first...last).contains(Self.day(log, $0)) }.map { log.user[$0] })
            let absent = before.filter { user, accesses in
                user != colleague && !present.contains(user)
                    && !shares.isDisjoint(with: accesses.map { log.resource[$0] })
            }
            if !absent.isEmpty { usual += 1 }
        }
        #expect(simulation.events.count == 20 && usual >= 18)
    }

    @Test("closes books: rarely used shares, many at once and late, at the end of a month", arguments: models)
    func monthEnds(id: String) throws {
        let simulation = try Self.simulate(id, "month_ends=2", ["days": .integer(60)])
        let log = simulation.log
        for event in simulation.events {
            #expect(Self.accesses(to: Self.resources(event, log), log) == event.accesses)
            // The last two working days of January and February 2026: the 29th and 30th, the 26th and 27th.
            let days = Set(event.accesses.map { Self.day(log, $0) })
            #expect(days.isSubset(of: [24, 25, 52, 53]) && days.count >= 2)
            #expect(event.accesses.allSatisfy { Self.hour(log, $0) >= 18 })
            for user in Self.users(event, log) {
                let own = event.accesses.filter { log.user[$0] == user }
                let atOnce = Dictionary(grouping: own) { Self.day(log, $0) }.values.map { accesses in
                    Set(accesses.map { log.resource[$0] }).count
                }
                #expect(atOnce.allSatisfy { $0 >= 3 } && (atOnce.max() ?? 0) >= 5)
            }
        }
    }

    @Test("has joiners, who meet many shares in the first days and did nothing before", arguments: models)
    func onboardings(id: String) throws {
        let simulation = try Self.simulate(id, "onboardings=0.05")
        let log = simulation.log
        for event in simulation.events {
            let user = try #require(Self.users(event, log).first)
            #expect(Self.users(event, log).count == 1)
            let own = (0..<log.count).filter { log.user[$0] == user }
            #expect(own.first == event.accesses.first && Self.day(log, own[0]) >= 7)
            #expect(Array(own.prefix(event.accesses.count)) == event.accesses)
            let burst = event.accesses.filter { Self.day(log, $0) <= Self.day(log, own[0]) + 5 }
            #expect(Set(burst.map { log.resource[$0] }).count >= 6)
            // Five working days are no more than a week.
            #expect(Self.day(log, event.accesses.last ?? 0) - Self.day(log, own[0]) <= 7)
        }
    }

    @Test("starts services: new accounts with the same shares every night", arguments: models)
    func services(id: String) throws {
        let simulation = try Self.simulate(id, "services=2")
        let log = simulation.log
        for event in simulation.events {
            let user = try #require(Self.users(event, log).first)
            #expect((0..<log.count).filter { log.user[$0] == user } == event.accesses)
            #expect(simulation.organization.users[Int(user)] == .service)
            #expect(Self.resources(event, log).count == 40)
            #expect(event.accesses.allSatisfy { Self.hour(log, $0) < 9 })
            let days = Set(event.accesses.map { Self.day(log, $0) }), first = try #require(days.min())
            #expect(first >= 7 && days == Set(first..<42))
        }
    }

    @Test("gives names and numbers that do not tell what events brought", arguments: models)
    func hidden(id: String) throws {
        let simulation = try Self.simulate(id, "project_starts=8 services=4")
        let log = simulation.log
        let brought = Set(simulation.events.filter { $0.kind == .projectStart }.flatMap { Self.resources($0, log) })
        let numbers = brought.map { Double($0) / Double(log.resources.count) }
        #expect((0.25...0.75).contains(numbers.reduce(0, +) / Double(numbers.count)))
        #expect(
            log.resources.names.map(\.name) == log.resources.names.map(\.name).sorted { $0.suffix(5) < $1.suffix(5) })
    }

    @Test("is written down: who did what in which event, and when")
    func table() throws {
        let simulation = try Self.simulate("block-model", "eventful")
        let log = simulation.log
        let rows = try #require(simulation.eventTable).split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(rows[0] == ["event", "kind", "tenant", "user", "resource", "first", "last", "accesses"])
        #expect(rows.allSatisfy { $0.count == 8 })
        let counted = rows.dropFirst().reduce(0) { $0 + (Int($1[7]) ?? 0) }
        #expect(counted == simulation.events.reduce(0) { $0 + $1.accesses.count })
        for row in rows.dropFirst() {
            let event = simulation.events[try #require(Int(row[0]))]
            #expect(event.kind.rawValue == row[1])
            let own = event.accesses.filter { Self.names(log, $0) == [row[3], row[4]] }
            #expect(String(own.count) == row[7])
            #expect(own.first.flatMap { log.time(of: $0)?.description } == row[5])
            #expect(own.last.flatMap { log.time(of: $0)?.description } == row[6])
        }
    }

    @Test(
        "is refused in a sentence where it cannot be as asked",
        arguments: [
            ("lively", "'eventful', or each name once"), ("projects=2", "one of holidays, month_ends"),
            ("services=-1", "a whole number from 0"), ("transfers=0.6", "a fraction from 0"),
            ("transfers=0.3 holidays=0.3", "at most half"), ("services=1 services=2", "each name once"),
            ("transfers=nan", "a fraction from 0"),
        ])
    func refused(life: String, words: String) throws {
        for id in Self.models {
            let error = try #require(throws: ParameterError.self) { try Self.simulate(id, life) }
            #expect("\(error)".contains(words), "\(error)")
            #expect(error.parameter == "life")
        }
    }

    @Test(
        "needs days, departments and month-ends",
        arguments: [
            (["days": 13], "eventful", "14 'days'"), (["departments": 1], "transfers=0.1", "one department"),
            (["days": 20], "month_ends=1", "no month ends"),
            (["users": 600_000, "days": 100], "services=1", "accounts × days"),
        ])
    func impossible(parameters: [String: Int], life: String, words: String) throws {
        for id in Self.models {
            let error = try #require(throws: ParameterError.self) {
                try Self.simulate(id, life, parameters.mapValues { .integer($0) })
            }
            #expect("\(error)".contains(words), "\(error)")
        }
    }
}
