import AccessLogs
import Interactions
import Statistics
import Testing

@Suite("A split that leaves tenants out")
struct LeaveTenantsOutSplitTests {
    private func tenants(_ fold: Fold, of log: AccessLog) -> Set<String> {
        Set(fold.training.map { log.users[Int(log.user[$0])].tenant })
            .union(fold.window.benign.map { log.users[Int($0.user)].tenant })
    }

    @Test("chooses settings on some tenants and tests them on the others", arguments: 0..<6, [true, false])
    func disjoint(seed: Int, isTimed: Bool) throws {
        let log = randomLog(seed: seed, count: 900, isTimed: isTimed, tenants: 5)
        let splits = try LeaveTenantsOutSplit(heldOut: 0.4)
            .splits(log, population: .newPairsOfKnown, replicates: 2, seed: Seed(UInt64(seed)))
        for split in splits {
            let selection = tenants(split.validation[0], of: log), test = tenants(split.test, of: log)
            #expect(selection.count == 3 && test.count == 2 && selection.isDisjoint(with: test))
            #expect(split.test.window.benign == splits[0].test.window.benign)
        }
        #expect((splits[0].validation[0].window.benign == splits[1].validation[0].window.benign) == isTimed)
    }

    @Test("is a time split within the tenants, over the same days", arguments: 0..<6)
    func time(seed: Int) throws {
        let log = randomLog(seed: seed, count: 600, tenants: 6)
        let whole = try TimeSplit().split(log, population: .newPairs)
        let split = try LeaveTenantsOutSplit().split(log, population: .newPairs, seed: Seed(UInt64(seed)))
        #expect(split.validation[0].window.days == whole.validation[0].window.days)
        #expect(split.test.window.days == whole.test.window.days)
        let held = tenants(split.test, of: log)
        #expect(
            split.test.training == whole.test.training.filter { held.contains(log.users[Int(log.user[$0])].tenant) })
        #expect(
            split.test.window.benign
                == whole.test.window.benign.filter { held.contains(log.users[Int($0.user)].tenant) })
        #expect(
            split.validation[0].window.benign
                == whole.validation[0].window.benign.filter { !held.contains(log.users[Int($0.user)].tenant) })
    }

    @Test("is a pair split within the tenants where there is no time", arguments: 0..<6)
    func pairs(seed: Int) throws {
        let log = randomLog(seed: seed, isTimed: false)
        let split = try LeaveTenantsOutSplit().split(log, population: .newPairs, seed: Seed(UInt64(seed)))
        for fold in split.validation + [split.test] {
            let training = PairSet(of: fold.training, in: log)
            #expect(fold.window.benign.allSatisfy { !training.contains(user: $0.user, resource: $0.resource) })
            let users = Set(fold.training.map { log.user[$0] }), resources = Set(fold.training.map { log.resource[$0] })
            #expect(fold.window.benign.allSatisfy { users.contains($0.user) && resources.contains($0.resource) })
        }
    }

    @Test("depends on its seed, and on nothing else")
    func determinism() throws {
        let log = randomLog(seed: 5, count: 900, tenants: 5)
        func held(_ seed: UInt64) throws -> Set<String> {
            tenants(try LeaveTenantsOutSplit().split(log, population: .newPairs, seed: Seed(seed)).test, of: log)
        }
        #expect(try held(1) == held(1))
        #expect(Set(try (0..<10).map { try held($0) }).count > 1)
    }

    @Test("needs two tenants")
    func single() {
        let error = #expect(throws: SplitError.self) {
            try LeaveTenantsOutSplit().split(randomLog(seed: 1, tenants: 1), population: .newPairs, seed: Seed(1))
        }
        #expect(error?.description.hasSuffix("the log has 1") == true)
    }
}
