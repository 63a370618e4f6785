import Testing
import TestSupport

@Suite("The program's help")
struct HelpTests {
    let accesslab = Program()

    @Test("names the subcommands, the exit codes and an example")
    func overview() throws {
        let outcome = try accesslab("--help")
        #expect(outcome.exitCode == 0)
        #expect(outcome.errors.isEmpty)
        for word in [
            "ingest", "describe", "simulate", "run", "compare", "evaluate", "train", "score", "rank", "EXAMPLE", "130",
        ] {
            #expect(outcome.output.contains(word), "\(word)")
        }
    }

    @Test(
        "of each subcommand has an example",
        arguments: ["ingest", "describe", "simulate", "run", "compare", "evaluate", "train", "score", "rank", "doctor"])
    func subcommand(name: String) throws {
        let outcome = try accesslab(name, "--help")
        #expect(outcome.exitCode == 0)
        #expect(outcome.output.contains("EXAMPLE: "))
        #expect(outcome.output.contains("accesslab \(name)"))
        #expect(!outcome.output.contains("\u{1B}"))
    }

    @Test(
        "names -o where it names --output",
        arguments: ["ingest", "simulate", "run", "train", "score", "rank", "export"])
    func output(name: String) throws {
        #expect(try accesslab(name, "--help").output.contains("-o, --output"))
    }

    @Test("says of all accesses in which order they come")
    func order() throws {
        let help = try accesslab("score", "--help").output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(help.contains("of sessions of events 5145, each an access, after all others"))
    }

    @Test(
        "is hinted at where the usage is wrong, with exit code 64",
        arguments: [
            ["describe", "corp", "--jsno"], ["ingest"], ["nonsense"], ["train", "corp"],
            ["simulate", "--output", "x", "--seed", "a"], ["evaluate"], ["evaluate", "a.csv", "--metric", "accuracy"],
            ["evaluate", "a.csv", "--level", "1"], ["evaluate", "-", "-"], ["compare"],
            ["compare", "results/a", "--format", "pdf"], ["compare", "results/a", "--level", "0"],
            ["compare", "results/a", "--cases", "--metric", "accuracy"],
            ["compare", "results/a", "--cases", "--metric", "recall_at_budget"],
            ["compare", "results/a", "--cases", "--metric", "roc_auc@5"],
            ["run", "x.yaml", "--jobs", "0"], ["score", "b", "-", "--threshold", "1", "--alerts-per-day", "5"],
            ["score", "b", "-", "--format", "xml"], ["train", "corp", "--output", "b", "--set", "rank=0"],
            ["train", "corp", "--output", "b", "--set", "rnak=8"], ["train", "corp", "--output", "b", "--set", "rank"],
            ["train", "corp", "--output", "b", "--set", "rank=8", "--set", "rank=9"],
            ["train", "corp", "--output", "b", "--algorithm", "als"],
            ["ingest", "-", "--output", "d", "--filter", "all"],
            ["simulate", "--output", "x", "--set", "users=1"], ["simulate", "--output", "x", "--organisation", "y"],
        ])
    func usage(arguments: [String]) throws {
        let outcome = try accesslab.run(arguments)
        #expect(outcome.exitCode == 64, "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("--help"))
        #expect(accesslab.folder.contents.isEmpty)
    }

    @Test("says where a program of one's own can be used instead of being trained")
    func externalProgram() throws {
        let outcome = try accesslab("train", "corp", "--output", "b", "--algorithm", "external")
        accesslab.expectFailure(outcome, exitCode: 64, saying: "experiments only", "accesslab run")
    }

    @Test("has a version beside it")
    func version() throws {
        let outcome = try accesslab("--version")
        #expect(outcome.exitCode == 0)
        #expect(outcome.output.contains(/^\d+\.\d+\.\d+( \([0-9a-f]{12}\+?\))?\n$/))
    }

    @Test(
        "is near where a word is misspelt: the sentence names the word and the one that was meant",
        arguments: [
            (["ingset", "logs"], "unknown subcommand 'ingset'; did you mean 'ingest'?"),
            (["igest", "x", "--output", "y"], "unknown subcommand 'igest'; did you mean 'ingest'?"),
            (["ingest", "x", "--ouput", "y"], "unknown option '--ouput'; did you mean '--output'?"),
            (["score", "b", "x", "--top", "5"], "unknown option '--top'; 'accesslab score --help'"),
            (["describe", "x", "--jsno"], "unknown option '--jsno'; did you mean '--json'?"),
            (["--versoin"], "unknown option '--versoin'; did you mean '--version'?"),
        ])
    func misspelt(arguments: [String], sentence: String) throws {
        accesslab.expectFailure(try accesslab.run(arguments), exitCode: 64, saying: sentence)
    }

    @Test("takes negative numbers for values")
    func negativeNumbers() throws {
        accesslab.expectFailure(
            try accesslab("score", "none", "-", "--threshold", "-0.5"), saying: "no model bundle")
        accesslab.expectFailure(
            try accesslab("score", "none", "-", "--alerts-per-day", "-1"), exitCode: 64, saying: "above 0, not -1")
    }
}
