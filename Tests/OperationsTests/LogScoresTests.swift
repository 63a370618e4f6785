import AccessLogs
import Detectors
import Interactions
import LogImport
import Statistics
import Testing
import TestSupport

@testable import Operations

@Suite("The scores of a log")
struct LogScoresTests {
    /// The accesses with the names of training first.
    private func scores(_ pairs: [(String, String)], by model: FittedModel) throws -> LogScores {
        let log = AccessLog(pairs: pairs)
        return try LogScores(of: log.indexed(by: model.matrix.users, model.matrix.resources), by: model)
    }

    @Test("have each new pair once, at its first access, with the number of its accesses")
    func pairs() throws {
        let scores = try scores([("a", "r"), ("c", "r"), ("a", "s"), ("c", "r"), ("c", "r")], by: popularityModel())
        #expect(scores.pairs.map(\.row) == [1, 2])
        #expect(scores.pairs.map(\.accesses) == [3, 1])
        #expect(scores.seen == 1)
        #expect(scores.unscored.isEmpty)
    }

    @Test("have the rows whose user or resource is new, in their order")
    func unscored() throws {
        let scores = try scores([("new", "r"), ("a", "new"), ("new", "new"), ("b", "s")], by: popularityModel())
        #expect(scores.unscored.map(\.row) == [0, 1, 2])
        #expect(scores.unscored.map(\.score) == [.unknownUser, .unknownResource, .unknownUser])
        #expect(scores.seen == 1)
        #expect(scores.pairs.isEmpty)
    }

    @Test("lead to the alerts and the counts of scoring access by access")
    func accessByAccess() throws {
        let model = try popularityModel()
        let random = RandomStream(seed: Seed(7))
        let users = ["a", "b", "c", "d"], resources = ["r", "s", "t", "u"]
        let pairs = (0..<300).map { _ in
            (users[random.index(below: 4)], resources[random.index(below: 4)])
        }
        let log = AccessLog(pairs: pairs).indexed(by: model.matrix.users, model.matrix.resources)
        var expected = AlertPolicy(threshold: -1.5), alerts = AlertPolicy(threshold: -1.5)
        var scorer = EventScorer(model) { expected.consider($0) }
        for row in 0..<log.count { try scorer.score(log.access(at: row)) }
        try scorer.finish()
        alerts.consider(try LogScores(of: log, by: model), of: log)
        #expect(alerts.alerts.map(\.access) == expected.alerts.map(\.access))
        #expect(alerts.alerts.map(\.score) == expected.alerts.map(\.score))
        #expect(!alerts.alerts.isEmpty)
        #expect(alerts.considered == expected.considered)
        #expect(alerts.unscored == expected.unscored)
    }
}
