import AccessLogs
import Concurrency
import Interactions
import LinearAlgebra
import Parameters
import Scenarios
import Statistics
import Synchronization
import Testing

@Suite("The role model")
struct RoleModelTests {
    /// An organisation that is simulated in a moment.
    private static let small: [String: ParameterValue] = [
        "users": .integer(200), "shares": .integer(120), "departments": .integer(4), "days": .integer(42),
        "service_accounts": .integer(3), "service_account_shares": .integer(20),
    ]
    /// No reason to leave one's department, its sites and the shares of everybody.
    private static let orderly: [String: ParameterValue] = [
        "second_roles": .real(0), "transfers": .real(0), "break_glass": .real(0), "service_accounts": .integer(0),
    ]

    private static func simulate(
        _ parameters: [String: ParameterValue] = [:], seed: UInt64 = 7, workers: Workers = .one
    ) throws -> Simulation {
        let model = try RoleModel(RoleModel.parameters.checked(small.merging(parameters) { $1 }))
        return try model.simulate(seed: Seed(seed), workers: workers)
    }

    private static func day(_ log: AccessLog, _ access: Int) -> Int {
        Timestamp(microseconds: log.microseconds[access]).dayNumber
    }

    /// The accesses by employees to another department's shares.
    private static func foreign(_ simulation: Simulation) -> [Int] {
        let log = simulation.log, organization = simulation.organization
        return (0..<log.count).filter {
            guard let user = organization.department(ofUser: Int(log.user[$0])),
                let owner = organization.department(ofResource: Int(log.resource[$0]))
            else { return false }
            return user != owner
        }
    }

    @Test("is a function of its seed, whatever the number of workers")
    func determinism() throws {
        // More actors than one worker takes at a time.
        let parameters: [String: ParameterValue] = ["users": .integer(2500), "days": .integer(5)]
        let one = try Self.simulate(parameters), two = try Self.simulate(parameters, workers: Workers(2))
        let other = try Self.simulate(parameters, seed: 8)
        #expect(one.log.user == two.log.user)
        #expect(one.log.resource == two.log.resource)
        #expect(one.log.microseconds == two.log.microseconds)
        #expect(one.log.users == two.log.users && one.log.resources == two.log.resources)
        #expect(one.organization == two.organization)
        #expect(one.log.microseconds != other.log.microseconds)
        #expect(one.organization != other.organization)
    }

    @Test("fills the days it was asked for, in the order of time")
    func days() throws {
        let log = try Self.simulate(["days": .integer(12), "start_day": .integer(20_458)]).log
        #expect(log.timeRange?.lowerBound.dayNumber == 20_458)
        #expect(log.timeRange?.upperBound.dayNumber == 20_469)
        #expect(zip(log.microseconds, log.microseconds.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test("describes all users of its log, and no others")
    func vocabularies() throws {
        let simulation = try Self.simulate()
        let log = simulation.log
        #expect(Set(log.user).count == log.users.count && log.users.count >= 200)
        #expect(Set(log.resource).count == log.resources.count && log.resources.count > 110)
        #expect(simulation.organization.users.count == log.users.count)
        #expect(simulation.organization.resources.count == log.resources.count)
    }

    @Test("gives names that reveal nothing")
    func names() throws {
        let simulation = try Self.simulate()
        let log = simulation.log, organization = simulation.organization
        #expect(log.users.names.allSatisfy { $0.name.wholeMatch(of: /corp\\u\d{4}/) != nil })
        #expect(log.resources.names.allSatisfy { $0.name.wholeMatch(of: /\\\\fs\d{2}\\s\d{4}/) != nil })

        // Were departments in order, neighbours would nearly always belong together.
        let ofUser = log.users.names.indices.map { organization.department(ofUser: $0) }
        let ofShare = log.resources.names.indices.map { organization.department(ofResource: $0) }
        for departments in [ofUser, ofShare] {
            let together = zip(departments, departments.dropFirst()).count { $0 == $1 }
            #expect(Double(together) / Double(departments.count) < 0.45)
        }
    }

    @Test("works from Monday to Friday, but for the nightly jobs")
    func rhythm() throws {
        let simulation = try Self.simulate()
        let log = simulation.log
        var jobNights: Set<Int> = [], jobs = 0
        for access in 0..<log.count {
            if simulation.organization.users[Int(log.user[access])] == .service {
                jobs += 1
                jobNights.insert(Self.day(log, access))
                #expect(log.microseconds[access] % Timestamp.day / 3_600_000_000 < 9)
            } else {
                #expect((Self.day(log, access) + 3) % 7 < 5)
            }
        }
        #expect(jobNights.count == 42)
        // Three accounts, twenty shares, a visit in fifty fails.
        #expect((2400...2520).contains(jobs))
    }

    @Test("returns to the same shares, task after task")
    func repetition() throws {
        let log = try Self.simulate().log
        #expect(InteractionMatrix(counting: log).pairCount * 4 < log.count)
    }

    @Test("has every access follow from an entitlement where there are no exceptions")
    func entitlements() throws {
        let simulation = try Self.simulate(Self.orderly)
        let log = simulation.log, organization = simulation.organization
        #expect(Self.foreign(simulation).isEmpty)
        // A person is at one site, and a site has people of all departments.
        var sites: [Int32: Set<Int>] = [:], departments: [Int: Set<Int>] = [:]
        for access in 0..<log.count {
            guard case .site(let site) = organization.resources[Int(log.resource[access])] else { continue }
            sites[log.user[access], default: []].insert(site)
            if let department = organization.department(ofUser: Int(log.user[access])) {
                departments[site, default: []].insert(department)
            }
        }
        // Those who stand in for a colleague of another site see that of the colleague too.
        #expect(sites.values.count { $0.count == 1 } > 2 * sites.values.count { $0.count > 1 })
        #expect(departments.count == 3 && departments.values.allSatisfy { $0.count == 4 })
    }

    @Test("makes each exception at its rate")
    func exceptions() throws {
        let parameters = Self.orderly.merging(["joiners": .real(0), "leavers": .real(0), "absences": .real(0)]) { $1 }
        let emergencies = try Self.simulate(parameters.merging(["break_glass": .real(0.02)]) { $1 })
        let log = emergencies.log
        let personDays = Set(Self.foreign(emergencies).map { [Int(log.user[$0]), Self.day(log, $0)] }).count
        // Of 200 people on 30 working days; most shares are another department's.
        #expect((50...125).contains(personDays))
        for exception in ["second_roles", "transfers"] {
            let with = try Self.simulate(parameters.merging([exception: .real(0.5)]) { $1 })
            let users = Set(Self.foreign(with).map { with.log.user[$0] })
            #expect((50...115).contains(users.count), "\(exception)")
        }
    }

    @Test("has tasks that are due on certain working days of the month")
    func monthEnd() throws {
        // Thirteen weeks, without whatever happens on other days.
        let log = try Self.simulate(
            Self.orderly.merging([
                "days": .integer(91), "requests": .real(0), "joiners": .real(0), "absences": .real(0),
                "duties": .integer(0), "diligence": .real(1), "borrowed_shares": .integer(0),
            ]) { $1 }
        ).log
        var days: [SIMD2<Int32>: Set<Int>] = [:]
        for access in 0..<log.count {
            days[SIMD2(log.user[access], log.resource[access]), default: []].insert(Self.day(log, access))
        }
        // The last working days of January, February and March 2026: the 30th, the 27th, the 31st.
        let monthEnds: Set = [20_458 + 25, 20_458 + 53, 20_458 + 85]
        #expect(days.values.contains(monthEnds))
        #expect(days.values.contains { $0.count == 65 })
        let weekly = days.values.filter { $0.count == 13 && Set($0.map { $0 % 7 }).count == 1 }
        #expect(weekly.count > days.count / 10)
    }

    @Test("keeps giving reasons for new pairs: nearly all lie within the department, at a site, or are everybody's")
    func newPairs() throws {
        let simulation = try Self.simulate([
            "users": .integer(600), "shares": .integer(240), "departments": .integer(8),
        ])
        let organization = simulation.organization
        let split = try TimeSplit().split(simulation.log, population: .newPairs)
        for fold in split.validation + [split.test] {
            let cases = fold.window.benign
            #expect(cases.count > 80)
            let explained = cases.count { newPair in
                guard let owner = organization.department(ofResource: Int(newPair.resource)) else { return true }
                return organization.department(ofUser: Int(newPair.user)) == owner
            }
            #expect((0.5...0.98).contains(Double(explained) / Double(cases.count)))
        }
    }

    @Test("settles people in who join, within their first working days")
    func joiners() throws {
        let simulation = try Self.simulate(
            Self.orderly.merging(["joiners": .real(0.5), "leavers": .real(0), "absences": .real(0)]) { $1 })
        let log = simulation.log
        var first: [Int32: Int] = [:]
        for access in 0..<log.count where first[log.user[access]] == nil {
            first[log.user[access]] = Self.day(log, access)
        }
        let late = first.filter { (20_458 + 8..<20_458 + 28).contains($0.value) }
        #expect(late.count > 20)
        var before = PairSet(), early = 0, later = 0
        for access in 0..<log.count {
            guard let joined = late[log.user[access]] else { continue }
            guard before.insert(user: log.user[access], resource: log.resource[access]) else { continue }
            if Self.day(log, access) < joined + 8 { early += 1 } else { later += 1 }
        }
        #expect(early > 2 * later)
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
        let departments = Set(log.users.names.indices.compactMap { simulation.organization.department(ofUser: $0) })
        #expect(departments == Set(0..<12))
        let sites = simulation.organization.resources.compactMap { if case .site(let site) = $0 { site } else { nil } }
        #expect(Set(sites) == Set(0..<9))
    }

    @Test("says what is wrong with an organisation that cannot be")
    func impossible() {
        #expect(
            throws: ParameterError.unacceptable(
                parameter: "shares", value: .integer(83),
                expected: "at least 84: hub_shares + sites × site_shares + departments × (teams + roles)")
        ) {
            try RoleModel(RoleModel.parameters.checked(["shares": .integer(83)]))
        }
        #expect(
            throws: ParameterError.unacceptable(
                parameter: "users", value: .integer(47), expected: "at least 48: departments × teams")
        ) {
            try RoleModel(RoleModel.parameters.checked(["users": .integer(47)]))
        }
        #expect(throws: ParameterError.self) {
            try RoleModel(
                RoleModel.parameters.checked(["users": .integer(10_000_000), "tenants": .integer(10_000)]))
        }
    }

    @Test("can be as small as one user with two shares")
    func smallest() throws {
        let simulation = try Self.simulate([
            "users": .integer(1), "shares": .integer(2), "departments": .integer(1), "roles": .integer(1),
            "teams": .integer(1), "sites": .integer(1), "site_shares": .integer(0), "hub_shares": .integer(0),
            "service_accounts": .integer(0), "second_roles": .real(1), "transfers": .real(1), "joiners": .real(0),
            "leavers": .real(0),
        ])
        #expect(simulation.log.users.count == 1 && (1...2).contains(simulation.log.resources.count))
    }

    @Test("can be told to stop at any time: it asks on every day of every user")
    func interruption() throws {
        let model = try RoleModel(RoleModel.parameters.checked(Self.small))
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
        let model = try RoleModel(RoleModel.parameters.checked(Self.small))
        #expect(throws: CancellationError.self) {
            _ = try model.simulate(seed: Seed(1), workers: .one, isCancelled: { true }, progress: { _ in })
        }
        let reached = Mutex(0.0)
        _ = try model.simulate(
            seed: Seed(1), workers: .one, isCancelled: { false }, progress: { done in reached.withLock { $0 = done } })
        #expect(reached.withLock { $0 } == 1)
    }

    @Test(
        "says what would not fit into a machine",
        arguments: [
            (["users": 10_000_000, "tenants": 10], "users"),
            (
                ["tasks": 1000, "roles": 100, "shares": 10_000, "departments": 90, "users": 10_000, "tenants": 10],
                "tasks"
            ),
            (["users": 1_000_000, "days": 3650], "days"),
        ])
    func tooLarge(parameters: [String: Int], named: String) throws {
        let error = try #require(throws: ParameterError.self) {
            try RoleModel(RoleModel.parameters.checked(parameters.mapValues { .integer($0) }))
        }
        #expect("\(error)".contains(named))
    }

    @Test("is offered by its name")
    func registration() throws {
        #expect(try Simulators.standard.simulator("role-model") is RoleModel)
    }
}
