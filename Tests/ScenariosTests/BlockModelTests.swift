import AccessLogs
import ContractTesting
import Concurrency
import Interactions
import LinearAlgebra
import Parameters
import Scenarios
import Statistics
import Synchronization
import Testing

@Suite("The block model")
struct BlockModelTests {
    private static func simulate(
        _ parameters: [String: ParameterValue] = [:], seed: UInt64 = 7, workers: Workers = .one
    ) throws -> Simulation {
        let given = organizationOfTwoHundred.merging(parameters) { $1 }
        let model = try BlockModel(BlockModel.parameters.checked(given))
        return try model.simulate(seed: Seed(seed), workers: workers)
    }

    @Test("is a function of its seed, whatever the number of workers")
    func determinism() throws {
        // More users than one worker takes at a time.
        let parameters: [String: ParameterValue] = ["users": .integer(2500), "days": .integer(5)]
        let one = try Self.simulate(parameters), three = try Self.simulate(parameters, workers: Workers(3))
        let other = try Self.simulate(parameters, seed: 8)
        #expect(one.log.user == three.log.user)
        #expect(one.log.resource == three.log.resource)
        #expect(one.log.microseconds == three.log.microseconds)
        #expect(one.log.users == three.log.users && one.log.resources == three.log.resources)
        #expect(one.organization == three.organization)
        #expect(one.log.microseconds != other.log.microseconds)
        #expect(one.organization != other.organization)
    }

    @Test("fills the days it was asked for, in the order of time")
    func days() throws {
        let log = try Self.simulate(["days": .integer(14), "start_day": .integer(20_458)]).log
        #expect(log.timeRange?.lowerBound.dayNumber == 20_458)
        #expect(log.timeRange?.upperBound.dayNumber == 20_471)
        #expect(zip(log.microseconds, log.microseconds.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(log.timeRange?.lowerBound.description.hasPrefix("2026-01-05T") == true)
    }

    @Test("describes all users of its log, and no others")
    func vocabularies() throws {
        let simulation = try Self.simulate()
        let log = simulation.log
        #expect(Set(log.user).count == log.users.count)
        #expect(Set(log.resource).count == log.resources.count)
        #expect(simulation.organization.users.count == log.users.count)
        #expect(simulation.organization.resources.count == log.resources.count)
    }

    @Test("gives names that reveal nothing")
    func names() throws {
        let simulation = try Self.simulate()
        let log = simulation.log, organization = simulation.organization
        #expect(log.users.names.allSatisfy { $0.name.wholeMatch(of: /corp\\u\d{4}/) != nil })
        #expect(log.resources.names.allSatisfy { $0.name.wholeMatch(of: /\\\\fs\d{2}\\s\d{4}/) != nil })
        #expect(log.users.names.allSatisfy { AccountIdentity(name: $0.name).name == $0.name })
        #expect(log.resources.names.allSatisfy { ResourceIdentity(name: $0.name).name == $0.name })

        // Were departments in order, neighbours would nearly always belong together.
        let departments = log.users.names.indices.map { organization.department(ofUser: $0) }
        let together = zip(departments, departments.dropFirst()).count { $0 == $1 }
        #expect(Double(together) / Double(departments.count) < 0.45)
        #expect(organization.users.last != .service || organization.users.count { $0 == .service } == 1)
    }

    @Test("rests at weekends and at night, but for the nightly jobs")
    func rhythm() throws {
        let simulation = try Self.simulate()
        let log = simulation.log
        var byWeekday = [Int](repeating: 0, count: 7), employeesAtNight = 0, employees = 0, jobsByDay = 0, jobs = 0
        for access in 0..<log.count {
            let time = Timestamp(microseconds: log.microseconds[access])
            let hour = Int(log.microseconds[access] % Timestamp.day / 3_600_000_000)
            if simulation.organization.users[Int(log.user[access])] == .service {
                jobs += 1
                if hour >= 9 { jobsByDay += 1 }
            } else {
                employees += 1
                byWeekday[(time.dayNumber + 3) % 7] += 1
                if hour < 5 || hour >= 21 { employeesAtNight += 1 }
            }
        }
        #expect(byWeekday[5...].reduce(0, +) * 20 < byWeekday[..<5].reduce(0, +))
        #expect(Double(employeesAtNight) < 0.05 * Double(employees))
        #expect(jobs > 0 && jobsByDay == 0)
    }

    @Test("has users who mostly return to the shares they have used")
    func repetition() throws {
        let log = try Self.simulate().log
        #expect(InteractionMatrix(counting: log).pairCount * 5 < log.count)
    }

    @Test("keeps giving reasons for new pairs: most lie within the department")
    func newPairs() throws {
        let simulation = try Self.simulate()
        let organization = simulation.organization
        let split = try TimeSplit().split(simulation.log, population: .newPairs)
        for fold in split.validation + [split.test] {
            let cases = fold.window.benign
            #expect(cases.count > 80)
            let own = cases.count { newPair in
                let user = organization.department(ofUser: Int(newPair.user))
                return user != nil && user == organization.department(ofResource: Int(newPair.resource))
            }
            #expect((0.45...0.9).contains(Double(own) / Double(cases.count)))
        }
    }

    @Test("lets people join and leave")
    func turnover() throws {
        let simulation = try Self.simulate(
            ["joiners": .real(0.5), "leavers": .real(0), "activity": .real(20), "activity_spread": .real(0)])
        let log = simulation.log
        var first: [Int32: Int] = [:]
        for access in 0..<log.count where first[log.user[access]] == nil {
            first[log.user[access]] = Timestamp(microseconds: log.microseconds[access]).dayNumber - 20_458
        }
        let late = first.values.count { $0 > 0 }
        #expect((0.35...0.65).contains(Double(late) / Double(log.users.count)))
    }

    @Test("keeps projects to their members and to their weeks")
    func projects() throws {
        let simulation = try Self.simulate(["service_accounts": .integer(0), "projects": .integer(5)])
        let log = simulation.log, organization = simulation.organization
        var visits = 0
        for access in 0..<log.count {
            guard case .project(let number) = organization.resources[Int(log.resource[access])] else { continue }
            visits += 1
            let project = organization.projects[number]
            #expect(project.members.contains(Int(log.user[access])))
            #expect(project.days.contains(Timestamp(microseconds: log.microseconds[access]).dayNumber))
        }
        #expect(visits > 0)
    }

    @Test("keeps tenants apart")
    func tenants() throws {
        let simulation = try Self.simulate(["tenants": .integer(3), "days": .integer(7)])
        let log = simulation.log
        #expect(Set(log.users.names.map(\.tenant)) == ["t1", "t2", "t3"])
        let sameTenant = (0..<log.count).allSatisfy {
            log.users[Int(log.user[$0])].tenant == log.resources[Int(log.resource[$0])].tenant
        }
        #expect(sameTenant)
        #expect(ConnectedComponents(of: InteractionMatrix(counting: log).counts).count >= 3)
        let departments = Set(log.users.names.indices.compactMap { simulation.organization.department(ofUser: $0) })
        #expect(departments == Set(0..<12))
    }

    @Test("says what is wrong with an organisation that cannot be")
    func impossible() {
        #expect(
            throws: ParameterError.unacceptable(
                parameter: "shares", value: .integer(20),
                expected: "at least 26: departments + hub_shares + projects × project_shares")
        ) {
            try BlockModel(BlockModel.parameters.checked(["shares": .integer(20)]))
        }
        #expect(throws: ParameterError.self) {
            try BlockModel(BlockModel.parameters.checked(["users": .integer(7)]))
        }
        #expect(throws: ParameterError.self) {
            try BlockModel(
                BlockModel.parameters.checked(["users": .integer(10_000_000), "tenants": .integer(10_000)]))
        }
    }

    @Test(
        "says what would not fit into a machine",
        arguments: [
            (["users": 10_000_000, "tenants": 10], "users"), (["shares": 10_000_000, "tenants": 10], "shares"),
            (["shares": 10_000_000, "roles": 100], "roles"), (["users": 1_000_000, "days": 3650], "days"),
            (["users": 10, "departments": 1, "tenants": 10_000, "service_accounts": 10_000], "users"),
        ])
    func tooLarge(parameters: [String: Int], named: String) throws {
        let error = try #require(throws: ParameterError.self) {
            try BlockModel(BlockModel.parameters.checked(parameters.mapValues { .integer($0) }))
        }
        #expect("\(error)".contains(named))
    }

    @Test("can be as small as one user with one share")
    func smallest() throws {
        let simulation = try Self.simulate([
            "users": .integer(1), "shares": .integer(1), "departments": .integer(1), "hub_shares": .integer(0),
            "projects": .integer(0), "service_accounts": .integer(0), "roles": .integer(5),
            "role_overlap": .real(0), "role_shares": .real(1), "activity": .real(50), "joiners": .real(0),
        ])
        #expect(simulation.log.users.count == 1 && simulation.log.resources.count == 1)
    }

    @Test("can be told to stop at any time: it asks on every day of every user")
    func interruption() throws {
        let model = try BlockModel(BlockModel.parameters.checked(organizationOfTwoHundred))
        let questions = Mutex(0)
        func simulate(_ patience: Int) throws {
            questions.withLock { $0 = 0 }
            _ = try model.simulate(
                seed: Seed(1), workers: .one,
                isCancelled: {
                    questions.withLock {
                        $0 += 1; return $0 > patience
                    }
                }, progress: { _ in })
        }
        try simulate(.max)
        let all = questions.withLock { $0 }
        #expect(all > model.configuration.users * model.configuration.days / 2)
        for patience in [0, 1, 10, all / 2, all - 1] {
            #expect(throws: CancellationError.self) { try simulate(patience) }
            #expect(questions.withLock { $0 } < patience + 2000)
        }
    }

    @Test("stops when told to, and says how far it is")
    func cancellation() throws {
        let model = try BlockModel(BlockModel.parameters.checked(organizationOfTwoHundred))
        #expect(throws: CancellationError.self) {
            _ = try model.simulate(seed: Seed(1), workers: .one, isCancelled: { true }, progress: { _ in })
        }
        let reached = Mutex(0.0)
        _ = try model.simulate(
            seed: Seed(1), workers: .one, isCancelled: { false }, progress: { done in reached.withLock { $0 = done } })
        #expect(reached.withLock { $0 } == 1)
    }
}
