import Foundation
import TestSupport
import Testing

@Suite("What training says of incidents")
struct TrainWordsTests {
    let accesslab = Program()

    /// Trains on a table.
    private func train(_ table: String) throws -> Program.Outcome {
        try accesslab.folder.write(table, to: "log.csv")
        #expect(try accesslab("ingest", "log.csv", "--output", "corp").exitCode == 0)
        return try accesslab("train", "corp", "--output", "bundle", "--set", "rank=4", "--json")
    }

    @Test("a single wrong clock and a row without a time leave incidents as they are, and are told")
    func leftOut() throws {
        let trained = try train(smallTable + "user0,d0-share0,2106-02-07T06:28:15Z\nuser1,d1-share1,\n")
        #expect(trained.exitCode == 0)
        #expect(trained.errors.contains("1 access without a time"))
        #expect(trained.errors.contains("1 access of days far from all others (2106-02-07; is a clock wrong?)"))
        let incidents = try #require(try trained.json()["incidents"] as? [String: Any])
        let left = try #require(incidents["left_out"] as? [String: Any])
        #expect((left["untimed"] as? Int, left["stray"] as? Int) == (1, 1))
        // Days after the last real one are scored.
        let scored = try accesslab("score", "bundle", "-", input: table([("user0", "d0-share6", 25)]))
        #expect(scored.exitCode == 0)
        #expect(scored.errors.contains("in 1 account-day of 1 day"))
    }

    @Test("where there are none the true reason stands, with its count")
    func none() throws {
        let rows = (0..<60).map { "user\($0 % 12),share\($0 % 7)\n" }.joined()
        let trained = try train("user,resource\n" + rows)
        #expect(trained.errors.contains("no incidents: none of 60 accesses has a time; alerts are pairs"))
        #expect(try trained.json()["no_incidents"] as? String == "none of 60 accesses has a time")
    }
}
