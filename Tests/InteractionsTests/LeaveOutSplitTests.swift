import AccessLogs
import Interactions
import Statistics
import Testing

@Suite("A split that leaves users, resources or departments out")
struct LeaveOutSplitTests {
    /// The user (or resource) of each access of a fold's window and training.
    private func units(_ fold: Fold, _ unit: LeaveOutSplit.Unit, in log: AccessLog) -> (
        held: Set<Int32>, trained: Set<Int32>
    ) {
        unit == .users
            ? (Set(fold.window.benign.map(\.user)), Set(fold.training.map { log.user[$0] }))
            : (Set(fold.window.benign.map(\.resource)), Set(fold.training.map { log.resource[$0] }))
    }

    @Test(
        "keeps the units of test, of validation and of training apart",
        arguments: 0..<10, [LeaveOutSplit.Unit.users, .resources])
    func disjoint(seed: Int, unit: LeaveOutSplit.Unit) throws {
        let log = randomLog(seed: seed, count: 300, isTimed: seed.isMultiple(of: 2))
        let splits = try LeaveOutSplit(unit: unit).splits(
            log, population: .newPairs, replicates: 3, seed: Seed(UInt64(seed)))
        let test = units(splits[0].test, unit, in: log)
        #expect(test.held.isDisjoint(with: test.trained))
        for split in splits {
            let validation = units(split.validation[0], unit, in: log)
            #expect(validation.held.isDisjoint(with: validation.trained))
            #expect(test.held.isDisjoint(with: validation.trained))
            #expect(test.held.isDisjoint(with: validation.held))
            #expect(split.test.window.benign == splits[0].test.window.benign)
        }
        #expect(Set(splits.map { units($0.validation[0], unit, in: log).held }).count > 1)
    }

    @Test("measures each pair of a held-out user once, and loses no access", arguments: 0..<5)
    func complete(seed: Int) throws {
        let log = randomLog(seed: seed, count: 300)
        let test = try LeaveOutSplit(unit: .users, heldOut: 0.3)
            .split(log, population: .newPairs, seed: Seed(UInt64(seed))).test
        let held = Set(test.window.benign.map(\.user))
        #expect(held.count == Int((0.3 * Double(log.users.count)).rounded()))
        let theirs = (0..<log.count).filter { held.contains(log.user[$0]) }
        #expect(test.window.accesses == theirs.count && test.training.count == log.count - theirs.count)
        #expect(PairSet(of: theirs, in: log).count == test.window.benign.count)
        #expect(PairSet(test).count == test.window.benign.count)
        #expect(test.window.days == nil && test.window.activeUsers == held.count)
    }

    @Test("leaves the earliest accesses of each held-out unit in training, if asked to", arguments: 0..<10)
    func support(seed: Int) throws {
        let log = randomLog(seed: seed, count: 400)
        let split = try LeaveOutSplit(unit: .users, supportFraction: 0.5)
            .split(log, population: .newPairsOfKnown, seed: Seed(UInt64(seed)))
        for fold in split.validation + [split.test] {
            let trained = Set(fold.training)
            for user in Set(fold.window.benign.map(\.user)) {
                let theirs = (0..<log.count).filter { log.user[$0] == user }
                    .sorted { (log.microseconds[$0], $0) < (log.microseconds[$1], $1) }
                #expect(theirs.map(trained.contains) == theirs.indices.map { $0 < theirs.count / 2 })
            }
            let support = PairSet(of: fold.training, in: log)
            #expect(fold.window.benign.allSatisfy { !support.contains(user: $0.user, resource: $0.resource) })
        }
        // Not even their support is known when settings are chosen.
        let held = Set(split.test.window.benign.map(\.user))
        #expect(held.isDisjoint(with: split.validation[0].training.map { log.user[$0] }))
    }

    @Test("leaves out departments with their members and the resources that are mainly theirs", arguments: 0..<10)
    func departments(seed: Int) throws {
        let log = departmentLog(seed: seed)
        let ofUser = log.users.names.map { $0.name.first == "u" ? Int(String($0.name.dropFirst().prefix(1))) : nil }
        let ofResource = log.resources.names.map { Int(String($0.name.dropFirst().prefix(1))) }
        let split = try LeaveOutSplit(unit: .departments)
            .split(log, population: .newPairs, groups: ofUser, seed: Seed(UInt64(seed)))
        func touched(_ user: Int32, _ resource: Int32) -> Set<Int> {
            Set([ofUser[Int(user)], ofResource[Int(resource)]].compactMap { $0 })
        }
        func trained(_ fold: Fold) -> Set<Int> {
            fold.training.reduce(into: []) { $0.formUnion(touched(log.user[$1], log.resource[$1])) }
        }
        // No other pairs are measured: every case has an end in the department that training lacks.
        let all = Set(0..<5)
        let test = all.subtracting(trained(split.test))
        let validation = all.subtracting(trained(split.validation[0])).subtracting(test)
        #expect(test.count == 1 && validation.count == 1)
        #expect(split.test.window.benign.allSatisfy { !touched($0.user, $0.resource).isDisjoint(with: test) })
        #expect(
            split.validation[0].window.benign.allSatisfy {
                let departments = touched($0.user, $0.resource)
                return !departments.isDisjoint(with: validation) && departments.isDisjoint(with: test)
            })
        // Among them are visits of others to the department's resources.
        #expect(split.test.window.benign.contains { ofUser[Int($0.user)].map(test.contains) != true })
    }

    @Test("depends on its seed, and on nothing else", arguments: LeaveOutSplit.Unit.allCases)
    func determinism(unit: LeaveOutSplit.Unit) throws {
        let log = departmentLog(seed: 1)
        let groups = log.users.names.indices.map { Optional($0 % 9) }
        func split(_ seed: UInt64) throws -> Split {
            try LeaveOutSplit(unit: unit).split(log, population: .newPairs, groups: groups, seed: Seed(seed))
        }
        let once = try split(4), again = try split(4)
        #expect(once.test.training == again.test.training && once.test.window.benign == again.test.window.benign)
        #expect(once.validation[0].training == again.validation[0].training)
        #expect(Set(try (0..<10).map { try split($0).test.training }).count > 1)
    }

    @Test("says why it cannot be")
    func errors() {
        func error(_ split: LeaveOutSplit, _ population: Population, groups: [Int?]? = nil) -> String? {
            #expect(throws: SplitError.self) {
                try split.split(randomLog(seed: 1), population: population, groups: groups, seed: Seed(1))
            }?.description
        }
        let users = randomLog(seed: 1).users.count
        #expect(error(LeaveOutSplit(unit: .users), .newPairsOfKnown)?.contains("support_share") == true)
        #expect(error(LeaveOutSplit(unit: .departments), .newPairs)?.contains("department of each user") == true)
        #expect(
            error(LeaveOutSplit(unit: .departments), .newPairs, groups: [1])?.contains("given for 1 users") == true)
        #expect(
            error(LeaveOutSplit(unit: .departments), .newPairs, groups: (0..<users).map { $0 % 2 })
                == "2 departments are too few to hold some out: training, validation and test need one each")
        #expect(
            error(LeaveOutSplit(unit: .departments), .newPairs, groups: Array(repeating: nil, count: users))?
                .contains("0 departments") == true)
    }

    /// Five departments of eight people: department d has the resources r<d>0 to r<d>3, which now and then a user
    /// of another department or of none (x) visits.
    private func departmentLog(seed: Int) -> AccessLog {
        let random = RandomStream(seed: Seed(UInt64(seed)).derived("departments"))
        var log = AccessLog()
        func access(_ user: String, _ resource: String) {
            log.append(AccessEvent(user: AccountIdentity(name: user), resource: ResourceIdentity(name: resource)))
        }
        for department in 0..<5 {
            for person in 0..<8 {
                for share in 0..<4 { access("u\(department)\(person)", "r\(department)\(share)") }
                if random.bernoulli(0.5) {
                    access("u\(department)\(person)", "r\((department + 1) % 5)\(random.index(below: 4))")
                }
            }
            access("x0", "r\(department)0")
        }
        return log
    }
}
