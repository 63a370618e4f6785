import AccessLogs
import Interactions
import Operations
import Testing
import TestSupport

@Suite("Scoring a stream of accesses")
struct EventScorerTests {
    /// The scores of some accesses, in the order in which they are passed on.
    private func scored(_ accesses: [AccessEvent]) throws -> [ScoredEvent] {
        var received: [ScoredEvent] = []
        var scorer = EventScorer(try popularityModel()) { received.append($0) }
        for access in accesses { try scorer.score(access) }
        try scorer.finish()
        return received
    }

    private func access(_ user: String, _ resource: String, at second: Int = 0) -> AccessEvent {
        AccessEvent(
            user: AccountIdentity(name: user), resource: ResourceIdentity(name: resource),
            time: .day(0, seconds: second))
    }

    @Test("keeps the order and loses nothing, however many there are", arguments: [0, 1, 8191, 8192, 8193, 20_000])
    func order(count: Int) throws {
        let users = ["a", "b", "c", "x"]
        let accesses = (0..<count).map { access(users[$0 % 4], $0 % 3 == 0 ? "r" : "y", at: $0) }
        #expect(try scored(accesses).map(\.access) == accesses)
    }

    @Test("says of each access whether it is new, seen, out of reach or unknown")
    func cases() throws {
        let scores = try scored([
            access("a", "s"), access("a", "r"), access("a", "t"), access("x", "r"), access("a", "x"), access("x", "x"),
        ])
        #expect(
            scores.map(\.score.caseName)
                == ["scored", "seen", "disconnected", "unknown-user", "unknown-resource", "unknown-user"])
        #expect(scores.map { $0.score.value == nil } == [false, false, false, true, true, true])
    }

    @Test("stops at an error of the receiver")
    func failure() throws {
        struct Full: Error {}
        var scorer = EventScorer(try popularityModel()) { _ in throw Full() }
        try scorer.score(access("a", "r"))
        #expect(throws: Full.self) { try scorer.finish() }
    }
}
