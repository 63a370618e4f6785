import AccessLogs
import Concurrency
import Detectors
import Interactions
import LinearAlgebra
import Operations
import Statistics
import Testing

@Suite("The ranking of all pairs")
struct PairRankingTests {
    /// Users a and b share r, b has s, c has t: two components of one tenant.
    private func ranked(_ ranking: PairRanking, _ workers: Workers = .one) throws -> [ScoredEvent] {
        var events: [ScoredEvent] = []
        try ranking.rank(try popularityModel(), workers) { events.append($0) }
        return events
    }

    private func names(_ events: [ScoredEvent]) -> [String] {
        events.map { "\($0.access.user.name) \($0.access.resource.name) \($0.score.caseName)" }
    }

    @Test("goes user by user through the pairs that training does not contain, the most anomalous first")
    func unseen() throws {
        // The popularity rule: r is used by two of three, s and t by one.
        let events = try ranked(PairRanking(count: 9))
        #expect(
            names(events) == [
                "a s scored", "a t disconnected", "b t disconnected", "c s disconnected", "c r disconnected",
            ])
        for (event, next) in zip(events, events.dropFirst()) where event.access.user == next.access.user {
            #expect(try #require(event.score.value) >= #require(next.score.value))
        }
    }

    @Test("ends when asked to")
    func cancelled() throws {
        let model = try popularityModel()
        #expect(throws: CancellationError.self) {
            try PairRanking(count: 9).rank(model, isCancelled: { true }) { _ in Issue.record("a pair") }
        }
    }

    @Test("gives the scores that the same accesses have when they happen")
    func scores() throws {
        let events = try ranked(PairRanking(count: 9))
        #expect(try popularityModel().scores(of: events.map(\.access)) == events.map(\.score))
    }

    @Test("begins with what is expected, holds to the number asked for, and includes seen pairs where asked to")
    func options() throws {
        #expect(
            names(try ranked(PairRanking(.leastAnomalousFirst, count: 1)))
                == ["a s scored", "b t disconnected", "c r disconnected"])
        #expect(
            names(try ranked(PairRanking(.leastAnomalousFirst, count: 2, includesSeen: true)))
                == [
                    "a r seen", "a s scored", "b r seen", "b s seen", "c r disconnected", "c s disconnected",
                ])
        #expect(names(try ranked(PairRanking(count: 2), Workers(3))) == names(try ranked(PairRanking(count: 2))))
    }

    @Test("stops where its progress is told to stop")
    func cancellation() throws {
        let model = try popularityModel()
        #expect(throws: CancellationError.self) {
            try PairRanking(count: 1).rank(model) { _ in
                throw CancellationError()
            } receive: { _ in
            }
        }
    }
}
