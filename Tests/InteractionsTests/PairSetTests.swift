import AccessLogs
import Interactions
import Testing

@Suite("A pair set")
struct PairSetTests {
    @Test("tells (1, 2) from (2, 1), and holds the largest indices")
    func distinct() {
        var pairs = PairSet()
        let newness = [(1, 2), (1, 2), (Int32.max, 0)].map { pairs.insert(user: $0, resource: $1) }
        #expect(newness == [true, false, true])
        #expect(!pairs.contains(user: 2, resource: 1))
        #expect(pairs.contains(user: .max, resource: 0))
        #expect(pairs.count == 2)
    }

    @Test("holds the distinct pairs of a log", arguments: 0..<10)
    func ofLog(seed: Int) {
        let log = randomLog(seed: seed)
        let pairs = PairSet(of: 0..<log.count, in: log)
        #expect(pairs.count == InteractionMatrix(counting: log).pairCount)
        #expect((0..<log.count).allSatisfy { pairs.contains(user: log.user[$0], resource: log.resource[$0]) })
    }
}
