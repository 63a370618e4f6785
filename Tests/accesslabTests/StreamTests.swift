import Foundation
import Testing
import TestSupport

@Suite("Standard streams that fail")
struct StreamTests {
    let accesslab = Program()

    /// Runs a line of the shell in the program's folder, in which `$A` is the program.
    private func shell(_ line: String) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", line]
        process.currentDirectoryURL = accesslab.folder.url
        process.environment = ProcessInfo.processInfo.environment.merging(["A": Program.executable.path]) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    private func prepare() throws {
        #expect(try accesslab("ingest", "-", "--output", "corp", input: smallTable).exitCode == 0)
        #expect(try accesslab("train", "corp", "--output", "bundle").exitCode == 0)
    }

    @Test(
        "for messages cost no alert",
        arguments: ["2>/dev/full", "2>&-", "2>/dev/null", "2> >(exit)", "0<&- 2>&-"])
    func standardError(redirection: String) throws {
        try prepare()
        let line = "\"$A\" score bundle corp --alerts pairs --threshold=-1000 --output alerts.jsonl \(redirection)"
        #expect(try shell("exec bash -c '\(line)'") == 0)
        let alerts = try accesslab("score", "bundle", "corp", "--alerts", "pairs", "--threshold=-1000").output
        #expect(try accesslab.folder.text(of: "alerts.jsonl") == alerts)
        accesslab.expectNoRemains()
    }

    @Test("for data end the program with exit code 1", arguments: [">/dev/full", ">&-"])
    func standardOutput(redirection: String) throws {
        try prepare()
        #expect(try shell("\"$A\" score bundle corp --all \(redirection)") == 1)
    }

    @Test("for a file that is there are told from a file: it is replaced only with --force")
    func existing() throws {
        try prepare()
        try accesslab.folder.write("mine", to: "alerts.jsonl")
        let score = ["score", "bundle", "corp", "--all", "--output", "alerts.jsonl"]
        accesslab.expectFailure(try accesslab.run(score), saying: "alerts.jsonl exists already", "--force")
        #expect(try accesslab.folder.text(of: "alerts.jsonl") == "mine")
        #expect(try accesslab.run(score + ["--force"]).exitCode == 0)
        #expect(try accesslab.folder.text(of: "alerts.jsonl").count > 100)
    }
}
