import AccessLogs
import Interactions
import Statistics
import Testing

@Suite("A pair split")
struct PairSplitTests {
    private func split(_ log: AccessLog, seed: Int) throws -> Split {
        try PairSplit(heldOut: 0.2).split(log, seed: Seed(UInt64(seed)))
    }

    @Test("never trains on a pair that it holds out", arguments: 0..<20)
    func noLeak(seed: Int) throws {
        let log = randomLog(seed: seed, isTimed: false)
        let split = try split(log, seed: seed)
        let testPairs = PairSet(split.test)
        for fold in split.validation + [split.test] {
            let training = PairSet(of: fold.training, in: log)
            #expect(fold.window.benign.allSatisfy { !training.contains(user: $0.user, resource: $0.resource) })
            #expect(PairSet(fold).count == fold.window.benign.count)
        }
        #expect(
            split.validation[0].window.benign.allSatisfy { !testPairs.contains(user: $0.user, resource: $0.resource) })
        let validationTraining = PairSet(of: split.validation[0].training, in: log)
        #expect(
            split.test.window.benign.allSatisfy {
                !validationTraining.contains(user: $0.user, resource: $0.resource)
            })
    }

    @Test("leaves every held-out user and resource a training pair", arguments: 0..<20)
    func bothEndsKnown(seed: Int) throws {
        let log = randomLog(seed: seed, isTimed: false)
        let split = try split(log, seed: seed)
        for fold in split.validation + [split.test] {
            let users = Set(fold.training.map { log.user[$0] }), resources = Set(fold.training.map { log.resource[$0] })
            #expect(fold.window.benign.allSatisfy { users.contains($0.user) && resources.contains($0.resource) })
            #expect(fold.window.days == nil)
        }
    }

    @Test("loses no access: each pair is trained on or held out", arguments: 0..<10)
    func complete(seed: Int) throws {
        let log = randomLog(seed: seed, isTimed: false)
        let test = try split(log, seed: seed).test
        let pairs = PairSet(of: 0..<log.count, in: log)
        #expect(PairSet(of: test.training, in: log).count + test.window.benign.count == pairs.count)
        #expect(test.window.benign.count == Int(Double(pairs.count) * 0.2))
    }

    @Test("says that nothing can be held out where every pair is the only one of a user or a resource")
    func nothingToHoldOut() {
        var log = AccessLog()
        for number in 0..<3 {
            log.append(
                AccessEvent(
                    user: AccountIdentity(name: "u\(number)"), resource: ResourceIdentity(name: "r\(number)")))
        }
        let error = #expect(throws: SplitError.self) { try split(log, seed: 1) }
        #expect(error?.description.contains("none of 3 pairs") == true)
    }
}

extension PairSet {
    /// The pairs of a fold's benign cases.
    init(_ fold: Fold) {
        self.init()
        for access in fold.window.benign { insert(user: access.user, resource: access.resource) }
    }
}
