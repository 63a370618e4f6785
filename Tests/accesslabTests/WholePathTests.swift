import Foundation
import Testing
import TestSupport

@Suite("From a log to scores on the command line")
struct WholePathTests {
    let accesslab = Program()

    /// Ingests and trains on the small table.
    private func prepare() throws {
        try accesslab.folder.write(smallTable, to: "log.csv")
        #expect(try accesslab("ingest", "log.csv", "--output", "corp").exitCode == 0)
        #expect(try accesslab("train", "corp", "--output", "bundle", "--set", "rank=4").exitCode == 0)
    }

    @Test("ingest makes a dataset, describe tells of it")
    func describe() throws {
        try accesslab.folder.write(smallTable, to: "log.csv")
        let ingested = try accesslab("ingest", "log.csv", "--output", "corp", "--licence", "CC0-1.0")
        #expect(ingested.exitCode == 0)
        #expect(ingested.output.contains("kept       240 accesses"))
        let text = try accesslab("describe", "corp")
        #expect(text.output.contains("240"))
        #expect(!(text.output + text.errors).contains("\u{1B}"))
        let outcome = try accesslab("describe", "corp", "--json", "--verify")
        #expect(outcome.exitCode == 0)
        #expect(outcome.errors.isEmpty)
        let facts = try outcome.json()
        #expect((facts["summary"] as? [String: Any])?["accesses"] as? Int == 240)
        #expect((facts["summary"] as? [String: Any])?["users"] as? Int == 12)
        #expect((facts["card"] as? [String: Any])?["licence"] as? String == "CC0-1.0")
        accesslab.expectNoRemains()
    }

    @Test("ingest reads standard input, and prints facts as JSON")
    func standardInput() throws {
        let outcome = try accesslab("ingest", "-", "--output", "corp", "--json", input: smallTable)
        #expect((try outcome.json()["card"] as? [String: Any])?["origin"] as? String == "ingested from standard input")
    }

    @Test("score --all prints a line for each access in the order of the input")
    func scoreAll() throws {
        try prepare()
        let rows = [
            ("user0", "d0-share0"), ("user0", "d0-share6"), ("user0", "x"), ("x", "d0-share0"), ("user0", "d1-share0"),
        ]
        let log = table(rows.map { (user: $0, resource: $1, day: 20) })
        let outcome = try accesslab("score", "bundle", "-", "--all", input: log)
        #expect(outcome.exitCode == 0)
        let events = try outcome.lines.map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(events.map { $0["user"] as? String } == rows.map(\.0))
        #expect(events.map { $0["resource"] as? String } == rows.map(\.1))
        #expect(
            events.map { $0["case"] as? String }
                == ["seen", "scored", "unknown-resource", "unknown-user", "disconnected"])
        #expect(events.map { $0["score"] is NSNull } == [false, false, true, true, false])
        #expect(events.allSatisfy { $0["time"] as? String == "2026-01-21T08:00:00Z" })
        let csv = try accesslab("score", "bundle", "-", "--all", "--format", "csv", input: log)
        #expect(csv.lines.first == "tenant,user,resource,time,score,case")
        #expect(csv.lines.count == 6)
    }

    @Test("score prints incidents with their reasons, and says on standard error what was promised and what came")
    func incidents() throws {
        try prepare()
        let sweep = (0..<7).map { (user: "user0", resource: "d1-share\($0)", day: 20) }
        let log = table(sweep + (1..<12).map { (user: "user\($0)", resource: "d\($0 % 2)-share0", day: 20) })
        let outcome = try accesslab("score", "bundle", "-", "--alerts-per-day", "1", input: log)
        #expect(outcome.exitCode == 0)
        let alert = try #require(
            try JSONSerialization.jsonObject(with: Data((outcome.lines.first ?? "").utf8)) as? [String: Any])
        #expect(alert["user"] as? String == "user0")
        #expect(alert["window_start"] as? String == "2026-01-21T00:00:00Z")
        #expect((alert["new_resources"] as? [Any])?.count == 7)
        let words = try #require(alert["words"] as? [String])
        #expect(words.contains { $0.contains("7 new resources") })
        #expect(outcome.errors.contains("promised: 1 benign alert"))
        #expect(outcome.errors.contains("in 12 account-days of 1 day"))
        let text = try accesslab("score", "bundle", "-", "--alerts-per-day", "1", "--format", "text", input: log)
        #expect(text.output.hasPrefix(words.joined(separator: "\n")))
        let csv = try accesslab("score", "bundle", "-", "--alerts-per-day", "1", "--format", "csv", input: log)
        #expect(csv.lines.count == outcome.lines.count + 1 && csv.lines[0].hasPrefix("tenant,user,window_start,"))
        try accesslab.folder.write(log, to: "log.csv")
        let explained = try accesslab(
            "explain", "bundle", "--user", "user0", "--day", "2026-01-21", "--log", "log.csv")
        // The threshold is that of the bundle there.
        #expect(explained.lines.dropFirst() == text.lines.prefix(explained.lines.count).dropFirst())
    }

    @Test("explain says why a day cannot be explained")
    func unexplained() throws {
        try prepare()
        try accesslab.folder.write(table([(user: "user0", resource: "d1-share3", day: 20)]), to: "log.csv")
        func explain(_ more: String...) throws -> Program.Outcome { try accesslab.run(["explain", "bundle"] + more) }
        accesslab.expectFailure(
            try explain("--user", "user0", "--day", "2026-01-03", "--log", "log.csv"), saying: "a day of training")
        accesslab.expectFailure(
            try explain("--user", "usr0", "--day", "2026-01-21", "--log", "log.csv"), saying: "no access of 'usr0'",
            "'user0'")
        accesslab.expectFailure(
            try explain("--user", "user0", "--day", "Thursday", "--log", "log.csv"), exitCode: 64,
            saying: "'Thursday' is no date")
        accesslab.expectFailure(
            try explain("--user", "user0", "--day", "2026-01-21"), exitCode: 64, saying: "both --day and --log")
        accesslab.expectFailure(
            try explain("--user", "user0"), exitCode: 64, saying: "--resource", "--day")
    }

    @Test("a bundle that was trained for pairs has pairs as alerts, and says so to who asks for incidents")
    func withoutIncidents() throws {
        #expect(try accesslab("ingest", "-", "--output", "corp", input: smallTable).exitCode == 0)
        #expect(try accesslab("train", "corp", "--output", "bundle", "--alerts", "pairs").exitCode == 0)
        let log = table([(user: "user0", resource: "d1-share3", day: 20)])
        #expect(try accesslab("score", "bundle", "-", "--threshold=-1000", input: log).output.contains("\"score\""))
        accesslab.expectFailure(
            try accesslab("score", "bundle", "-", "--alerts", "incidents", input: log), saying: "knows no incidents")
    }

    @Test(
        "score prints pairs as alerts where it is told to, the most unusual first, and says on standard error what it left out"
    )
    func pairs() throws {
        try prepare()
        let log = table([
            (user: "user0", resource: "d1-share3", day: 20), (user: "user0", resource: "d0-share0", day: 20),
            (user: "user2", resource: "d1-share3", day: 20), (user: "user0", resource: "d1-share3", day: 21),
            (user: "x", resource: "d0-share0", day: 20),
        ])
        let outcome = try accesslab("score", "bundle", "-", "--alerts", "pairs", "--threshold=-1000", input: log)
        #expect(outcome.lines.count == 2)
        #expect(outcome.errors.contains("2 alerts above"))
        #expect(outcome.errors.contains("in 5 accesses; 1 unknown-user, not scored"))
        let single = table([(user: "user0", resource: "d1-share3", day: 20)])
        let one = try accesslab("score", "bundle", "-", "--alerts", "pairs", "--threshold=-1000", input: single)
        #expect(one.errors.contains("1 alert above"))
        #expect(one.errors.contains("in 1 access\n"))
        let none = try accesslab("score", "bundle", "-", "--alerts", "pairs", "--threshold", "1000", input: log)
        #expect(none.exitCode == 0)
        #expect(none.output.isEmpty)
        #expect(try accesslab("score", "bundle", "-", "--alerts", "pairs", input: log).exitCode == 0)
        let unknown = try accesslab("score", "bundle", "-", "--alerts", "pairs", "--alerts-per-day", "7", input: log)
        accesslab.expectFailure(unknown, saying: "5, 10, 25 benign alerts a day")
    }

    @Test("score takes no threshold for alerts a day from a bundle without times, and says what to type instead")
    func timeless() throws {
        let pairs = smallTable.split(separator: "\n").map { $0.split(separator: ",").prefix(2).joined(separator: ",") }
        try accesslab.folder.write(pairs.joined(separator: "\n") + "\n", to: "log.csv")
        #expect(try accesslab("ingest", "log.csv", "--output", "corp").exitCode == 0)
        #expect(try accesslab("train", "corp", "--output", "bundle", "--set", "rank=4").exitCode == 0)
        let refused = try accesslab("score", "bundle", "log.csv", "--alerts-per-day", "10")
        accesslab.expectFailure(refused, saying: "not a day; choose one of them: --threshold ")
        #expect(refused.errors.contains(" for 10 benign alerts in all, --threshold "))
        let choice = try #require(refused.errors.firstMatch(of: /--threshold (\S+) for 10 benign/))
        let chosen = try accesslab("score", "bundle", "log.csv", "--threshold", String(choice.1))
        #expect(chosen.exitCode == 0)
        #expect(try chosen.output == accesslab("score", "bundle", "log.csv").output)
    }

    @Test("score writes to a file that appears when it is complete")
    func file() throws {
        try prepare()
        let outcome = try accesslab("score", "bundle", "log.csv", "--all", "--output", "scores.jsonl")
        #expect(outcome.exitCode == 0)
        #expect(outcome.output.isEmpty)
        #expect(try accesslab.folder.text(of: "scores.jsonl").split(separator: "\n").count == 240)
        accesslab.expectNoRemains()
    }

    @Test("explain refuses a tenant that training lacks, and names those that it has")
    func tenant() throws {
        try prepare()
        let pair = ["explain", "bundle", "--user", "user0", "--resource", "d0-share0"]
        #expect(try accesslab.run(pair).output.contains("user0 usually uses"))
        accesslab.expectFailure(try accesslab.run(pair + ["--tenant", "x"]), saying: "no tenant 'x'")
    }

    @Test("score of a log in which nothing counts says so and succeeds")
    func quietLog() throws {
        try prepare()
        let event = #"{"EventID":4624,"Hostname":"a","TimeCreated":"2026-01-05T00:00:00Z"}"#
        let outcome = try accesslab("score", "bundle", "-", input: event + "\n")
        #expect(outcome.exitCode == 0)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("no access"))
    }

    @Test("rank prints the first unseen pairs of each user, the most anomalous first")
    func rank() throws {
        try prepare()
        let outcome = try accesslab("rank", "bundle", "--top", "3")
        #expect(outcome.exitCode == 0)
        let events = try outcome.lines.map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(events.count == 3 * 12)
        #expect(events.allSatisfy { $0["case"] as? String != "seen" && $0["time"] is NSNull })
        let scores = events.compactMap { $0["score"] as? Double }
        #expect(scores[0] >= scores[1] && scores[1] >= scores[2])
        let expected = try accesslab(
            "rank", "bundle", "--top", "1", "--expected", "--format", "csv", "--output", "e.csv")
        #expect(expected.exitCode == 0)
        let lines = try accesslab.folder.text(of: "e.csv").split(separator: "\n")
        #expect(lines.first == "tenant,user,resource,time,score,case")
        #expect(lines.count == 13)
        accesslab.expectFailure(try accesslab("rank", "bundle", "--top", "0"), exitCode: 64, saying: "--top")
        accesslab.expectFailure(try accesslab("rank", "nowhere"), saying: "nowhere")
    }

    @Test("train gives the same bundle for the same data, on any number of threads")
    func stable() throws {
        try prepare()
        let again = try accesslab("train", "corp", "--output", "again/bundle", "--set", "rank=4", "--jobs", "1")
        #expect(again.exitCode == 0)
        #expect(
            try accesslab.folder.text(of: "again/bundle/SHA256SUMS") == accesslab.folder.text(of: "bundle/SHA256SUMS"))
    }

    @Test("simulate makes the same dataset for the same seed")
    func simulate() throws {
        for name in ["a/d", "b/d"] {
            let outcome = try accesslab(
                "simulate", "--set", "users=40", "--set", "shares=40", "--set", "days=7", "--set", "projects=0",
                "--seed",
                "7", "--output", name)
            #expect(outcome.exitCode == 0)
        }
        #expect(try accesslab.folder.text(of: "a/d/dataset.yaml") == accesslab.folder.text(of: "b/d/dataset.yaml"))
    }

    @Test("simulate writes down which accesses belong to innocent events, where there are any")
    func simulateEvents() throws {
        let size = ["--set", "users=60", "--set", "departments=3", "--set", "days=28"]
        let eventful = try accesslab.run(
            ["simulate"] + size + ["--set", "life=share_rollouts=1 transfers=0.1", "--output", "d"])
        #expect(eventful.exitCode == 0 && eventful.output.contains("7 events"))
        let lines = try accesslab.folder.text(of: "d/events.csv").split(separator: "\n")
        #expect(lines.first == "event,kind,tenant,user,resource,first,last,accesses")
        let kinds = Set(lines.dropFirst().map { $0.split(separator: ",")[1] })
        #expect(kinds == ["share-rollout", "transfer"])
        #expect(try accesslab.folder.text(of: "d/dataset.yaml").contains("life=share_rollouts=1"))
        let plain = try accesslab.run(["simulate"] + size + ["--force", "--output", "d"])
        #expect(plain.exitCode == 0 && !plain.output.contains("events"))
        #expect(!accesslab.folder.contents.contains("d/events.csv"))
    }

    @Test("doctor finds the installation in order")
    func doctor() throws {
        let outcome = try accesslab("doctor", "--json")
        #expect(outcome.exitCode == 0)
        let findings = try #require(
            try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
        #expect(findings.allSatisfy { $0["ok"] as? Bool == true })
        let text = try accesslab("doctor").output
        #expect(text.contains("ok    Cholesky solver"))
        for check in [
            "fitted-on-everything", "window-across-the-cut", "label-dependent-filter", "order-and-numbers",
            "windows-see-later-days",
        ] {
            #expect(text.contains("ok    \(check)"))
        }
    }
}
