import AccessLogs
import Files
import Foundation
import Testing
import TestSupport

@Suite("Names that were chosen to do harm")
struct HostileNamesTests {
    let accesslab = Program()

    private static let names = [
        "\u{1B}[2J\u{1B}[1;1H", "a\u{202E}b", "\u{9B}31mred", "x\u{7}\u{8}\u{7F}y", "\u{2028}z",
    ]

    private static let log =
        table(
            (0..<20).flatMap { day in
                (0..<12).map { user in
                    (
                        user: user < names.count ? names[user] : "user\(user)",
                        resource: "d\(user % 2)-\(names[(user / 2 + day) % names.count])", day: day
                    )
                }
            })

    private func expectVisible(_ outcome: Program.Outcome, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
        for text in [outcome.output, outcome.errors] {
            let hidden = text.unicodeScalars.filter { $0 != "\n" && VisibleText.isHidden($0) }
            #expect(hidden.isEmpty, "\(hidden.map(\.value))", sourceLocation: sourceLocation)
        }
    }

    @Test("reach neither a terminal nor a file of alerts as they are, whatever the command")
    func everywhere() throws {
        let ingested = try accesslab("ingest", "-", "--output", "corp", input: Self.log)
        #expect(ingested.exitCode == 0, "\(ingested.errors)")
        let runs = [
            ["describe", "corp"], ["describe", "corp", "--json"], ["train", "corp", "--output", "bundle"],
            ["score", "bundle", "corp", "--all"], ["score", "bundle", "corp", "--all", "--format", "csv"],
            ["score", "bundle", "corp", "--alerts", "pairs", "--threshold", "-1000"], ["rank", "bundle", "--top", "2"],
            ["explain", "bundle", "--user", Self.names[0], "--resource", "d0-" + Self.names[0]],
            ["explain", "bundle", "--user", Self.names[0], "--resource", "d0-" + Self.names[0], "--json"],
            ["explain", "bundle", "--user", "x", "--resource", "y", "--tenant", "\u{1B}[2J"],
            ["ingest", "none\u{1B}[2J.csv", "--output", "x"], ["run", "none\u{1B}[2J.yaml"],
        ]
        for arguments in runs { expectVisible(try accesslab.run(arguments)) }
    }

    @Test("reach no terminal by incidents and their reasons either")
    func incidents() throws {
        #expect(try accesslab("ingest", "-", "--output", "corp", input: Self.log).exitCode == 0)
        #expect(try accesslab("train", "corp", "--output", "bundle").exitCode == 0)
        let later = Self.names.flatMap { user in
            Self.names.map { (user: user, resource: "new-" + $0, day: 20) }
        }
        try accesslab.folder.write(table(later), to: "later.csv")
        let score = ["score", "bundle", "later.csv", "--threshold", "-1"]
        let runs =
            ["jsonl", "csv", "text"].map { score + ["--format", $0] } + [
                ["explain", "bundle", "--user", Self.names[0], "--day", "2026-01-21", "--log", "later.csv"],
                ["explain", "bundle", "--user", Self.names[0], "--day", "2026-01-21", "--log", "later.csv", "--json"],
            ]
        for arguments in runs {
            let outcome = try accesslab.run(arguments)
            #expect(outcome.output.contains("new-"), "\(arguments)")
            expectVisible(outcome)
        }
    }

    @Test("cannot forge a line of the program's own")
    func forgedLines() throws {
        let log = "user,resource,time\nu,r,\"2026-01-05\nError: disk failure\"\nu,r,2026-01-05\n"
        let outcome = try accesslab("ingest", "-", "--output", "corp", input: log)
        #expect(outcome.exitCode == 0)
        #expect(!(outcome.output + outcome.errors).split(separator: "\n").contains { $0.hasPrefix("Error") })
    }

    @Test("by the thousand are not all told")
    func many() throws {
        try accesslab.folder.write((0..<5000).map { "key\($0): 1\n" }.joined(), to: "x.yaml")
        let outcome = try accesslab("run", "x.yaml")
        #expect(outcome.exitCode == 1)
        #expect(outcome.errors.split(separator: "\n").count < 30)
        #expect(outcome.errors.contains("more"))
    }

    @Test("of a spreadsheet formula's form are quoted where that is asked for")
    func formulas() throws {
        let log = Self.log.replacing("user5", with: "=1+1")
        #expect(try accesslab("ingest", "-", "--output", "corp", input: log).exitCode == 0)
        #expect(try accesslab("train", "corp", "--output", "bundle").exitCode == 0)
        let csv = try accesslab("score", "bundle", "corp", "--all", "--format", "csv", "--spreadsheet-safe")
        #expect(csv.output.contains(",'=1+1,"))
        let json = try accesslab("score", "bundle", "corp", "--all")
        #expect(json.output.contains("\"user\":\"=1+1\""))
    }

    @Test("of great length leave tables fast and narrow", .timeLimit(.minutes(2)))
    func longNames() throws {
        let long = String(repeating: "s", count: 20_000)
        let rows = (0..<12).map { "user\($0),share-\(long.prefix(900)),\n" }.joined()
        #expect(
            try accesslab("ingest", "-", "--output", "corp", input: "user,resource,time\n" + rows).exitCode == 0)
        let described = try accesslab("describe", "corp")
        #expect(described.exitCode == 0)
        #expect(described.lines.allSatisfy { $0.count < 600 })
        try accesslab.folder.write(
            #"{"score": 1, "label": 1, "tenant": "\#(long)"}"# + "\n" + #"{"score": 0, "label": 0, "tenant": "t"}"#
                + "\n",
            to: "rows.jsonl")
        let evaluated = try accesslab("evaluate", "rows.jsonl")
        #expect(evaluated.exitCode == 0)
        #expect(evaluated.lines.allSatisfy { $0.count < 3000 })
    }
}
