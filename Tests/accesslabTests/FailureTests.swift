import Foundation
import Testing
import TestSupport

@Suite("The program fails with a sentence, exit code 1 and nothing half-written")
struct FailureTests {
    let accesslab = Program()

    /// Ingests a table as the dataset `corp`.
    private func ingest(_ text: String) throws {
        #expect(try accesslab("ingest", "-", "--output", "corp", input: text).exitCode == 0)
    }

    @Test("where a log is missing")
    func missingLog() throws {
        accesslab.expectFailure(
            try accesslab("ingest", "none.csv", "--output", "corp"), saying: "none.csv", "no such file")
        #expect(accesslab.folder.contents.isEmpty)
    }

    @Test("where a log holds nothing", arguments: ["", "user,resource\n", "just some words\nand more\n"])
    func emptyLog(text: String) throws {
        try accesslab.folder.write(text, to: "log.csv")
        let outcome = try accesslab("ingest", "log.csv", "--output", "corp")
        accesslab.expectFailure(outcome, saying: "Error: ")
        #expect(accesslab.folder.contents == ["log.csv"])
    }

    @Test("where a filter leaves nothing, and the sentence names the filter")
    func everythingFiltered() throws {
        let log = "user,resource\nCORP\\PC1$,r\n"
        accesslab.expectFailure(
            try accesslab("ingest", "-", "--output", "corp", "--filter", "machine-accounts", input: log),
            saying: "machine-accounts")
        #expect(accesslab.folder.contents.isEmpty)
    }

    @Test("where a record is malformed and the import is strict")
    func strict() throws {
        let log = smallTable + "user0,,\n"
        accesslab.expectFailure(
            try accesslab("ingest", "-", "--output", "corp", "--strict", input: log), saying: "242", "resource")
        #expect(accesslab.folder.contents.isEmpty)
    }

    @Test("where the output exists, which stays as it is")
    func existingOutput() throws {
        try ingest(smallTable)
        let before = try accesslab.folder.text(of: "corp/dataset.yaml")
        let again = try accesslab("ingest", "-", "--output", "corp", input: "user,resource\nu,r\n")
        accesslab.expectFailure(again, saying: "corp", "--force")
        accesslab.expectFailure(try accesslab("train", "corp", "--output", "corp"), saying: "corp", "--force")
        accesslab.expectFailure(try accesslab("simulate", "--output", "corp"), saying: "corp", "--force")
        #expect(try accesslab.folder.text(of: "corp/dataset.yaml") == before)
        let forced = try accesslab("ingest", "-", "--output", "corp", "--force", input: "user,resource\nu,r\n")
        #expect(forced.exitCode == 0)
    }

    @Test("where an output would take the place of an input, which stays")
    func outputOverInput() throws {
        try accesslab.folder.write(smallTable, to: "log.csv")
        #expect(try accesslab("ingest", "log.csv", "--output", "corp").exitCode == 0)
        try accesslab.folder.write(smallTable, to: "corp/log.csv")
        for arguments in [
            ["ingest", "corp/log.csv", "--output", "corp", "--force"],
            ["ingest", "log.csv", "--output", "corp", "--force", "--dump", "corp/dump.csv"],
            ["ingest", "log.csv", "--output", "other", "--dump", "log.csv", "--force"],
        ] {
            let outcome = try accesslab.run(arguments)
            #expect(outcome.exitCode == 64 && outcome.errors.contains("would take the place of"))
        }
        let outcome = try accesslab("ingest", "log.csv", "--output", "corp", "--force")
        accesslab.expectFailure(outcome, saying: "also holds log.csv")
        #expect(try accesslab.folder.text(of: "log.csv") == smallTable)
        #expect(try accesslab.folder.text(of: "corp/log.csv") == smallTable)
    }

    @Test("where standard input is to be read twice")
    func standardInputTwice() throws {
        let outcome = try accesslab("ingest", "-", "-", "--output", "corp", input: smallTable)
        #expect(outcome.exitCode == 64 && outcome.errors.contains("once only"))
    }

    @Test("where a dataset or bundle is missing or is not one")
    func notADataset() throws {
        try accesslab.folder.write("", to: "file")
        for path in ["none", "file", "."] {
            accesslab.expectFailure(try accesslab("describe", path), saying: "no dataset")
            accesslab.expectFailure(try accesslab("train", path, "--output", "b"), saying: "no dataset")
            accesslab.expectFailure(try accesslab("score", path, "-"), saying: "no model bundle")
        }
        #expect(accesslab.folder.contents == ["file"])
    }

    @Test("where a model that cannot score newcomers is to do so")
    func foldingIn() throws {
        try ingest(smallTable)
        #expect(try accesslab("train", "corp", "--algorithm", "cyberml", "--output", "bundle").exitCode == 0)
        #expect(try accesslab("export", "bundle", "--output", "reference").exitCode == 0)
        accesslab.expectFailure(
            try accesslab("score", "bundle", "-", "--fold-in", input: smallTable),
            saying: "this bundle of cyberml cannot score newcomers", "als-implicit")
        accesslab.expectFailure(
            try accesslab("score", "reference", "-", "--fold-in", input: smallTable),
            saying: "a model of the reference cannot score newcomers")
    }

    @Test("where a dataset or bundle has been changed")
    func changed() throws {
        try ingest(smallTable)
        #expect(try accesslab("train", "corp", "--output", "bundle").exitCode == 0)
        for file in ["corp/accesses.safetensors", "bundle/factors.safetensors"] {
            try edit(accesslab.folder[file]) { $0[$0.count - 1] ^= 1 }
        }
        accesslab.expectFailure(try accesslab("describe", "corp", "--verify"), saying: "has been changed")
        accesslab.expectFailure(
            try accesslab("score", "bundle", "-", "--all", input: smallTable), saying: "factors.safetensors")
    }

    @Test("where the scored log is missing or empty, and no scores file appears")
    func nothingToScore() throws {
        try ingest(smallTable)
        #expect(try accesslab("train", "corp", "--output", "bundle").exitCode == 0)
        for format in ["jsonl", "csv"] {
            accesslab.expectFailure(
                try accesslab("score", "bundle", "none.csv", "--format", format), saying: "none.csv")
            accesslab.expectFailure(
                try accesslab("score", "bundle", "-", "--output", "scores", "--format", format), saying: "no access")
        }
        #expect(!accesslab.folder.contents.contains("scores"))
    }

    @Test("not where there is a single user, of whom a model without thresholds is made")
    func singleUser() throws {
        try ingest("user,resource\nu,r\n")
        for algorithm in ["als-implicit", "popularity", "random"] {
            let outcome = try accesslab("train", "corp", "--algorithm", algorithm, "--output", algorithm)
            #expect(outcome.exitCode == 0)
            #expect(outcome.errors.contains("no threshold"))
        }
        accesslab.expectFailure(
            try accesslab("score", "popularity", "-", input: "user,resource\nu,r\n"), saying: "--threshold", "--all")
        let all = try accesslab("score", "popularity", "-", "--all", input: "user,resource\nu,r\n")
        #expect(all.output.contains("\"case\":\"seen\""))
    }
}
