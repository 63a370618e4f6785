import Foundation
import Testing
import TestSupport

@Suite("Scoring says what it could not read or score")
struct ScoreCoverageTests {
    let accesslab = Program()

    private func prepare() throws {
        #expect(try accesslab("ingest", "-", "--output", "corp", input: smallTable).exitCode == 0)
        #expect(try accesslab("train", "corp", "--output", "bundle").exitCode == 0)
    }

    @Test("a day without an access ends with 0")
    func emptyDay() throws {
        try prepare()
        let outcome = try accesslab("score", "bundle", "-", input: "user,resource,time\n")
        #expect(outcome.exitCode == 0)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("0 alerts"))
    }

    @Test("records of which none can be understood end with 3, and the sentence says how many")
    func malformed() throws {
        try prepare()
        let log = "user,resource,time\n" + String(repeating: "user0,d0-share0,yesterday\n", count: 12)
        for more in [[], ["--all"]] {
            let outcome = try accesslab.run(["score", "bundle", "-"] + more, input: log)
            #expect(outcome.exitCode == 3)
            #expect(outcome.errors.contains("none of 12 records could be understood"))
            #expect(outcome.errors.contains("yesterday"))
        }
    }

    @Test("accesses of which training knows nobody end with 3, and ask for the bundle")
    func unknown() throws {
        try prepare()
        let log = table((0..<5).map { (user: "stranger\($0)", resource: "d0-share0", day: 20) })
        for alerts in ["incidents", "pairs"] {
            let outcome = try accesslab("score", "bundle", "-", "--alerts", alerts, input: log)
            #expect(outcome.exitCode == 3)
            #expect(alerts == "incidents" || outcome.errors.contains("5 unknown-user, not scored"))
            #expect(outcome.errors.contains("all 5 accesses"))
            #expect(outcome.errors.contains("right bundle"))
        }
        let known = table([(user: "user0", resource: "d0-share0", day: 20)])
        #expect(
            try accesslab("score", "bundle", "-", input: log + known.split(separator: "\n")[1] + "\n").exitCode == 0)
    }

    @Test("what filters drop is said, and whether the bundle brought them")
    func filters() throws {
        try accesslab.folder.write("user1\n", to: "allowed.txt")
        let ingest = ["ingest", "-", "--output", "corp", "--allow-list", "allowed.txt"]
        #expect(try accesslab.run(ingest, input: smallTable).exitCode == 0)
        #expect(try accesslab("train", "corp", "--output", "bundle").exitCode == 0)
        let outcome = try accesslab("score", "bundle", "-", input: smallTable)
        #expect(outcome.exitCode == 0)
        #expect(outcome.errors.contains("filters dropped 20 of 240 accesses: 20 by allow-list of the bundle"))
    }

    @Test("a dataset is scored like the log that it was made of")
    func dataset() throws {
        try prepare()
        let log = try accesslab("score", "bundle", "-", "--all", input: smallTable)
        let dataset = try accesslab("score", "bundle", "corp", "--all")
        #expect(dataset.exitCode == 0)
        #expect(dataset.output == log.output)
        let filtered = try accesslab(
            "score", "bundle", "corp", "--alerts", "pairs", "--threshold=-1000", "--filter", "machine-accounts")
        #expect(filtered.exitCode == 0)
        accesslab.expectFailure(try accesslab("score", "bundle", "corp", "-"), saying: "corp is a dataset")
    }

    @Test("a filter that needs a list is refused without one")
    func missingList() throws {
        for command in [["ingest", "-", "--output", "x"], ["score", "b", "-"]] {
            accesslab.expectFailure(
                try accesslab.run(command + ["--filter", "allow-list"], input: smallTable), exitCode: 64,
                saying: "--allow-list FILE")
        }
        accesslab.expectFailure(
            try accesslab("ingest", "-", "--output", "x", "--allow-list", "/dev/zero"), exitCode: 64,
            saying: "longer than")
    }

    @Test("a list is read once, so that it may come from a pipe; one that names nobody drops nothing")
    func lists() throws {
        try accesslab.folder.write(smallTable, to: "log.csv")
        try accesslab.folder.write("user1\n", to: "allowed.txt")
        try accesslab.folder.write("# nobody yet\n", to: "empty.txt")
        let piped = Process()
        piped.executableURL = URL(fileURLWithPath: "/bin/bash")
        piped.arguments = ["-c", "\"$A\" ingest log.csv --output piped --allow-list <(cat allowed.txt)"]
        piped.currentDirectoryURL = accesslab.folder.url
        piped.environment = ProcessInfo.processInfo.environment.merging(["A": Program.executable.path]) { $1 }
        piped.standardOutput = FileHandle.nullDevice
        piped.standardError = FileHandle.nullDevice
        try piped.run()
        piped.waitUntilExit()
        let described = try accesslab("describe", "piped", "--json").json()
        #expect((described["summary"] as? [String: Any])?["accesses"] as? Int == 220)
        let empty = try accesslab("ingest", "log.csv", "--output", "corp", "--allow-list", "empty.txt")
        #expect(empty.exitCode == 0)
        #expect(empty.errors.contains("empty.txt names nobody"))
        #expect(try accesslab("train", "corp", "--output", "bundle").exitCode == 0)
        #expect(try accesslab("score", "bundle", "log.csv").exitCode == 0)
    }

    @Test("a list says when it was written, in itself or beside it, and the dataset's card keeps that")
    func listDates() throws {
        try accesslab.folder.write(smallTable, to: "log.csv")
        func card(_ list: String, _ more: String...) throws -> (text: String, errors: String) {
            try accesslab.folder.write(list, to: "list.txt")
            let words = ["ingest", "log.csv", "--output", "corp", "--force", "--allow-list", "list.txt"]
            let outcome = try accesslab.run(words + more)
            #expect(outcome.exitCode == 0, "\(outcome.errors)")
            return (try accesslab.folder.text(of: "corp/dataset.yaml"), outcome.errors)
        }
        func date(_ text: String) -> Substring? {
            text.split(separator: "\n").first { $0.contains("allow_list_written") }
        }
        #expect(try date(card("# written: 2026-01-05\nuser1\n").text)?.contains("2026-01-05T00:00:00") == true)
        #expect(try date(card("written: 2026-01-05\nuser1\n").text)?.contains("2026-01-05T00:00:00") == true)
        let told = try card("user1\n", "--allow-list-written", "2026-02-01T12:00:00Z")
        #expect(date(told.text)?.contains("2026-02-01T12:00:00") == true && !told.errors.contains("does not say"))
        let silent = try card("user1\n")
        #expect(date(silent.text) == nil)
        #expect(silent.errors.contains("list.txt does not say when it was written"))
        accesslab.expectFailure(
            try accesslab(
                "ingest", "log.csv", "--output", "x", "--allow-list", "list.txt", "--allow-list-written", "May"),
            exitCode: 64, saying: "'May' is no date; write it as 2026-01-05")
    }

    @Test("a file of several that cannot be understood is named, and the exit code is 3")
    func unreadFile() throws {
        try prepare()
        try FileManager.default.createDirectory(at: accesslab.folder["logs"], withIntermediateDirectories: true)
        try accesslab.folder.write(smallTable, to: "logs/good.csv")
        try accesslab.folder.write("user,resource,time\nu,r,yesterday\n", to: "logs/bad.csv")
        try accesslab.folder.write("just some words\nand more\n", to: "logs/README.txt")
        for command in [["ingest", "logs", "--output", "both"], ["score", "bundle", "logs"]] {
            let outcome = try accesslab.run(command)
            #expect(outcome.exitCode == 3)
            let told = outcome.output + outcome.errors
            #expect(told.contains("logs/bad.csv: none of 1 record could be understood"))
            #expect(told.contains("logs/README.txt: its format is not recognised"))
        }
        try FileManager.default.removeItem(at: accesslab.folder["logs/bad.csv"])
        let rest = try accesslab("score", "bundle", "logs")
        #expect(rest.exitCode == 0)
        #expect(rest.errors.contains("README.txt"))
    }

    @Test("a folder that is no bundle is told for what it is")
    func otherFolders() throws {
        try prepare()
        accesslab.expectFailure(try accesslab("score", "corp", "-"), saying: "is a dataset, no model bundle")
        try accesslab.folder.write(RunTests.experiment, to: "tiny.yaml")
        #expect(try accesslab("run", "tiny.yaml").exitCode == 0)
        for command in [["score", "results/tiny", "-"], ["rank", "results/tiny/"]] {
            accesslab.expectFailure(
                try accesslab.run(command), saying: "is a study", "its bundle is results/tiny/bundle")
        }
    }

    @Test("explain refuses names that training lacks, and suggests those that are like them")
    func unknownNames() throws {
        let log = smallTable.replacing("user", with: "CORP\\user").replacing("CORP\\user,", with: "user,")
        #expect(try accesslab("ingest", "-", "--output", "corp", input: log).exitCode == 0)
        #expect(try accesslab("train", "corp", "--output", "bundle").exitCode == 0)
        for (user, resource, sentence) in [
            ("user1", "d0-share0", "no user 'user1': did you mean 'corp\\user1'"),
            ("corp\\user1", "d0-shar0", "no resource 'd0-shar0': did you mean 'd0-share0'"),
            ("corp\\zacharias", "d0-share0", "no user 'corp\\zacharias'"),
        ] {
            accesslab.expectFailure(
                try accesslab("explain", "bundle", "--user", user, "--resource", resource), saying: sentence)
        }
    }

    @Test("explain takes the only tenant where none is named")
    func tenant() throws {
        #expect(
            try accesslab(
                "simulate", "--set", "users=20", "--set", "days=20", "--output", "corp"
            ).exitCode == 0)
        #expect(try accesslab("train", "corp", "--output", "bundle").exitCode == 0)
        let pair = try accesslab("score", "bundle", "corp", "--all").lines[0]
        let names = try #require(try JSONSerialization.jsonObject(with: Data(pair.utf8)) as? [String: Any])
        let outcome = try accesslab(
            "explain", "bundle", "--user", "\(names["user"] ?? "")", "--resource", "\(names["resource"] ?? "")")
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("usually uses"))
        #expect(outcome.lines.count > 2)
    }
}
